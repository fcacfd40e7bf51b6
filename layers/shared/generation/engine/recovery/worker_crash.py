"""Worker crash: a worker that stopped in the middle of a job. Another one tries, but not for ever.

Also the two ends that nobody but an outsider can give a job: who writes them has taken it over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from generation.engine.model import transitions
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.event import LogLevel
from generation.engine.model.funding import settle
from generation.engine.model.job import Job, JobError
from generation.engine.model.version import versioned
from generation.engine.policy import RecoveryPolicy


def crashed(job: Job, now: datetime, policy: RecoveryPolicy) -> Checkpoint:
    """What follows from a worker crash: queued again, or failed with the reason. Here as below
    `job` is as the store gave it to who has taken it over."""
    job = replace(job, crashes=job.crashes + 1)
    if job.crashes < policy.most_crashes:
        return queued_again(job, now, "A worker stopped in the middle; queued again")
    message = f"{job.crashes} workers in a row stopped in the middle of this job without getting on."
    return failed(job, JobError(code="worker-failed", message=message, step=job.current_step), now)


def queued_again(job: Job, now: datetime, message: str) -> Checkpoint:
    """Nobody's job from now on. The lease goes before a message is sent, as in a hand-over."""
    after, entry = transitions.log(transitions.take_over(job), now, LogLevel.WARNING, message)
    after = replace(after, lease_until=None, due_at=None, queued_at=now)
    return Checkpoint(job=versioned(job, after), logs=(entry,))


def failed(job: Job, error: JobError, now: datetime) -> Checkpoint:
    after, events = transitions.fail(transitions.take_over(job), error, now)
    after, entry = transitions.log(after, now, LogLevel.ERROR, f"Failed: {error.message}", code=error.code)
    after, booked = settle(versioned(job, after), now)
    return Checkpoint(job=after, events=events, logs=(entry,), ledger=booked, slot=ActiveSlot.RELEASE)
