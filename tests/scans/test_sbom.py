"""The bills of materials: valid, and whole as far as the locks know."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.configuration import ROOT

VALIDATOR = """
import pathlib, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(pathlib.Path(sys.argv[1]).read_text())
sys.exit(str(found) if found else 0)
"""
"""CycloneDX's own library comes with checkov."""


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the script has just written them."""
    subprocess.run([sys.executable, "scripts/sbom.py"], cwd=ROOT, check=True)
    return ROOT / "build"


def components(path: Path) -> set[tuple[str, str]]:
    bill: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {(component["name"], component["version"]) for component in bill["components"]}


def validated(path: Path) -> subprocess.CompletedProcess[bytes]:
    python = ROOT / ".tools/scans/bin/python"
    return subprocess.run([python, "-c", VALIDATOR, path], check=False, capture_output=True)  # noqa: S603 - a tool


@pytest.mark.parametrize("name", ["layer", "page"])
def test_it_is_valid(folder: Path, name: str, tmp_path: Path) -> None:
    bill = folder / f"{name}.cdx.json"
    assert validated(bill).stderr == b""
    broken = tmp_path / "broken.json"
    broken.write_text(bill.read_text(encoding="utf-8").replace('"library"', '"book"', 1), encoding="utf-8")
    assert validated(broken).returncode != 0, "else the validator shows nothing"


def test_every_pinned_package_of_the_layer_is_in_it(folder: Path) -> None:
    lines = (ROOT / "layers/shared/requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [re.match(r"([\w.-]+)(?:\[.*\])?==([^ \\;]+)( *;)?", line) for line in lines]
    everywhere = {(pin[1], pin[2]) for pin in pins if pin and not pin[3]}
    anywhere = {(pin[1], pin[2]) for pin in pins if pin}
    assert len(everywhere) >= 20
    assert everywhere <= components(folder / "layer.cdx.json") <= anywhere


def test_every_package_that_the_page_needs_is_in_it(folder: Path) -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = components(folder / "page.cdx.json")
    for name in lock[""]["dependencies"]:
        assert (name, lock[f"node_modules/{name}"]["version"]) in found
    assert not {"vite", "vitest", "typescript"} & {name for name, _ in found}


@pytest.mark.parametrize(("name", "kind"), [("layer", "pypi"), ("page", "npm")])
def test_each_package_has_an_address_and_a_licence(folder: Path, name: str, kind: str) -> None:
    bill = json.loads((folder / f"{name}.cdx.json").read_text(encoding="utf-8"))
    addresses = [component["purl"] for component in bill["components"]]
    assert len(addresses) == len(set(addresses))
    for component in bill["components"]:
        assert component["purl"].startswith(f"pkg:{kind}/")
        assert component["licenses"][0]["expression"]
    if kind == "npm":
        assert any(address.startswith("pkg:npm/%40mantine/core@") for address in addresses)
