"""Task: a step, or one item of a fan-out step. Call: one model call inside a task."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from generation.engine.model.job import JobError, StepStatus, Usage, lasted_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """State of a task.

    task_id   the step's name, or `step/item_id`
    index     place among the items of its step, from 0
    data      what the planning step hands to the item; under 2 KB
    result    what later steps need of it; under 8 KB, larger things are documents
    message   what a person reads of the finished task
    attempts  tries begun so far of the call that needed most; waiting for a rate limit adds none
    progress  0-100
    job_attempt  attempt of the job in which the task was begun last: what an earlier one left
                 unfinished is pending again, with no write to say so
    """

    task_id: str
    step: str
    step_index: int
    item_id: str | None = None
    index: int = 0
    label: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    status: StepStatus = StepStatus.PENDING
    progress: int = 0
    attempts: int = 0
    job_attempt: int = 1
    result: dict[str, Any] | None = None
    message: str = ""
    error: JobError | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def duration_ms(self) -> int | None:
        return lasted_ms(self.started_at, self.completed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that an identical call of the same owner gets again; `model` is what it named."""

    text: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A model call that has ended, or that has to be made again: the unit of what is paid for.

    key       unique within its task
    attempts  tries that used one up so far
    retry_at  not to be made again before; None: at once
    text      the answer; None while there is none
    errors    why `text` breaks its contract: it goes back to the model once, with these
    usage     of all answered tries
    job_attempt  attempt of the job that `attempts` and `retry_at` belong to: a retry starts anew
    asked_at  when a task first wanted the answer: what the call asks may depend on it, and stays the same
    """

    task_id: str
    key: str
    attempts: int = 0
    retry_at: datetime | None = None
    text: str | None = None
    errors: tuple[str, ...] = ()
    model: str | None = None
    job_attempt: int = 1
    usage: Usage = field(default_factory=Usage)
    asked_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.text is not None and not self.errors
