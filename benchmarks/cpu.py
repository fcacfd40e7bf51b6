"""CPU time by what it was spent on: of this process and everything it started. Linux only.

Unlike elapsed time it says the same on a busy machine, so it shows where a figure comes from.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_LABELS = (
    (re.compile(rb"benchmarks\.stub"), "model"),
    (re.compile(rb"benchmarks\.systems"), "workers"),
    (re.compile(rb"ministack-lambda-[\w-]*?-(\w+)Function"), ""),
    (re.compile(rb"local\.emulator_process"), "emulator"),
    (re.compile(rb"-m\0local\0up"), "front"),
    (re.compile(rb"postgres"), "postgres"),
    (re.compile(rb"redis-server"), "redis"),
)


def used() -> dict[str, float]:
    """Seconds so far, by label."""
    parents, seconds = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            parents[int(entry.name)] = int(fields[1])
            # Waited-for children's time is their parent's: nothing is lost when a worker ends.
            seconds[int(entry.name)] = sum(map(int, fields[11:15])) / _TICK
    totals: dict[str, float] = {}
    for pid in parents:
        if _is_ours(pid, parents):
            label = "driver" if pid == os.getpid() else _label(pid)
            totals[label] = totals.get(label, 0.0) + seconds[pid]
    return totals


def since(before: Mapping[str, float]) -> dict[str, float]:
    """What was used since `before`, without what is negligible."""
    spent = {label: round(now - before.get(label, 0.0), 2) for label, now in used().items()}
    return {label: value for label, value in sorted(spent.items()) if value >= 0.01}


def _is_ours(pid: int, parents: Mapping[int, int]) -> bool:
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = parents.get(pid, 0)
    return False


def _label(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return "other"
    for pattern, label in _LABELS:
        if found := pattern.search(command):
            return label or found[1].decode().lower()
    return "other"
