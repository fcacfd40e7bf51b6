"""Sweep: finds jobs whose message was lost, whose worker died, or whose deadline has passed.

A job whose workers die one after the other, one over its deadline, and one that waited for a person too
long, it fails.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generation.engine.errors import LeaseLost
from generation.engine.model.job import Job, JobError, JobStatus
from generation.engine.ports import Clock, JobQueue, JobStore, Unreadable
from generation.engine.recovery.worker_crash import broken_down, failed, queued_again

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=30)
"""How long a queued job may go unseen before its message counts as lost: half a sweep's period."""

LONGEST_PATIENCE = timedelta(minutes=15)
"""It doubles with each message sent, or a long queue would be filled with copies of itself."""

TAKEOVER = timedelta(seconds=5)

SWEPT = frozenset({JobStatus.PENDING, JobStatus.RUNNING})
"""A job that waits for a person is nobody's to carry on; its deadline is that of the wait."""

WAITING = frozenset({JobStatus.WAITING})

TOOK_TOO_LONG = ("deadline-exceeded", "The job did not end within its deadline.")
WAITED_TOO_LONG = ("wait-expired", "The job waited too long for a person to let it go on.")


@dataclass(frozen=True, slots=True)
class SweepReport:
    active: int = 0
    requeued: int = 0
    failed: int = 0

    def __add__(self, other: SweepReport) -> SweepReport:
        return SweepReport(
            self.active + other.active, self.requeued + other.requeued, self.failed + other.failed
        )


NOTHING, REQUEUED, FAILED = SweepReport(), SweepReport(requeued=1), SweepReport(failed=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    store: JobStore
    queue: JobQueue
    clock: Clock

    def run(self) -> SweepReport:
        """Look at every active job once. What goes wrong with one does not keep it from the others."""
        report = SweepReport()
        for job in self.store.active_jobs():
            report += SweepReport(active=1)
            try:
                report += self._look_at(job)
            except LeaseLost:
                continue  # Somebody has the job after all.
            except Exception as error:
                logger.error("sweep of job %s failed: %s", job.job_id, type(error).__name__)
        return report

    def _look_at(self, job: Job | Unreadable) -> SweepReport:
        if isinstance(job, Unreadable):
            return self._give_up(job) if self._is_overdue(job) else NOTHING
        if self._is_overdue(job):
            return self._fail(job)
        return self._requeue(job) if self._is_forgotten(job) else NOTHING

    def _give_up(self, job: Unreadable) -> SweepReport:
        self.store.give_up(job.job_id, self.clock.now())
        return FAILED

    def _is_overdue(self, job: Job | Unreadable) -> bool:
        return job.deadline_at is not None and job.deadline_at < self.clock.now()

    def _is_forgotten(self, job: Job) -> bool:
        now = self.clock.now()
        if job.status not in SWEPT:
            return False
        if job.lease_until is not None:
            # Its worker holds it, or died holding it: then there is nothing to wait for.
            return job.lease_until < now
        queued_at = max(job.queued_at or job.created_at, job.due_at or job.created_at)
        return queued_at + _patience(job) < now

    def _requeue(self, job: Job) -> SweepReport:
        now = self.clock.now()
        taken = self._take(job, now, SWEPT, steal=False)
        if taken is None:
            return NOTHING
        if job.lease_until is not None:
            # Its message had arrived, so it is no copy that a long queue holds.
            follows = broken_down(replace(taken, sweeps=0), now)
        else:
            taken = replace(taken, sweeps=taken.sweeps + 1)
            follows = queued_again(taken, now, "The message was lost; queued again")
        self.store.commit(follows)
        if follows.job.is_finished:
            return FAILED
        self.queue.send(job.job_id)
        return REQUEUED

    def _fail(self, job: Job) -> SweepReport:
        now = self.clock.now()
        # Against the person who lets it proceed just now: then it does not wait any more.
        is_waiting = job.status is JobStatus.WAITING
        taken = self._take(job, now, WAITING if is_waiting else SWEPT, steal=True)
        if taken is None:
            return NOTHING
        code, message = WAITED_TOO_LONG if is_waiting else TOOK_TOO_LONG
        error = JobError(code=code, message=message, step=taken.current_step)
        self.store.commit(failed(taken, error, now))
        return FAILED

    def _take(self, job: Job, now: datetime, expect: frozenset[JobStatus], *, steal: bool) -> Job | None:
        return self.store.take(job.job_id, now=now, until=now + TAKEOVER, expect=expect, steal=steal)


def _patience(job: Job) -> timedelta:
    return min(PATIENCE * (1 << min(job.sweeps, 10)), LONGEST_PATIENCE)
