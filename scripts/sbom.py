"""Write the bills of materials of what is shipped into build/: `python scripts/sbom.py`, offline.

CycloneDX 1.6, one for the layer's Python packages and one for the page's npm packages, from the same locks
and licences as docs/licences.md. Without a time and a serial number: the same locks give the same files.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.licences import of_the_layer, of_the_page

FOLDER = ROOT / "build"


def bill(part: str, kind: str, packages: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """The bill of one part of Coursemill.

    kind      of its packages, as package URLs name it: `pypi`, `npm`
    packages  name, version and SPDX licence of each
    """
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"coursemill-{part}",
                "name": f"coursemill-{part}",
                "version": version,
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": [_component(kind, *package) for package in sorted(set(packages))],
    }


def _component(kind: str, name: str, version: str, licence: str) -> dict[str, Any]:
    address = f"pkg:{kind}/{quote(name, safe='/')}@{quote(version)}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": address,
    }


def bills() -> dict[str, dict[str, Any]]:
    """By the name of their file."""
    return {
        "layer.cdx.json": bill("layer", "pypi", of_the_layer()),
        "page.cdx.json": bill("page", "npm", of_the_page()),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, content in bills().items():
        (FOLDER / file).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
