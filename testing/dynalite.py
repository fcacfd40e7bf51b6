"""Dynalite: DynamoDB in memory, on a port of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.configuration import ROOT

PACKAGE = ROOT / ".tools/dynalite/node_modules/dynalite"
SCRIPT = ROOT / "testing/dynalite.mjs"


@contextmanager
def dynalite() -> Iterator[str]:
    """Address of a server that ends with this process. Raises FileNotFoundError where it is not installed."""
    if not PACKAGE.exists():
        raise FileNotFoundError(f"{PACKAGE}: `make test` and `make bench` install it")
    command = ["node", str(SCRIPT), str(PACKAGE)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as server:  # noqa: S603 - a script of our own
        assert server.stdout is not None  # noqa: S101 - for the type checker
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()
