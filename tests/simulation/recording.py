"""A store in memory that remembers every write, for the invariants."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import Job
from generation.engine.model.task import Call, Task
from testing.memory.stores import MemoryJobStore


@dataclass(frozen=True, slots=True)
class Write:
    """A checkpoint that was accepted; `at` in simulated seconds."""

    at: float
    job: Job
    tasks: tuple[Task, ...]
    calls: tuple[Call, ...]


class RecordingStore(MemoryJobStore):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.written: list[Write] = []
        self.wrote = asyncio.Event()

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        super().create(checkpoint, request)
        self._remember(checkpoint)

    def commit(self, checkpoint: Checkpoint) -> None:
        super().commit(checkpoint)
        self._remember(checkpoint)

    def _remember(self, checkpoint: Checkpoint) -> None:
        at = asyncio.get_running_loop().time()
        self.wrote.set()
        self.written.append(Write(at, checkpoint.job, checkpoint.tasks, checkpoint.calls))

    def all_jobs(self) -> list[Job]:
        """Every job as it is stored."""
        found = (self.read(job_id) for job_id in list(self.world.jobs))
        return [job for job in found if job is not None]
