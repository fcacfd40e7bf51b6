"""Sweep: finds jobs whose message was lost, whose worker died, or whose deadline has passed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generation.engine import transitions
from generation.engine.checkpoint import Checkpoint, Place
from generation.engine.event import LogLevel
from generation.engine.job import Job, JobError, JobStatus
from generation.engine.ports import Clock, JobQueue, JobStore
from generation.errors import GenerationError, LeaseLost

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=30)
"""How long a queued job may go unseen before its message counts as lost: half a sweep's period."""

LONGEST_PATIENCE = timedelta(minutes=15)
"""It doubles with each message sent, or a long queue would be filled with copies of itself."""

TAKEOVER = timedelta(seconds=5)

SWEPT = frozenset({JobStatus.PENDING, JobStatus.RUNNING})
"""A job that waits for a person is nobody's to carry on, and the wait is not its own time."""


@dataclass(frozen=True, slots=True)
class SweepReport:
    active: int
    requeued: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    store: JobStore
    queue: JobQueue
    clock: Clock

    def run(self) -> SweepReport:
        """Look at every active job once. What goes wrong with one does not keep it from the others."""
        active = requeued = failed = 0
        for job in self.store.active_jobs():
            active += 1
            try:
                if self._is_overdue(job):
                    failed += self._fail(job)
                elif self._is_forgotten(job):
                    requeued += self._requeue(job)
            except LeaseLost:
                continue  # Somebody has the job after all.
            except GenerationError as error:
                logger.error("sweep of job %s failed: %s", job.job_id, error.code)
        return SweepReport(active, requeued, failed)

    def _is_overdue(self, job: Job) -> bool:
        return job.status in SWEPT and job.deadline_at is not None and job.deadline_at < self.clock.now()

    def _is_forgotten(self, job: Job) -> bool:
        now = self.clock.now()
        if job.status not in SWEPT:
            return False
        if job.lease_until is not None:
            # Its worker holds it, or died holding it: then there is nothing to wait for.
            return job.lease_until < now
        queued_at = max(job.queued_at or job.created_at, job.due_at or job.created_at)
        return queued_at + _patience(job) < now

    def _requeue(self, job: Job) -> int:
        now = self.clock.now()
        taken = self._take(job, now, steal=False)
        if taken is None:
            return 0
        message = "A worker stopped in the middle" if job.lease_until else "The message was lost"
        taken, entry = transitions.log(taken, now, LogLevel.WARNING, f"{message}; queued again")
        # The lease goes before the message is sent, as in a hand-over.
        taken = replace(taken, lease_until=None, due_at=None, queued_at=now, sweeps=taken.sweeps + 1)
        self.store.commit(Checkpoint(job=taken, logs=(entry,)))
        self.queue.send(job.job_id)
        return 1

    def _fail(self, job: Job) -> int:
        now = self.clock.now()
        taken = self._take(job, now, steal=True)
        if taken is None:
            return 0
        error = JobError(
            code="deadline-exceeded",
            message="The job did not end within its deadline.",
            step=taken.current_step,
        )
        failed, events = transitions.fail(taken, error, now)
        failed, entry = transitions.log(failed, now, LogLevel.ERROR, f"Failed: {error.message}")
        self.store.commit(Checkpoint(job=failed, events=events, logs=(entry,), place=Place.RELEASE))
        return 1

    def _take(self, job: Job, now: datetime, *, steal: bool) -> Job | None:
        return self.store.take(job.job_id, now=now, until=now + TAKEOVER, expect=SWEPT, steal=steal)


def _patience(job: Job) -> timedelta:
    return min(PATIENCE * (1 << min(job.sweeps, 10)), LONGEST_PATIENCE)
