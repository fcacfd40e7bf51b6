"""Job: one run of a pipeline for one request. Frozen data and pure transitions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class JobStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_finished(self) -> bool:
        return self in FINISHED


FINISHED = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})
ACTIVE = frozenset(JobStatus) - FINISHED


class StepStatus(StrEnum):
    """Of a step and of an item (a task) alike."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


def job_subject(pipeline: str, of: str) -> str:
    """What an owner has one active job of at most."""
    return f"{pipeline}:{of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Sum of a job's answered model calls. `cost_usd` is None where a price is not known."""

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: Decimal | None = None

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            model_calls=self.model_calls + other.model_calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cost_usd=_sum_of_costs(self, other),
        )


def _sum_of_costs(left: Usage, right: Usage) -> Decimal | None:
    """One unknown price makes the sum unknown: half a bill would be read as the whole."""
    if not left.model_calls:
        return right.cost_usd
    if not right.model_calls:
        return left.cost_usd
    if left.cost_usd is None or right.cost_usd is None:
        return None
    return left.cost_usd + right.cost_usd


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    auto_publish: bool = False
    mode: str = "auto"
    max_cost_usd: Decimal | None = None

    def capped(self, cap: Decimal | None) -> Options:
        """With the deployment's cap where the request names none."""
        return self if self.max_cost_usd is not None else replace(self, max_cost_usd=cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """A step as a person sees it; the counts are those of its fan-out, None for a single step."""

    name: str
    label: str
    status: StepStatus = StepStatus.PENDING
    items_total: int | None = None
    items_completed: int | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    code: str
    message: str
    step: str | None = None
    item_id: str | None = None
    retryable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """State of a job, the item that every status poll reads. Under 4 KB by construction.

    token        fencing token: grows with each writer; a write with an older one is refused
    lease_until  until when the holder of `token` is the writer; None: nobody
    due_at       a handed-over job is not to be taken before; None: at once
    deadline_at  the sweep fails the job after it
    version      grows with each checkpoint that a reader can see: the ETag
    artifact     ids of what is being written, readable before the job is done
    made_by      model that the latest answer named
    passed       gated steps that a person let the job proceed to
    queued_at    when the latest message was sent; `sweeps` counts those that the sweep sent since
                 the job last moved
    breakdowns   workers that stopped in the middle since a call or a task last ended
    """

    job_id: str
    owner: str
    org_id: str | None
    pipeline: str
    subject: str
    title: str
    status: JobStatus
    steps: tuple[StepState, ...]
    created_at: datetime
    options: Options = field(default_factory=Options)
    attempt: int = 1
    progress: int = 0
    message: str = ""
    current_step: str | None = None
    current_item: str | None = None
    error: JobError | None = None
    usage: Usage = field(default_factory=Usage)
    made_by: str | None = None
    passed: tuple[str, ...] = ()
    artifact: dict[str, str] | None = None
    result: dict[str, Any] | None = None
    estimated_duration_ms: int = 0
    eta_at: datetime | None = None
    longest_call_ms: int = 0
    last_event_id: int = 0
    last_log_id: int = 0
    version: int = 1
    token: int = 0
    lease_until: datetime | None = None
    due_at: datetime | None = None
    queued_at: datetime | None = None
    sweeps: int = 0
    breakdowns: int = 0
    deadline_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def is_finished(self) -> bool:
        return self.status.is_finished

    @property
    def can_resume(self) -> bool:
        """Whether `retry` is possible: a failed or cancelled job goes on with what is not done."""
        return self.status in (JobStatus.CANCELLED, JobStatus.FAILED)

    def step(self, name: str) -> StepState:
        return next(step for step in self.steps if step.name == name)

    def with_step(self, changed: StepState) -> Job:
        return replace(self, steps=tuple(changed if s.name == changed.name else s for s in self.steps))
