"""Quota: a process with the CPU time that Lambda gives a function of so much memory. Linux, as root.

Lambda gives a function `memory / 1,769 MB` of a core, while it is initialized a whole one. Here the kernel's
CPU bandwidth control does the same: in each 20 ms the processes of a control group may run for that part of
it. Both versions of control groups are known.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.prices import CORE_MB

PERIOD_US = 20_000
"""Lambda's own is of this order. A longer one would let a short request run at full speed."""

_ROOTS = (Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup"))


@contextmanager
def cpu_of(memory_mb: int) -> Iterator[Callable[[int], None]]:
    """Gives a function that puts a process, by its id, under the quota. Raises OSError where this machine
    does not allow it."""
    group = _root() / f"coursemill-{os.getpid()}-{memory_mb}"
    group.mkdir()
    try:
        quota = PERIOD_US * memory_mb // CORE_MB
        if (group / "cpu.cfs_quota_us").exists():
            (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {PERIOD_US}")
        yield lambda pid: _join(group, pid)
    finally:
        _remove(group)


def _root() -> Path:
    for root in _ROOTS:
        if (root / "cgroup.procs").exists():
            return root
    raise OSError("no control groups for CPU time")


def _join(group: Path, pid: int) -> None:
    (group / "cgroup.procs").write_text(str(pid))


def _remove(group: Path) -> None:
    """Once its last process is gone, which takes the kernel a moment."""
    for _ in range(50):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.02)
