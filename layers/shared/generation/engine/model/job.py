"""Job: one run of a pipeline for one request. Frozen data and pure transitions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generation.engine.model.ledger import Funding


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


NORMAL = "normal"
PRIORITIES = ("high", NORMAL, "low")
"""Of the jobs of one owner, those that are begun first named first."""


def job_subject(pipeline: str, of: str) -> str:
    """What an owner has one active job of at most."""
    return f"{pipeline}:{of}"


DATA_EXPORT, DATA_ERASURE = "data_export", "data_erasure"
"""Pipelines about everything that their owner has."""

EVERYTHING = "everything"

ERASURE = job_subject(DATA_ERASURE, EVERYTHING)
"""While an owner's active job is of this subject he starts and retries no other: it would write what the
erasure has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Sum of a job's model calls. An amount is None where a price is not known, or nothing was called.

    model_calls         answered ones, with their tokens and `cost_usd`
    aborted_calls       begun, not answered, and nobody said what they cost
    uncertain_cost_usd  the most that those can have cost
    reused_calls        not made: an earlier answer to the same call was used again, at no cost
    limited_calls       refused by the model, for a limit or its load; they cost nothing
    """

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: Decimal | None = None
    aborted_calls: int = 0
    uncertain_cost_usd: Decimal | None = None
    reused_calls: int = 0
    limited_calls: int = 0

    @property
    def begun_calls(self) -> int:
        return self.model_calls + self.aborted_calls

    @property
    def most_usd(self) -> Decimal:
        """What was spent at most, as far as prices are known."""
        return (self.cost_usd or Decimal(0)) + (self.uncertain_cost_usd or Decimal(0))

    @property
    def is_priced(self) -> bool:
        """Whether the price of every call is known."""
        return (self.cost_usd is not None or not self.model_calls) and (
            self.uncertain_cost_usd is not None or not self.aborted_calls
        )

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            model_calls=self.model_calls + other.model_calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cost_usd=_sum_of_costs((self.model_calls, self.cost_usd), (other.model_calls, other.cost_usd)),
            aborted_calls=self.aborted_calls + other.aborted_calls,
            uncertain_cost_usd=_sum_of_costs(
                (self.aborted_calls, self.uncertain_cost_usd),
                (other.aborted_calls, other.uncertain_cost_usd),
            ),
            reused_calls=self.reused_calls + other.reused_calls,
            limited_calls=self.limited_calls + other.limited_calls,
        )

    def since(self, earlier: Usage) -> Usage:
        """What was added to `earlier`, which was the same job's. An amount is None as in the whole."""
        return Usage(
            model_calls=self.model_calls - earlier.model_calls,
            input_tokens=self.input_tokens - earlier.input_tokens,
            output_tokens=self.output_tokens - earlier.output_tokens,
            cache_read_tokens=self.cache_read_tokens - earlier.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens - earlier.cache_write_tokens,
            cost_usd=_added(self.cost_usd, earlier.cost_usd, self.model_calls - earlier.model_calls),
            aborted_calls=self.aborted_calls - earlier.aborted_calls,
            uncertain_cost_usd=_added(
                self.uncertain_cost_usd,
                earlier.uncertain_cost_usd,
                self.aborted_calls - earlier.aborted_calls,
            ),
            reused_calls=self.reused_calls - earlier.reused_calls,
            limited_calls=self.limited_calls - earlier.limited_calls,
        )


def _sum_of_costs(left: tuple[int, Decimal | None], right: tuple[int, Decimal | None]) -> Decimal | None:
    """Of calls and their cost. One unknown price makes the sum unknown: half a bill would be read as the
    whole."""
    if not left[0]:
        return right[1]
    if not right[0]:
        return left[1]
    return None if left[1] is None or right[1] is None else left[1] + right[1]


