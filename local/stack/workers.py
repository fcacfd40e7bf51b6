"""Workers: the processes in which the emulator runs the functions."""

from __future__ import annotations

from pathlib import Path

from local.stack.record import StackRecord


def worker_pids(record: StackRecord, function: str) -> list[int]:
    """Process ids of the living workers of a function, by its logical id such as ProcessFunction. Linux only.

    A worker unpacks itself into a folder of the stack that is named after its function.
    """
    marker = f"{record.state_dir}/workers/ministack-lambda-{record.functions[function]}-".encode()
    return sorted(
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and marker in _command(process)
    )


def all_worker_pids(record: StackRecord) -> list[int]:
    return sorted(pid for function in record.functions for pid in worker_pids(record, function))


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""
