"""Sweep: finds jobs whose message was lost, whose worker died, or whose deadline has passed.

A job whose workers die one after the other, one over its deadline, and one that waited for a person too
long, it fails.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from generation.engine.errors import LeaseLost
from generation.engine.in_hand import take_in_hand
from generation.engine.model.control import PastPauses, Pauses, held_up
from generation.engine.model.job import Job, JobError, JobStatus
from generation.engine.policy import LONGEST_PUT_OFF, RecoveryPolicy
from generation.engine.ports import Clock, Control, JobQueue, JobStore, SweepMark, Unreadable
from generation.engine.recovery.worker_crash import crashed, failed, queued_again

logger = logging.getLogger(__name__)

SWEPT = frozenset({JobStatus.PENDING, JobStatus.RUNNING})
"""A job that waits for a person is nobody's to carry on; its deadline is that of the wait."""

WAITING = frozenset({JobStatus.WAITING})

NO_TURN = ("queue-deadline-exceeded", "The job waited too long for its turn.")
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
    control: Control
    policy: RecoveryPolicy = field(default_factory=RecoveryPolicy)

    def run(self, until: datetime | None = None) -> SweepReport:
        """Look at every active job once, or, when `until` comes near, at some: the next sweep goes on
        after them. What goes wrong with one does not keep it from the others."""
        before = self.store.sweep_mark()
        pauses = self.control.pauses()
        # After the pauses: one that is resumed between the two reads is found twice, and not missed.
        past = self.control.past()
        swept = _Round(self.store, self.queue, self.clock, self.policy, pauses, past, before)
        try:
            for job in self.store.active_jobs(before.reached):
                if until is not None and self.clock.now() >= until - self.policy.reserve:
                    break
                swept.look_at(job)
                swept.mark = replace(swept.mark, reached=(job.created_at, job.job_id))
            else:
                swept.mark = replace(swept.mark, reached=None)
                if before.reached is None:
                    swept.make_up_for_lost_tickets(until)
        finally:
            take_in_hand()
            if swept.mark != before:
                self.store.keep_sweep_mark(swept.mark)
        return swept.report


