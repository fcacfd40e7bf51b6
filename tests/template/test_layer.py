"""The layer as it is deployed: built for arm64 with the template's Python, whatever this machine is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LIMIT_BYTES = 120_000_000
"""Lambda allows 250 MB unzipped, all layers and the function together."""


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layer, unzipped. Its byte-code is of the Python that runs this; that of another is as large."""
    folder = tmp_path_factory.mktemp("layer")
    subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "-s", "-C", str(REPOSITORY / "layers/shared"), "build-SharedLayer"],  # noqa: S607 - of PATH
        env={
            **os.environ,
            "ARTIFACTS_DIR": str(folder),
            "LAYER_PYTHON": sys.executable,
            "LAYER_PIP": f"{sys.executable} -m pip",
            "LAYER_WHEELS": str(REPOSITORY / ".tools/wheels"),
        },
        check=True,
        timeout=300,
    )
    return folder / "python"


def test_the_layer_is_small_enough(layer: Path) -> None:
    size = sum(path.stat().st_size for path in layer.rglob("*") if path.is_file())
    assert size < LIMIT_BYTES


def test_compiled_packages_are_for_arm64_and_python_3_13(layer: Path) -> None:
    libraries = list(layer.rglob("*.so"))
    assert libraries
    for library in libraries:
        machine = int.from_bytes(library.read_bytes()[18:20], "little")
        assert machine == 0xB7, f"{library.name} is not for aarch64"  # EM_AARCH64
    assert any(".cpython-313-aarch64-linux-gnu." in library.name for library in libraries)


def test_everything_is_compiled_and_never_checked_again(layer: Path) -> None:
    for source in (layer / "generation").rglob("*.py"):
        cache = source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
        flags = int.from_bytes(cache.read_bytes()[4:8], "little")
        assert flags == 0b01, "hash-based, unchecked (PEP 552)"


def test_code_and_prompts_are_all_there(layer: Path) -> None:
    def files(root: Path) -> set[Path]:
        found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(root) for path in found}

    assert files(layer / "generation") == files(REPOSITORY / "layers/shared/generation")
    assert not (layer / "bin").exists()
