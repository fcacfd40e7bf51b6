"""Write docs/licences.md, the licences of what the layer ships: `python scripts/licences.py`.

With --check nothing is written; the exit code says whether the page is current. Raises LookupError for a
package whose licence is not one of ALLOWED, so that nobody ships one unseen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "layers/shared/requirements.txt"
PAGE = ROOT / "docs/licences.md"

ALLOWED = {
    "Apache-2.0": "permissive; its notice travels inside the package",
    "BSD-3-Clause": "permissive",
    "MIT": "permissive",
    "PSF-2.0": "permissive; Python's own",
}
"""What may be in the layer, SPDX, and why. Copyleft is missing on purpose: the layer is handed out whole."""

SAYS = {
    "Apache License 2.0": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",  # python-dateutil, by its LICENSE
}
"""Licences by what a package's metadata says where that is no SPDX expression."""

WORKER = {"sys_platform": "linux", "platform_system": "Linux", "python_version": "3.13"}
"""Where the layer runs, for the requirements that hold only somewhere."""

HEAD = """\
# Licences of what the layer ships

Made by `python scripts/licences.py` from `layers/shared/requirements.txt` and the packages' own metadata;
`tests/scans` holds it against them. Coursemill itself is Apache-2.0.

| package | version | licence |
| --- | --- | --- |
"""


def packages() -> Iterator[tuple[str, str, str]]:
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


def licence(name: str) -> str:
    """SPDX expression. Raises LookupError for one of which no alternative is allowed."""
    told = metadata(name)
    said = told["License-Expression"] or told["License"] or ""
    expression = SAYS.get(said, said)
    if not set(expression.split(" OR ")) & ALLOWED.keys():
        raise LookupError(f"{name}: {expression[:100]!r} is no licence that the layer may ship")
    return expression


def page() -> str:
    rows = (f"| {name} | {version} | {licence} |" for name, version, licence in packages())
    return HEAD + "\n".join(rows) + "\n"


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
