"""Packages: the code of functions and layer as the emulator wants it, made in milliseconds.

A function's package is its folder. The layer's is not: instead of copying 120 MB of dependencies for each
worker, it puts the checkout's own folders on the worker's path: `layers/shared` and the packages of
`.venv`, which are the layer's pinned ones and more. The emulator's own packages are taken off the path,
since it pins another botocore. The layer as it is deployed is what `make build` makes and tests.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

from local.configuration import ROOT

_EPOCH = (1980, 1, 1, 0, 0, 0)

# A .pth file runs its import lines when the worker adds the layer to its path.
_PTH = "python/lib/python3/site-packages/coursemill.pth"

_HOOK = """\
import sys
import parent_watchdog

sys.path[:] = [path for path in sys.path if not path.startswith(sys.prefix + "/")] + {paths!r}
parent_watchdog.die_with_parent()


class _Invocations:
    # The emulator waits up to 50 ms after each invocation for a first line of log. The worker comes here
    # for the next invocation right after it has answered, so an empty line ends the wait at once.
    def __init__(self, source):
        self._source = source

    def readline(self):
        print(file=sys.stderr, flush=True)
        return self._source.readline()


sys.stdin = _Invocations(sys.stdin)
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A zip file and the name that it is stored under, which changes with its content."""

    key: str
    content: bytes

    @property
    def sha256(self) -> str:
        """As Lambda tells it."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


def function_package(name: str, folder: Path) -> Package:
    """Raises FileNotFoundError when the folder holds no Python file."""
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    if not any(file.endswith(".py") for file in files):
        raise FileNotFoundError(f"{folder}: no code for {name}")
    return _package(name, files)


def layer_package(name: str, folder: Path) -> Package:
    """The layer of the content folder `folder`, by path."""
    paths = [str(folder), sysconfig.get_path("purelib")]
    return _package(
        name,
        {
            _PTH: b"import coursemill_layer\n",
            "python/coursemill_layer.py": _HOOK.format(paths=paths).encode(),
            "python/parent_watchdog.py": (ROOT / "local/stack/parent_watchdog.py").read_bytes(),
        },
    )


def _package(name: str, files: dict[str, bytes]) -> Package:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            # A fixed time makes the same content the same package.
            archive.writestr(zipfile.ZipInfo(file, _EPOCH), content)
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()[:16]
    return Package(f"{name}-{digest}.zip", buffer.getvalue())
