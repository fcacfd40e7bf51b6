"""Ties a process to its parent, so that nothing outlives the stack however its parent ends.

As a script: `python parent_watchdog.py PARENT_PID MODULE [ARGUMENT...]` runs MODULE as `python -m` would,
and ends with the process PARENT_PID. It also ships in the local layer, where each Lambda worker calls
`die_with_parent`.

Linux' PR_SET_PDEATHSIG would be shorter, but it fires when the *thread* that forked ends, and the emulator
forks its workers from short-lived threads. Only the standard library: it runs in both environments.
"""

from __future__ import annotations

import os
import runpy
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

STOP_SECONDS = 5.0
"""A tied process gets so long to save its state before its whole group is killed."""


def watch_parent(parent: int, on_death: Callable[[], None]) -> None:
    """Calls `on_death` from a thread of its own as soon as the process `parent` is gone."""
    threading.Thread(target=_watch, args=(parent, on_death), name="parent-watchdog", daemon=True).start()


def die_with_parent() -> None:
    """Kills this process as soon as its present parent is gone."""
    watch_parent(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGKILL))


def _watch(parent: int, on_death: Callable[[], None]) -> None:
    if sys.platform == "linux":
        try:
            handle = os.pidfd_open(parent)
        except ProcessLookupError:
            on_death()
            return
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        # The pid may have been given to another process before it was opened.
        while os.getppid() == parent and not poll.poll(10_000):
            pass
        os.close(handle)
    else:
        while os.getppid() == parent:
            time.sleep(0.5)
    on_death()


_END_GROUP = """
import os, signal, sys, time
leader, deadline = int(sys.argv[1]), time.monotonic() + float(sys.argv[2])
try:
    while time.monotonic() < deadline:
        os.kill(leader, 0)
        time.sleep(0.05)
except ProcessLookupError:
    pass
os.killpg(os.getpgrp(), signal.SIGKILL)
"""


def _stop_group() -> None:
    # Whoever starts this script makes it the leader of a group. A process of its own ends that group,
    # itself included, once the leader is gone: the leader may have children that nobody else knows of.
    command = [sys.executable, "-c", _END_GROUP, str(os.getpid()), str(STOP_SECONDS)]
    subprocess.Popen(command)  # noqa: S603 - this interpreter
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    parent, module = int(sys.argv[1]), sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    sys.path[0] = os.getcwd()
    watch_parent(parent, _stop_group)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
