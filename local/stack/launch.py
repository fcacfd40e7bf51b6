"""Launch: a stack in a process of its own, for the demonstration and for tests."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from local.configuration import ROOT
from local.errors import LaunchError
from local.stack.record import StackRecord, read_record

_READY_SECONDS = 120.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.05


class LaunchedStack:
    """A running `python -m local up`. It ends with the process that launched it, at the latest."""

    def __init__(self, process: subprocess.Popen[bytes], record: StackRecord) -> None:
        self.process = process
        self.record = record

    def stop(self) -> int:
        """Stops it in order and returns its exit status."""
        return _stop(self.process)


def launch(environment: Mapping[str, str], *, output: IO[bytes] | None = None) -> LaunchedStack:
    """Starts a stack and returns once it is ready.

    environment  settings of the stack on top of this process's own environment; STATE_DIR is one of them
    output       where it writes; None: where this process does
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "local", "up", "--with-parent"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        # Ctrl-C reaches this process, which decides what to do with it.
        start_new_session=True,
    )
    try:
        return LaunchedStack(process, _await_record(process, Path(environment["STATE_DIR"])))
    except BaseException:
        _stop(process)
        raise


def _await_record(process: subprocess.Popen[bytes], state_dir: Path) -> StackRecord:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LaunchError(f"the stack ended with status {process.returncode}")
        with contextlib.suppress(FileNotFoundError):
            record = read_record(state_dir)
            if record.pid == process.pid:  # not what a killed stack has left
                return record
        time.sleep(_POLL_SECONDS)
    raise LaunchError(f"the stack is not ready after {_READY_SECONDS:g} s")


def _stop(process: subprocess.Popen[bytes]) -> int:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # its children notice, and end too
        return process.wait()
