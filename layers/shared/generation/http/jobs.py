"""HTTP models of jobs: what starts one, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field

from generation.engine.model.job import Job, JobStatus, Options, StepState, StepStatus, Usage
from generation.engine.model.task import Task
from generation.engine.ports import Page
from generation.engine.service.requests import Key
from generation.engine.worker import plan
from generation.http.parameters import CLOSED, VIEW, Timestamp, milliseconds

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

    def options(self) -> Options:
        return Options(auto_publish=self.auto_publish, mode=self.mode, max_cost_usd=_exact(self.max_cost_usd))


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


class StepView(BaseModel):
    model_config = VIEW

    name: str
    label: str
    status: StepStatus
    items_total: int | None
    items_completed: int | None
    started_at: Timestamp | None
    completed_at: Timestamp | None
    duration_ms: int | None

    @classmethod
    def of(cls, step: StepState) -> Self:
        return cls(
            name=step.name,
            label=step.label,
            status=step.status,
            items_total=step.items_total,
            items_completed=step.items_completed,
            started_at=step.started_at,
            completed_at=step.completed_at,
            duration_ms=milliseconds(step.started_at, step.completed_at),
        )


class ItemView(BaseModel):
    """An item of a fan-out step: a topic, a project, a lesson."""

    model_config = VIEW

    item_id: str
    step: str
    label: str
    status: StepStatus
    progress: int
    attempts: int

    @classmethod
    def of(cls, job: Job, stored: Task) -> Self:
        task = plan.begun_by(job, stored)
        return cls(
            item_id=task.item_id or task.task_id,
            step=task.step,
            label=task.label,
            status=plan.shown(job, task),
            progress=task.progress,
            attempts=task.attempts,
        )


class ErrorView(BaseModel):
    model_config = VIEW

    code: str
    message: str
    step: str | None
    item_id: str | None
    retryable: bool


class UsageView(BaseModel):
    model_config = VIEW

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

    @classmethod
    def of(cls, usage: Usage) -> Self:
        return cls(
            model_calls=usage.model_calls,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cache_read_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            cost_usd=None if usage.cost_usd is None else float(usage.cost_usd),
            aborted_calls=usage.aborted_calls,
            uncertain_cost_usd=_uncertain(usage),
        )


def _uncertain(usage: Usage) -> float | None:
    if not usage.aborted_calls:
        return 0.0
    return None if usage.uncertain_cost_usd is None else float(usage.uncertain_cost_usd)


class OptionsView(BaseModel):
    model_config = VIEW

    auto_publish: bool
    mode: str
    max_cost_usd: float | None

    @classmethod
    def of(cls, options: Options) -> Self:
        cap = options.max_cost_usd
        return cls(
            auto_publish=options.auto_publish,
            mode=options.mode,
            max_cost_usd=None if cap is None else float(cap),
        )


class JobView(BaseModel):
    model_config = VIEW

    job_id: str
    pipeline: str
    title: str
    status: JobStatus
    progress: Annotated[int, Field(ge=0, le=100)]
    message: str
    current_step: str | None
    current_item: str | None
    steps: list[StepView]
    is_finished: bool
    can_resume: bool
    attempt: int
    error: ErrorView | None
    estimated_duration_ms: int
    eta_ms: int | None = Field(description="Until the expected end; null while unknown, and afterwards.")
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
    def of(cls, job: Job, now: datetime) -> Self:
        return cls(**_members(job, now))


class JobWithItems(JobView):
    items: list[ItemView]

    @classmethod
    def with_items(cls, job: Job, items: Iterable[Task], now: datetime) -> Self:
        shown = [ItemView.of(job, task) for task in items if task.item_id is not None]
        return cls(**_members(job, now), items=shown)


def _members(job: Job, now: datetime) -> dict[str, Any]:
    error = job.error
    eta = None if job.is_finished else milliseconds(now, job.eta_at)
    return {
        "job_id": job.job_id,
        "pipeline": job.pipeline,
        "title": job.title,
        "status": job.status,
        "progress": job.progress,
        "message": job.message,
        "current_step": job.current_step,
        "current_item": job.current_item,
        "steps": [StepView.of(step) for step in job.steps],
        "is_finished": job.is_finished,
        "can_resume": job.can_resume,
        "attempt": job.attempt,
        "error": error
        and ErrorView(
            code=error.code,
            message=error.message,
            step=error.step,
            item_id=error.item_id,
            retryable=error.retryable,
        ),
        "estimated_duration_ms": job.estimated_duration_ms,
        "eta_ms": None if eta is None else max(0, eta),
        "usage": UsageView.of(job.usage),
        "artifact": job.artifact,
        "result": job.result,
        "options": OptionsView.of(job.options),
        "last_event_id": job.last_event_id,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "completed_at": job.completed_at,
        "expires_at": job.expires_at,
    }


class JobPage(BaseModel):
    model_config = VIEW

    jobs: list[JobView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Job], now: datetime) -> Self:
        return cls(jobs=[JobView.of(job, now) for job in page.items], next_cursor=page.cursor)


def job_key(text: str | None, fingerprint: str) -> Key | None:
    """The idempotency key of a request that queues a job; None without its header."""
    return None if text is None else Key(text=text, fingerprint=fingerprint, view=_first_shown)


def _exact(usd: float | None) -> Decimal | None:
    return None if usd is None else Decimal(str(usd))


def _first_shown(job: Job) -> dict[str, Any]:
    return JobView.of(job, job.queued_at or job.created_at).model_dump(mode="json")
