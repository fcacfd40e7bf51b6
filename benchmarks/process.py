"""Processes that a benchmark starts: they say when they are ready, and none outlives the benchmark."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.configuration import ROOT, child_environment

_PARENT_WATCHDOG = ROOT / "local/stack/parent_watchdog.py"
_READY_S = 60.0

MAIN_PYTHON = ROOT / ".venv" / "bin" / "python"
BENCH_PYTHON = ROOT / ".tools" / "bench" / "bin" / "python"


class DidNotStart(Exception):
    """With the end of its log."""


class Process:
    """A Python module in a process group of its own, which prints `ready` when it is."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        log: Path,
        environment: Mapping[str, str] | None = None,
        python: Path = BENCH_PYTHON,
    ) -> None:
        self._log = log
        self._begun = time.monotonic()
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - arguments of our own
                [str(python), str(_PARENT_WATCHDOG), str(os.getpid()), module, *arguments],
                cwd=ROOT,
                env=python_environment(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_ready(self) -> float:
        """Seconds from its start until it was ready. Raises DidNotStart."""
        said = b""
        output = self._process.stdout
        while output is not None and b"ready" not in said:
            left = self._begun + _READY_S - time.monotonic()
            readable, _, _ = select.select([output], [], [], max(0.0, left))
            chunk = os.read(output.fileno(), 4096) if readable else b""
            if not chunk:
                self.kill()
                raise DidNotStart(f"{self._log}:\n{self._log.read_text(errors='replace')[-3000:]}")
            said += chunk
        return time.monotonic() - self._begun

    def kill(self) -> None:
        """SIGKILL to it and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self.kill()


def python_environment(more: Mapping[str, str]) -> dict[str, str]:
    """The project's modules on the path; of this process's environment only what it takes to run."""
    return {
        **child_environment(),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'layers' / 'shared'}",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def start_all(processes: Sequence[Process]) -> float:
    """Waits until all are ready; the longest boot of them in seconds."""
    return max(process.await_ready() for process in processes)


def ready() -> None:
    """Said by the process itself."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