@dataclass(slots=True)
class _Round:
    """One sweep, and the mark that it will leave."""

    store: JobStore
    queue: JobQueue
    clock: Clock
    policy: RecoveryPolicy
    pauses: Pauses
    past: PastPauses
    mark: SweepMark
    report: SweepReport = NOTHING
    _has_asked: bool = False
    _waiting: list[Job] = field(default_factory=list)
    _with_message: int = 0

    def make_up_for_lost_tickets(self, until: datetime | None) -> None:
        """As many as there are fewer than jobs that wait for their turn, counted after all jobs were seen.
        Only what two sweeps in a row miss: SQS's count is right a minute later. So there are never much
        more tickets than jobs, however long the order is."""
        if not self._waiting:
            self.mark = replace(self.mark, missing=0)
            return
        waiting = sorted((job.queued_at or job.created_at, job.job_id, job.owner) for job in self._waiting)
        patient = [one for one in waiting if one[0] + self.policy.patience < self.clock.now()]
        # The other messages belong to jobs that were begun and handed over.
        missing = max(0, len(waiting) - max(0, self.queue.queued() - self._with_message))
        lost = min(missing, self.mark.missing, len(patient), self.policy.tickets_at_once)
        self.mark = replace(self.mark, missing=missing)
        for _, job_id, owner in patient[:lost]:
            if until is not None and self.clock.now() >= until - self.policy.reserve:
                return
            self.queue.send(job_id, owner=owner)
            self.report += REQUEUED

    def look_at(self, job: Job | Unreadable) -> None:
        self.report += SweepReport(active=1)
        take_in_hand(job.job_id, "" if isinstance(job, Unreadable) else job.owner)
        try:
            self.report += self._done_about(job)
        except LeaseLost:
            return  # Somebody has the job after all.
        except Exception as error:
            logger.error("sweep of job %s failed: %s", job.job_id, type(error).__name__)

    def _done_about(self, job: Job | Unreadable) -> SweepReport:
        if isinstance(job, Unreadable):
            return self._give_up(job) if self._is_overdue(job) else NOTHING
        if job.lease_until is None and job.tag is not None:
            self._waiting.append(job)
        elif job.lease_until is None and job.status in SWEPT:
            self._with_message += 1
        if _was_handed_over(job) and job.lease_until is not None and job.lease_until >= self.clock.now():
            taken_up_to = max(_due_at(job), self.mark.taken_up_to or _due_at(job))
            self.mark = replace(self.mark, taken_up_to=taken_up_to)
        if not self._is_overdue(job) and not self._is_forgotten(job):
            return NOTHING
        # Lists of active jobs lag behind, and looking at those before took its time: a job that was
        # retried or taken meanwhile is well.
        fresh = self.store.read(job.job_id)
        if fresh is None:
            return NOTHING
        if self._is_overdue(fresh):
            return self._fail(fresh)
        return self._requeue(fresh) if self._is_forgotten(fresh) else NOTHING

    def _give_up(self, job: Unreadable) -> SweepReport:
        self.store.give_up(job.job_id, self.clock.now())
        return FAILED

    def _is_overdue(self, job: Job | Unreadable) -> bool:
        if isinstance(job, Job) and (job.pause_reason is not None or self._rests(job)):
            return False
        return job.deadline_at is not None and job.deadline_at + self._held_up(job) < self.clock.now()

    def _held_up(self, job: Job | Unreadable) -> timedelta:
        """How long the operator has paused the job since its deadline began. Nothing is written at a pause,
        so a job that waits is told from what is known of the pauses."""
        if isinstance(job, Unreadable) or job.status not in SWEPT:
            return timedelta(0)
        since = job.deadline_from or job.begun_at or job.created_at  # jobs of older releases lack it
        known = (*self.past.pauses, *self.pauses.pauses)
        return held_up(known, job.owner, job.pipeline, since, self.clock.now())

    def _rests(self, job: Job) -> bool:
        """Whether a job that nobody holds is paused, or has just been: its message comes back by itself,
        and its deadline waits for it."""
        if job.status not in SWEPT or job.lease_until is not None:
            return False
        if self.pauses.of(job.owner, job.pipeline):
            return True
        resumed_at = self.past.resumed_at(job.owner, job.pipeline)
        if resumed_at is None:
            return False
        now, comes_by = self.clock.now(), resumed_at + LONGEST_PUT_OFF
        return _due_at(job) < now < comes_by + self.policy.patience

    def _is_forgotten(self, job: Job) -> bool:
        now = self.clock.now()
        if job.status not in SWEPT or self._rests(job):
            return False
        if job.lease_until is not None:
            # Its worker holds it, or died holding it: then there is nothing to wait for.
            return job.lease_until < now
        if job.tag is not None:
            return False  # Any ticket may be its own: see `make_up_for_lost_tickets`.
        return self._is_lost(job, patience(self.policy, job))

    def _is_lost(self, job: Job, patience: timedelta) -> bool:
        """Whether a job that nobody has taken for so long has no message any more: a job that was due
        so much later has been taken, or for so long no message has been waiting. Otherwise the queue
        is merely long."""
        now, taken_up_to = self.clock.now(), self.mark.taken_up_to
        if _due_at(job) + patience >= now:
            return False
        if taken_up_to is not None and _due_at(job) + patience < taken_up_to:
            return True
        self._look_at_queue()
        had_backlog_at = self.mark.had_backlog_at
        return had_backlog_at is None or had_backlog_at + patience < now

    def _look_at_queue(self) -> None:
        """Once, before this sweep's own messages are in it."""
        if not self._has_asked:
            self._has_asked = True
            if self.queue.backlog() > 0:
                self.mark = replace(self.mark, had_backlog_at=self.clock.now())

    def _requeue(self, job: Job) -> SweepReport:
        self._look_at_queue()
        now = self.clock.now()
        taken = self._take(job, now, SWEPT, steal=False)
        if taken is None:
            return NOTHING
        if job.lease_until is not None:
            # Its message had arrived, so it is no copy that a long queue holds.
            follows = crashed(replace(taken, sweeps=0), now, self.policy)
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
        is_waiting = job.status is JobStatus.WAITING
        # Races: a person lets a waiting job proceed (its status is then another one); a worker begins a
        # queued one (its lease is alive, and we do not steal).
        taken = self._take(job, now, WAITING if is_waiting else SWEPT, steal=job.tag is None)
        if taken is None:
            return NOTHING
        code, message = WAITED_TOO_LONG if is_waiting else NO_TURN if job.tag is not None else TOOK_TOO_LONG
        error = JobError(code=code, message=message, step=taken.current_step)
        self.store.commit(failed(taken, error, now))
        return FAILED

    def _take(self, job: Job, now: datetime, expect: frozenset[JobStatus], *, steal: bool) -> Job | None:
        until = now + self.policy.takeover
        return self.store.take(job.job_id, now=now, until=until, expect=expect, steal=steal)


def _was_handed_over(job: Job) -> bool:
    """Whether its latest message was sent for it alone: only such a one, received, tells how far the queue
    has come. A ticket brings a job that was queued long before or after it."""
    return job.begun_at is None or (job.queued_at is not None and job.queued_at > job.begun_at)


def _due_at(job: Job) -> datetime:
    """When the latest message of the job could be received first."""
    return max(job.queued_at or job.created_at, job.due_at or job.created_at)


def patience(policy: RecoveryPolicy, job: Job) -> timedelta:
    """How long nobody has to have taken the job before its message can count as lost."""
    return min(policy.patience * (1 << min(job.sweeps, 10)), policy.longest_patience)
