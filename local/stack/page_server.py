"""The page's development server as a child of the stack: `python -m local.stack.page_server PORT`.

A process between the stack and Vite, because a child of the stack is a Python module: it is what notices
the end of the stack and takes its process group, Vite included, with it.
"""

from __future__ import annotations

import subprocess
import sys

from local.configuration import ROOT


def main() -> int:
    command = ["node_modules/.bin/vite", "--host", "127.0.0.1", "--port", sys.argv[1], "--strictPort"]
    return subprocess.run(command, cwd=ROOT / "frontend", check=False).returncode  # noqa: S603 - our own


if __name__ == "__main__":
    sys.exit(main())
