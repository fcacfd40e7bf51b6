"""Servers that the systems stand on: Postgres and Redis from Debian's packages, the emulator, the model.

None of them waits for a disk (`fsync` off, no save to disk each second): the emulator keeps its table in
memory, so a real disk would only slow the others down.
"""

from __future__ import annotations

import asyncio
import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from benchmarks.process import MAIN_PYTHON, DidNotStart, Process

_START_S = 30.0
_POSTGRES = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "256MB",
    "max_connections": "300",
    "listen_addresses": "127.0.0.1",
    "autovacuum": "off",  # the tables live for minutes
}


class Daemon:
    """A server of the system's own, as an unprivileged user where it refuses root."""

    def __init__(self, command: Sequence[str], *, log: Path, user: str = "") -> None:
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - fixed programs
                [*_as(user), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd="/",
            )

    def await_port(self, port: int) -> None:
        """Raises DidNotStart."""
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        self.stop()
        raise DidNotStart(f"{self._log}:\n{self._log.read_text(errors='replace')[-3000:]}")

    def stop(self) -> None:
        """SIGINT is Postgres' fast shutdown and Redis' usual one."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(8)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _as(user: str) -> list[str]:
    """Also ends the server with this process, whatever ends that."""
    tied = ["setpriv", "--pdeathsig", "INT"]
    if not user or os.getuid() != 0:
        return [*tied, "--"]
    account = pwd.getpwnam(user)
    return [*tied, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]


def install_missing() -> None:
    """From Debian's packages; with sudo where this is not root. Raises CalledProcessError."""
    wanted = {"postgresql": _postgres_bin() is None, "redis-server": shutil.which("redis-server") is None}
    missing = [package for package, is_missing in wanted.items() if is_missing]
    if not missing:
        return
    sudo = [] if os.getuid() == 0 else ["sudo", "-n"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "PATH": os.environ["PATH"]}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        command = [*sudo, "apt-get", "-qq", *step]
        subprocess.run(command, check=True, env=quiet)  # noqa: S603 - packages named above


def _postgres_bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def start_postgres(folder: Path, port: int) -> Daemon:
    """A fresh cluster with one superuser `bench` without password, on loopback alone."""
    programs = _postgres_bin()
    assert programs is not None  # noqa: S101 - `install_missing` came before
    user = _unprivileged()
    data = folder / "postgres"
    data.mkdir(parents=True)
    if user:
        _give(data, user)
    options = ["-U", "bench", "-A", "trust", "--no-sync", "-E", "UTF8"]
    init = [str(programs / "initdb"), "-D", str(data), *options]
    command = [*_as(user), *init]
    subprocess.run(command, check=True, capture_output=True, cwd="/")  # noqa: S603 - fixed program
    settings = {**_POSTGRES, "port": str(port), "unix_socket_directories": str(data)}
    chosen = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = Daemon(
        [str(programs / "postgres"), "-D", str(data), *chosen], log=folder / "postgres.log", user=user
    )
    server.await_port(port)
    return server


def _unprivileged() -> str:
    """Postgres refuses to run as root."""
    if os.getuid() != 0:
        return ""
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _give(folder: Path, user: str) -> None:
    account = pwd.getpwnam(user)
    os.chown(folder, account.pw_uid, grp.getgrgid(account.pw_gid).gr_gid)
    folder.chmod(0o700)
    for parent in folder.parents:  # a folder under mkdtemp is closed to others
        if parent == Path("/tmp"):  # noqa: S108 - where the climbing ends
            break
        parent.chmod(parent.stat().st_mode | 0o011)


def start_redis(folder: Path, port: int) -> Daemon:
    settings = {"port": str(port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": str(folder)}
    chosen = [part for name, value in settings.items() for part in (f"--{name}", value)]
    server = Daemon(["redis-server", *chosen], log=folder / "redis.log")
    server.await_port(port)
    return server


class Model:
    """The benchmark's model and its control routes."""

    def __init__(self, port: int, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._process = Process("benchmarks.stub", str(port), log=folder / "model.log", python=MAIN_PYTHON)
        self._process.await_ready()
        self._http = httpx.AsyncClient(base_url=self.url, timeout=120, trust_env=False)

    async def reset(self, **rules: Any) -> None:
        """See stub.Rules."""
        await self._http.post("/_control/reset", json=rules)

    async def rules(self, **rules: Any) -> None:
        """Changes the rules and keeps what was counted."""
        await self._http.post("/_control/rules", json=rules)

    async def seen(self) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = (await self._http.post("/_control/seen", json={})).json()
        return calls

    async def await_idle(self) -> list[dict[str, Any]]:
        """Returns once no call is open."""
        while True:
            calls = await self.seen()
            if all(call["status"] != "open" for call in calls):
                return calls
            await asyncio.sleep(0.05)

    async def await_ended(self, count: int, timeout_s: float) -> list[dict[str, Any]]:
        """Returns once so many calls have ended, or the time is over."""
        body = {"ended": count, "timeout_s": timeout_s}
        calls: list[dict[str, Any]] = (await self._http.post("/_control/wait", json=body)).json()
        return calls

    async def stop(self) -> None:
        await self._http.aclose()
        self._process.stop()
