"""A worker's surroundings in simulated time: a store that records when it was asked for what."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from generation.engine.limits import Limits
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import Job
from generation.engine.ports import Progress, Pulse
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState
from generation.engine.worker.time_budget import TimeBudget
from testing.offload import at_once
from tests.simulation.loop import SimulatedClock
from tests.unit.engine.examples import PIPELINE


def at_ms() -> int:
    return round(asyncio.get_running_loop().time() * 1000)


@dataclass
class TimedStore:
    """Times in milliseconds from the beginning."""

    watched_until: datetime | None = None
    commits: list[tuple[int, Checkpoint]] = field(default_factory=list)
    pulses: list[int] = field(default_factory=list)
    renewals: list[int] = field(default_factory=list)

    def commit(self, checkpoint: Checkpoint) -> None:
        self.commits.append((at_ms(), checkpoint))

    def pulse(self, job_id: str) -> Pulse:
        self.pulses.append(at_ms())
        return Pulse(token=0, watched_until=self.watched_until)

    def renew(self, job_id: str, token: int, until: datetime) -> None:
        self.renewals.append(at_ms())


def worker_context(store: TimedStore, limits: Limits | None = None) -> WorkerContext:
    limits = limits or Limits()
    now = SimulatedClock().now()
    unused: Any = None
    stores: Any = store
    return WorkerContext(
        store=stores,
        documents=unused,
        queue=unused,
        model=unused,
        clock=SimulatedClock(),
        ids=unused,
        limits=limits,
        offload=at_once,
        pipeline=PIPELINE,
        time_budget=TimeBudget.until(now, now + timedelta(minutes=15), limits.policy.worker),
    )


def worker_state(context: WorkerContext, job: Job) -> tuple[WorkerState, Journal]:
    journal = Journal(context, job)
    return WorkerState(job, Progress({}, (), ()), journal, context.clock), journal
