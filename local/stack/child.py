"""Child: a process that the stack starts, tied to the stack's life and stopped with all its descendants."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local.configuration import ROOT

_PARENT_WATCHDOG = ROOT / "local/stack/parent_watchdog.py"


class Child:
    """A Python module in a process of its own, in a process group of its own.

    Start it from the main thread's process and keep that alive: when the starting process ends, so does it.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        log: Path,
        environment: Mapping[str, str],
        python: str = sys.executable,
        directory: Path = ROOT,
    ) -> None:
        self.module = module
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - fixed program, arguments of our own
                [python, str(_PARENT_WATCHDOG), str(os.getpid()), module, *arguments],
                cwd=directory,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl-C in the terminal reaches the stack alone, which stops in order.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def failure(self) -> str:
        """What a child that ended by itself has to say: the end of its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        status = self._process.poll()
        return "\n".join([f"{self.module} ended with status {status}; {self.log}:", *lines])

    def stop(self, *, seconds: float) -> None:
        """Asks it to end, waits so long, then kills it and whatever is left of its group."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
