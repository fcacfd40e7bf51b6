"""HTTP models of jobs: what starts one, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from generation.engine.flow.place import QueuePlace
from generation.engine.model.control import pause_message
from generation.engine.model.job import Job, JobStatus, Options, StepStatus
from generation.engine.model.task import Task
from generation.engine.ports import Page
from generation.engine.service.requests import Answer
from generation.engine.worker import plan
from generation.http.parameters import CLOSED, Timestamp, View, milliseconds

MAX_COST_USD = 10_000.0


Cap = Annotated[float, Field(gt=0, le=MAX_COST_USD, allow_inf_nan=False)]


class JobOptions(BaseModel):
    model_config = CLOSED

    auto_publish: bool = Field(default=False, description="Publish the course as soon as it is done.")
    mode: Literal["auto", "manual"] = Field(
        default="auto", description="`manual`: wait for `continue` before what costs most."
    )
    max_cost_usd: Cap | None = Field(
        default=None,
        description="The job fails before a call that could go over it. The deployment's holds where it is "
        "lower, or where none is named.",
    )

    fresh: bool = Field(
        default=False,
        description="Make every call anew, also where the same was asked and answered before.",
    )
    check: Literal["on", "off"] = Field(
        default="on",
        description="Whether a second, cheaper model answers the questions of each lesson of an exam course "
        "without seeing their keys; where it differs from the author, the question is not graded.",
    )
    priority: Literal["low", "normal", "high"] = Field(
        default="normal", description="Which of one's own waiting jobs is begun first. Others' do not notice."
    )

    def options(self) -> Options:
        return Options(
            auto_publish=self.auto_publish,
            mode=self.mode,
            priority=self.priority,
            max_cost_usd=_exact(self.max_cost_usd),
            fresh=self.fresh,
            check=self.check,
        )


class StartJob(BaseModel):
    model_config = CLOSED

    pipeline: Annotated[str, Field(min_length=1, max_length=100, examples=["exam_course"])]
    # Not in the repr, which the resolver makes of all that a route is called with.
    input: dict[str, Any] = Field(description="What the pipeline asks for.", repr=False)
    options: JobOptions = JobOptions()


class CancelJob(BaseModel):
    model_config = CLOSED

    reason: Annotated[str, Field(max_length=500)] | None = None


class RetryOptions(BaseModel):
    model_config = CLOSED

    max_cost_usd: Cap | None = Field(
        default=None,
        description="From now on, for all of the job's attempts together; no higher than the deployment's.",
    )


class RetryJob(BaseModel):
    model_config = CLOSED

    options: RetryOptions = RetryOptions()

    @property
    def max_cost_usd(self) -> Decimal | None:
        return _exact(self.options.max_cost_usd)


class StepView(View):
    name: str
    label: str
    status: StepStatus
    items_total: int | None
    items_completed: int | None
    started_at: Timestamp | None
    completed_at: Timestamp | None
    duration_ms: int | None


class ItemView(View):
    """An item of a fan-out step: a topic, a project, a lesson."""

    item_id: str
    step: str
    label: str
    status: StepStatus
    progress: int
    attempts: int

    @classmethod
    def of(cls, job: Job, stored: Task) -> Self:
        task = plan.begun_by(job, stored)
        return cls.shown(task, status=plan.shown(job, task))


class ErrorView(View):
    code: str
    message: str
    step: str | None
    item_id: str | None
    retryable: bool


class UsageView(View):
    model_calls: int = Field(description="Answered ones.")
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    cost_usd: float | None = Field(description="Null where a price is not known, never zero.")
    aborted_calls: int = Field(description="Begun and broken off: what they cost was not told.")
    uncertain_cost_usd: float | None = Field(
        description="The most that `aborted_calls` can have cost, in addition to `cost_usd`; 0 where there "
        "are none, null where a price is not known."
    )

    reused_calls: int = Field(
        description="Not made: an earlier answer to the same call was used again, at no cost."
    )

    @field_validator("uncertain_cost_usd")
    @classmethod
    def _zero_without_calls(cls, value: float | None, info: ValidationInfo) -> float | None:
        return value if info.data["aborted_calls"] else 0.0


class OptionsView(View):
    auto_publish: bool
    mode: str
    priority: str
    max_cost_usd: float | None
    fresh: bool
    check: str


class QueueView(View):
    """Where a job waits for its turn."""

    position: int = Field(description="1: begun next. At least so many where thousands wait.")
    ahead_of_own: int = Field(description="How many of the jobs before it are the owner's.")
    expected_start_at: Timestamp | None = Field(description="Null where it is not known.")


class JobView(View):
    job_id: str
    owner: str = Field(description="Of whom the job is: another one in the list of an organization.")
    pipeline: str
    title: str
    status: JobStatus
    queue: QueueView | None = Field(description="While it waits for its turn; null afterwards.")
    progress: Annotated[int, Field(ge=0, le=100)]
    message: str
    waiting_for: Literal["person", "model_limit", "turn"] | None = Field(
        description="What a job waits for that nobody works at: a person (`continue`), the model's limit, or "
        "its turn, with jobs before it."
    )
    waits_until: Timestamp | None = Field(description="For the model's limit; null for anything else.")
    current_step: str | None
    current_item: str | None
    steps: list[StepView]
    is_finished: bool
    can_resume: bool
    attempt: int
    error: ErrorView | None
    estimated_duration_ms: int
    eta_ms: int | None = Field(
        description="Until the expected end; null while unknown, as during a wait for the model's limit, and "
        "afterwards."
    )
    usage: UsageView
    artifact: dict[str, str] | None = Field(description="Ids of what is being written, readable already.")
    result: dict[str, Any] | None
    options: OptionsView
    last_event_id: int
    created_at: Timestamp
    started_at: Timestamp | None
    completed_at: Timestamp | None
    expires_at: Timestamp | None

    @classmethod
    def of(cls, job: Job, now: datetime, place: QueuePlace | None = None) -> Self:
        return cls.shown(job, **_told(job, now, place))


class JobWithItems(JobView):
    items: list[ItemView]

    @classmethod
    def with_items(
        cls, job: Job, items: Iterable[Task], now: datetime, place: QueuePlace | None = None
    ) -> Self:
        shown = [ItemView.of(job, task) for task in items if task.item_id is not None]
        return cls.shown(job, **_told(job, now, place), items=shown)


def _told(job: Job, now: datetime, place: QueuePlace | None) -> dict[str, Any]:
    """What is not an attribute of a job."""
    return {
        "message": _message(job),
        "queue": place,
        "waiting_for": _waiting_for(job, place),
        "eta_ms": _eta_ms(job, now),
    }


def _eta_ms(job: Job, now: datetime) -> int | None:
    is_known = not job.is_finished and job.waits_until is None and job.pause_reason is None
    eta = milliseconds(now, job.eta_at) if is_known else None
    return None if eta is None else max(0, eta)


def _waiting_for(job: Job, place: QueuePlace | None) -> str | None:
    if job.status is JobStatus.WAITING:
        return "person"
    if job.waits_until is not None:
        return "model_limit"
    return "turn" if place is not None and place.position > 1 else None


def _message(job: Job) -> str:
    """What the job itself says comes back when the wait is over."""
    if job.pause_reason is not None:
        return pause_message(job.pause_reason)
    if job.waits_until is None:
        return job.message
    return f"Waits for the model's limit until {job.waits_until:%H:%M} UTC"


class JobPage(View):
    jobs: list[JobView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Job], now: datetime, places: Sequence[QueuePlace | None]) -> Self:
        """`places` are those of the page's jobs."""
        jobs = [JobView.of(job, now, place) for job, place in zip(page.items, places, strict=True)]
        return cls(jobs=jobs, next_cursor=page.cursor)


def first_shown(answer: Answer) -> dict[str, Any]:
    """The body of the answer to what queued a job, as it is kept under an idempotency key."""
    job = answer.job
    return JobView.of(job, job.queued_at or job.created_at, answer.queue).model_dump(mode="json")


def _exact(usd: float | None) -> Decimal | None:
    return None if usd is None else Decimal(str(usd))
