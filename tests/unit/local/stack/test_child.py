"""Processes of the stack end with it, however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.configuration import ROOT, child_environment
from local.errors import ChildError
from local.stack.child import Child
from local.stack.emulator import await_answer

SECONDS = 10.0

# Starts a descendant that does not care for SIGTERM, tells its pid, and does not care either if asked to.
STUBBORN = """
import signal, subprocess, sys, time
from pathlib import Path
inner = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
process = subprocess.Popen([sys.executable, "-c", inner])
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
Path(sys.argv[1]).write_text(str(process.pid))
time.sleep(60)
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[Path]:
    """A folder with the module `stubborn`; what it started is gone afterwards in any case."""
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    yield tmp_path
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def start(folder: Path, hearing: str = "hears") -> Child:
    return Child(
        "stubborn",
        *(str(folder / "pid"), hearing),
        log=folder / "log",
        environment=child_environment(),
        directory=folder,
    )


def until(condition: object, seconds: float = SECONDS) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def descendant(folder: Path) -> int:
    assert until(lambda: (folder / "pid").exists() and (folder / "pid").read_text())
    return int((folder / "pid").read_text())


@pytest.mark.parametrize("hearing", ["hears", "deaf"])
def test_stop_ends_a_child_and_all_that_it_started(stubborn: Path, hearing: str) -> None:
    child = start(stubborn, hearing)
    pid = descendant(stubborn)
    child.stop(seconds=0.5)
    assert not child.is_alive()
    assert until(lambda: not is_alive(pid))


def test_a_child_ends_when_the_process_that_started_it_is_killed(stubborn: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from local.stack.child import Child;"
        "folder = Path(sys.argv[1]);"
        "child = Child('stubborn', str(folder / 'pid'), 'hears', log=folder / 'log', environment={},"
        " directory=folder);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-c", program, str(stubborn)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    with parent.stdout:
        child, inner = int(parent.stdout.readline()), descendant(stubborn)
    parent.kill()
    parent.wait()
    assert until(lambda: not is_alive(child))
    assert until(lambda: not is_alive(inner))


def test_a_child_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit('no such thing')")
    child = Child("broken", log=tmp_path / "log", environment=child_environment(), directory=tmp_path)
    with pytest.raises(ChildError, match=r"(?s)broken ended with status 1.*no such thing"):
        await_answer(child, "http://127.0.0.1:9/")


def test_a_child_that_never_answers_is_given_up(stubborn: Path) -> None:
    child = start(stubborn)
    try:
        with pytest.raises(ChildError, match="no answer within"):
            await_answer(child, "http://127.0.0.1:9/", seconds=0.2)
    finally:
        child.stop(seconds=0.5)
