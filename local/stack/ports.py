"""Ports: which one each part of the stack listens on, all of them on 127.0.0.1."""

from __future__ import annotations

import errno
import json
import socket
from pathlib import Path

from local.errors import ConfigurationError

HOST = "127.0.0.1"


def claim(port: int) -> socket.socket:
    """A socket bound to the port, not listening yet: who asks too early is refused, and does not hang.

    Raises ConfigurationError when the port is taken.
    """
    # The protocol by name: asyncio switches Nagle off only then, which costs 40 ms an answer.
    claimed = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((HOST, port))
    except OSError as error:
        claimed.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise ConfigurationError(
                f"port {port} is taken or not allowed; choose another one, such as PORT={port + 1}"
            ) from error
        raise
    return claimed


class InnerPorts:
    """Ports that nobody chooses, remembered in the state folder.

    The same ones again after a restart: the kept state holds addresses with them.
    """

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / "ports.json"
        self.last: dict[str, int] = json.loads(self._path.read_text()) if self._path.exists() else {}

    def choose(self, *names: str) -> dict[str, int]:
        """A free port for each name, remembered."""
        chosen = {name: _free_port(self.last.get(name, 0)) for name in names}
        self._path.write_text(json.dumps(chosen))
        return chosen


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                probe.listen()
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free on this machine")