def _added(usd: Decimal | None, earlier: Decimal | None, calls: int) -> Decimal | None:
    return None if usd is None or not calls else usd - (earlier or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCalls:
    """Calls that have begun and not ended, as far as their job's writer has told.

    most_usd  sum of what those with a known price can cost at most
    unpriced  how many have none
    """

    calls: int = 0
    most_usd: Decimal = Decimal(0)
    unpriced: int = 0

    @classmethod
    def one(cls, most_usd: Decimal | None) -> OpenCalls:
        """A single call with the upper bound of its cost, None where its price is not known."""
        return cls(calls=1, unpriced=1) if most_usd is None else cls(calls=1, most_usd=most_usd)

    def __add__(self, other: OpenCalls) -> OpenCalls:
        return OpenCalls(
            calls=self.calls + other.calls,
            most_usd=self.most_usd + other.most_usd,
            unpriced=self.unpriced + other.unpriced,
        )

    def __sub__(self, other: OpenCalls) -> OpenCalls:
        return OpenCalls(
            calls=self.calls - other.calls,
            most_usd=self.most_usd - other.most_usd,
            unpriced=self.unpriced - other.unpriced,
        )

    def aborted(self) -> Usage:
        """What they are booked at when nobody can say any more what became of them."""
        known = None if self.unpriced else self.most_usd
        return Usage(aborted_calls=self.calls, uncertain_cost_usd=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Time of the model's limit for one call, which may begin from `begins_at` on; `cost` is how much."""

    model: str
    begins_at: datetime
    cost: timedelta


ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`priority`: low, normal or high, among the jobs of one owner. `check`: on or off, whether a second
    model answers what was written."""

    auto_publish: bool = False
    mode: str = "auto"
    priority: str = NORMAL
    max_cost_usd: Decimal | None = None
    fresh: bool = False
    check: str = ON

    @property
    def is_checked(self) -> bool:
        return self.check == ON

    def capped(self, most: Decimal | None) -> Options:
        """Under the deployment's cap: the lower one holds. None: the deployment has none."""
        if most is None or (self.max_cost_usd is not None and self.max_cost_usd <= most):
            return self
        return replace(self, max_cost_usd=most)


def lasted_ms(started_at: datetime | None, completed_at: datetime | None) -> int | None:
    """None until it has ended."""
    if started_at is None or completed_at is None:
        return None
    return round((completed_at - started_at) / timedelta(milliseconds=1))


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

    @property
    def duration_ms(self) -> int | None:
        return lasted_ms(self.started_at, self.completed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    code: str
    message: str
    step: str | None = None
    item_id: str | None = None
    retryable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the attempts before this one have left: so this one's part can be told when it ends.

    usage  of all of them
    steps  bit n is set where the nth step was completed by one of them
    until  when this attempt was queued; None: it is the first
    """

    usage: Usage = field(default_factory=Usage)
    steps: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """State of a job, the item that every status poll reads. Under 4 KB by construction.

    token        fencing token: grows with each writer; a write with an older one is refused
    lease_until  until when the holder of `token` is the writer; None: nobody
    due_at       a handed-over job is not to be taken before; None: at once
    deadline_at  the sweep fails the job after it and the time for which the operator has paused it since
                 `deadline_from` (see `control.held_up`); while it waits for its turn or for a person that
                 is the end of the wait
    deadline_from  when that deadline began; a wait for the model's limit moves the deadline only
    tag          where it stands in the order of those that wait for their turn (see `flow.fair`); None:
                 it was begun, or has ended
    is_ranked    its owner used priorities when it was queued, or it gave its place to a better one
    begun_at     when it was begun, in this attempt
    version      grows with each change that a reader can see (see `version`): the ETag
    artifact     ids of the documents that are being written, as `<kind>_id`, readable before the job is done
    open_calls   told before they begin, so who takes the job over knows what may have been paid for
    waits_until  a job that nobody carries on because of the model's limit: until when; None: it does not
    reservations  for calls of a job that was handed over; its next worker takes them
    earlier      what the attempts before this one have left
    plan         of its owner at the latest start or retry: whose ceilings hold
    funding      the job's share of the ledger, written in one transaction with it
    pause_reason  of the operator, while the job lies handed over for it; None: it does not
    required_plan  the plan that the request needs, named when it was accepted; None: any
    needs        kind and id of documents that its request names; it does not go on without them
    made_by      model that the latest answer named
    passed       gated steps that a person let the job proceed to
    queued_at    when the latest message was sent; `sweeps` counts those that the sweep sent since
                 the job last moved
    crashes   workers that stopped in the middle since a call or a task last ended
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
    earlier: Earlier = field(default_factory=Earlier)
    open_calls: OpenCalls = field(default_factory=OpenCalls)
    waits_until: datetime | None = None
    reservations: tuple[Reservation, ...] = ()
    plan: str = "free"
    funding: Funding = field(default_factory=Funding)
    pause_reason: str | None = None
    required_plan: str | None = None
    needs: tuple[tuple[str, str], ...] = ()
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
    crashes: int = 0
    deadline_at: datetime | None = None
    deadline_from: datetime | None = None
    tag: int | None = None
    is_ranked: bool = False
    begun_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def documents(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of what it works with: what it needs, and what it is writing."""
        written = [(name.removesuffix("_id"), made) for name, made in (self.artifact or {}).items()]
        return tuple(dict.fromkeys([*self.needs, *written]))

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
