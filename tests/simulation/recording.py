"""A store and a budget in memory that remember what was written and granted, for the invariants."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from generation.engine.flow.gcra import Opening
from generation.engine.flow.order import Lease, Waiting
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import Job
from generation.engine.model.ledger import LedgerEntry
from generation.engine.model.task import Call, Task
from testing.memory.budget import MemoryModelBudget
from testing.memory.stores import MemoryJobStore
from tests.simulation.loop import BEGIN


@dataclass(frozen=True, slots=True)
class Write:
    """A checkpoint that was accepted; `at` in simulated seconds."""

    at: float
    job: Job
    tasks: tuple[Task, ...]
    calls: tuple[Call, ...]
    ledger: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that was begun, and which others of its owner waited then."""

    at: float
    job: Job
    others: tuple[Job, ...]


class RecordingStore(MemoryJobStore):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.written: list[Write] = []
        self.begun: list[Begun] = []
        self.ended: set[str] = set()
        self.wrote = asyncio.Event()

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        job = super().begin(waiting, lease)
        self._remember_begun(job)
        return job

    def begin_instead(self, job: Job, holder: Waiting, lease: Lease) -> Job | None:
        begun = super().begin_instead(job, holder, lease)
        self._remember_begun(begun)
        return begun

    def _remember_begun(self, job: Job | None) -> None:
        if job is not None:
            others = tuple(self.waiting_of(job.owner))
            self.begun.append(Begun(asyncio.get_running_loop().time(), job, others))

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        super().create(checkpoint, request)
        self._remember(checkpoint)

    def commit(self, checkpoint: Checkpoint) -> None:
        super().commit(checkpoint)
        self._remember(checkpoint)

    def _remember(self, checkpoint: Checkpoint) -> None:
        at = asyncio.get_running_loop().time()
        self.wrote.set()
        (self.ended.add if checkpoint.job.is_finished else self.ended.discard)(checkpoint.job.job_id)
        self.written.append(Write(at, checkpoint.job, checkpoint.tasks, checkpoint.calls, checkpoint.ledger))

    def all_jobs(self) -> list[Job]:
        """Every job as it is stored."""
        found = (self.read(job_id) for job_id in list(self.world.jobs))
        return [job for job in found if job is not None]


class RecordingBudget:
    """A ModelBudget that remembers what it has granted: when a call may begin, in simulated seconds."""

    def __init__(self, budget: MemoryModelBudget) -> None:
        self._budget = budget
        self.granted: list[float] = []
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._budget, name)

    def reserve(self, model: str, cost: timedelta, **how: Any) -> Opening:
        self.asked += 1
        opening = self._budget.reserve(model, cost, **how)
        if opening.is_reserved and cost:  # without a cost it only settles
            self.granted.append((opening.begins_at - BEGIN).total_seconds())
        return opening
