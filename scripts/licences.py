"""Write docs/licences.md, the licences of what the layer and the page ship: `python scripts/licences.py`.

With --check nothing is written; the exit code says whether the page is current. Raises LookupError for a
package whose licence is not one of ALLOWED, so that nobody ships one unseen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "layers/shared/requirements.txt"
LOCK = ROOT / "frontend/package-lock.json"
PAGE = ROOT / "docs/licences.md"

ALLOWED = {
    "0BSD": "permissive",
    "Apache-2.0": "permissive; its notice travels inside the package",
    "BSD-3-Clause": "permissive",
    "ISC": "permissive",
    "MIT": "permissive",
    "PSF-2.0": "permissive; Python's own",
}
"""What may be shipped, SPDX, and why. Copyleft is missing on purpose: layer and page are handed out whole."""

SAYS = {
    "Apache License 2.0": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",  # python-dateutil, by its LICENSE
}
"""Licences by what a package's metadata says where that is no SPDX expression."""

WORKER = {"sys_platform": "linux", "platform_system": "Linux", "python_version": "3.13"}
"""Where the layer runs, for the requirements that hold only somewhere."""

HEAD = """\
# Licences of what is shipped

Made by `python scripts/licences.py` from the pinned requirements and the packages' own metadata;
`tests/scans` holds it against them. Coursemill itself is Apache-2.0.
"""

TABLE = """
## {title}

| package | version | licence |
| --- | --- | --- |
{rows}
"""


def of_the_layer() -> Iterator[tuple[str, str, str]]:
    """Name, version and SPDX licence of each package that the layer ships."""
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        if not line or line[0] in " #":
            continue
        requirement = Requirement(line.rstrip(" \\"))
        if requirement.marker is None or requirement.marker.evaluate(
            {**WORKER, "python_full_version": "3.13.0"}
        ):
            (version,) = requirement.specifier
            yield requirement.name, version.version, licence(requirement.name)


def of_the_page() -> Iterator[tuple[str, str, str]]:
    """The same of the page, whose build may hold code of each package that is not for developing alone."""
    for path, package in json.loads(LOCK.read_text(encoding="utf-8"))["packages"].items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield name, package["version"], allowed(name, package.get("license", ""))


def licence(name: str) -> str:
    """SPDX expression of a Python package. Raises LookupError as `allowed`."""
    told = metadata(name)
    said = told["License-Expression"] or told["License"] or ""
    return allowed(name, SAYS.get(said, said))


def allowed(name: str, expression: str) -> str:
    """The expression. Raises LookupError where no alternative of it is allowed as a whole."""
    alternatives = expression.strip("()").split(" OR ")
    if not any(set(one.split(" AND ")) <= ALLOWED.keys() for one in alternatives):
        raise LookupError(f"{name}: {expression[:100]!r} is no licence that may be shipped")
    return expression


def page() -> str:
    return HEAD + _table("The layer", of_the_layer()) + _table("The page", sorted(set(of_the_page())))


def _table(title: str, packages: Iterable[tuple[str, str, str]]) -> str:
    rows = "\n".join(f"| {name} | {version} | {licence} |" for name, version, licence in packages)
    return TABLE.format(title=title, rows=rows)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="compare, write nothing")
    text = page()
    if not arguments.parse_args().check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} is not current: run python scripts/licences.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
