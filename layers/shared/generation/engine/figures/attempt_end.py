"""Attempt end: what is kept of an attempt of a job when it ends, for the figures.

It is written in the transaction that ends the attempt, by whoever ends it, so there is one for each end that
readers see and none for any other. It is added to the figures later, once (see `fold`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from generation.engine.model.job import Job, JobStatus, StepState, StepStatus, Usage, lasted_ms

ID_BYTES = 8
"""Of `AttemptEnd.id`. Two hundred of them are compared at a time: a billion years apart two meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnd:
    """A step that was begun in the attempt. `duration_ms` is of a completed one."""

    name: str
    status: StepStatus
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptEnd:
    """An attempt that has ended.

    code         of the error of a failed one
    failed_step  at which it failed
    queue_ms     from when it was queued until it was begun; None: it never was
    duration_ms  from then until it was completed; None: it was not, or it waited for a person meanwhile
    model        that its latest answer named; None: none was needed
    usage        of this attempt alone
    """

    job_id: str
    attempt: int
    owner: str
    org_id: str | None
    pipeline: str
    status: JobStatus
    created_at: datetime
    ended_at: datetime
    code: str | None = None
    failed_step: str | None = None
    queue_ms: int | None = None
    duration_ms: int | None = None
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    steps: tuple[StepEnd, ...] = ()

    @property
    def id(self) -> bytes:
        """Told by job and attempt alone."""
        name = f"{self.job_id}#{self.attempt}".encode("utf-8", "surrogatepass")
        return blake2b(name, digest_size=ID_BYTES).digest()

    @property
    def position(self) -> str:
        """Where it stands among all ends: those of an owner beside each other, owners spread evenly."""
        return f"{owner_prefix(self.owner)}{self.job_id}#{self.attempt:06d}"

    @property
    def is_first(self) -> bool:
        return self.attempt == 1


def owner_prefix(owner: str) -> str:
    """What the positions of all ends of an owner begin with."""
    return blake2b(owner.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() + "#"


def attempt_end(job: Job) -> AttemptEnd | None:
    """Of a job as its latest checkpoint writes it; None where that ends no attempt."""
    if not job.is_finished or job.completed_at is None:
        return None
    error = job.error if job.status is JobStatus.FAILED else None
    return AttemptEnd(
        job_id=job.job_id,
        attempt=job.attempt,
        owner=job.owner,
        org_id=job.org_id,
        pipeline=job.pipeline,
        status=job.status,
        created_at=job.created_at,
        ended_at=job.completed_at,
        code=error.code if error else None,
        failed_step=error.step if error else None,
        queue_ms=_not_negative(lasted_ms(job.earlier.until or job.created_at, job.begun_at)),
        duration_ms=_duration_ms(job),
        model=job.made_by,
        usage=job.usage.since(job.earlier.usage),
        steps=tuple(_step_ends(job)),
    )


def _duration_ms(job: Job) -> int | None:
    if job.status is not JobStatus.COMPLETED or job.passed:
        return None
    return _not_negative(lasted_ms(job.begun_at, job.completed_at))


def _step_ends(job: Job) -> list[StepEnd]:
    return [
        _step_end(step)
        for n, step in enumerate(job.steps)
        if step.status not in (StepStatus.PENDING, StepStatus.SKIPPED) and not job.earlier.steps >> n & 1
    ]


def _step_end(step: StepState) -> StepEnd:
    is_completed = step.status is StepStatus.COMPLETED
    took = _not_negative(step.duration_ms) if is_completed else None
    return StepEnd(name=step.name, status=step.status, duration_ms=took)


def _not_negative(milliseconds: int | None) -> int | None:
    """The two moments may be of the clocks of two machines."""
    return None if milliseconds is None else max(0, milliseconds)
