"""Packages of functions and of the layer."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from local.stack.packages import Package, function_package, layer_package


def files(package: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_function_s_package_is_its_folder(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = 1\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "data.json").write_text("{}")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "app.cpython-311.pyc").write_bytes(b"")
    assert files(function_package("F", tmp_path)) == {"app.py": b"x = 1\n", "deep/data.json": b"{}"}


def test_its_name_changes_with_its_content_only(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = 1\n")
    first = function_package("F", tmp_path)
    (tmp_path / "app.py").touch()
    assert function_package("F", tmp_path) == first
    (tmp_path / "app.py").write_text("x = 2\n")
    assert function_package("F", tmp_path).key != first.key


def test_a_folder_without_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no code for F"):
        function_package("F", tmp_path)


def test_the_layer_puts_the_checkout_s_packages_in_place_of_the_emulator_s(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with zipfile.ZipFile(io.BytesIO(layer_package("L", source).content)) as archive:
        archive.extractall(tmp_path / "layer")
    # As the emulator's worker does it.
    worker = (
        "import json, site, sys\n"
        f"sys.path.insert(0, {str(tmp_path / 'layer' / 'python')!r})\n"
        f"site.addsitedir({str(tmp_path / 'layer' / 'python' / 'lib' / 'python3' / 'site-packages')!r})\n"
        "print(json.dumps(sys.path))\n"
        "sys.stdin.readline()\n"
    )
    run = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", worker], input="\n", capture_output=True, text=True, check=True, timeout=30
    )
    path = json.loads(run.stdout)
    assert path[-2:] == [str(source), sysconfig.get_path("purelib")]
    assert not [entry for entry in path[:-1] if entry.startswith(sys.prefix + "/")]
    assert run.stderr == "\n"  # the empty line of log that the emulator waits for
