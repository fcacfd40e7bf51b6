"""Batches over HTTP: models, and routes as the OpenAPI document describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, Field, ValidationError

from generation.engine.errors import (
    Conflict,
    GenerationError,
    InvalidInput,
    MalformedRequest,
    NotFound,
    RequestError,
    Unavailable,
)
from generation.engine.model.batch import Batch, BatchPlace, BatchStart
from generation.engine.ports import Page
from generation.engine.service.batches import MOST_JOBS
from generation.http import problems
from generation.http.answers import answers, route, says
from generation.http.jobs import JobView, StartJob
from generation.http.parameters import CLOSED, REVALIDATE, Problem, Timestamp, View
from generation.http.polling import MAX_POLL_S, Headers
from generation.validation import field_errors

if TYPE_CHECKING:
    from datetime import datetime

    from generation.engine.flow.place import QueuePlace
    from generation.engine.model.checkpoint import Document
    from generation.engine.model.job import Job

PAGE = 25
"""Jobs of an answer, where nothing else is asked for."""

MAX_NAME = 200
BatchId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
MOST_ERRORS = 3
"""Faults of a start that are told in its place: a hundred of them stand in one item."""

START_REF = {"items": {"$ref": "#/components/schemas/StartJob"}}


class StartBatch(BaseModel):
    model_config = CLOSED

    # Each is validated by itself: one that is no start is a problem in its place.
    jobs: Annotated[
        list[dict[str, Any]],
        Field(
            min_length=1,
            max_length=MOST_JOBS,
            json_schema_extra=START_REF,
            description="As `POST /v1/jobs` takes them.",
            repr=False,
        ),
    ]
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = None

    def starts(self) -> list[BatchStart | RequestError]:
        return [_start(number, body) for number, body in enumerate(self.jobs)]


class CancelBatch(BaseModel):
    model_config = CLOSED

    reason: Annotated[str, Field(max_length=500)] | None = None


class StartedJob(View):
    job_id: str


class RefusedJob(View):
    """A start that was refused, or a job that is not there any more."""

    problem: Problem


class NotRetriedJob(View):
    job_id: str
    problem: Problem


class BatchStarted(View):
    batch_id: str
    jobs: list[StartedJob | RefusedJob] = Field(description="In the order of the request.")

    @classmethod
    def of(cls, batch: Batch) -> Self:
        return cls(
            batch_id=batch.document.document_id, jobs=[_started(batch, place) for place in batch.places]
        )


class BatchRetried(View):
    batch_id: str
    jobs: list[NotRetriedJob | StartedJob] = Field(description="Those that had failed.")

    @classmethod
    def of(cls, batch: Batch) -> Self:
        return cls(batch_id=batch.document.document_id, jobs=[_retried(place) for place in batch.places])


class BatchCounts(View):
    """Of the jobs by status."""

    pending: int
    running: int
    waiting: int
    completed: int
    failed: int
    cancelled: int
    refused: int = Field(description="Never started.")
    gone: int = Field(description="Past their time, or deleted.")


class BatchSummary(View):
    batch_id: str
    name: str | None
    jobs_total: int
    created_at: Timestamp

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(**_summary(document))


class BatchPage(View):
    batches: list[BatchSummary]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        return cls(batches=[BatchSummary.of(document) for document in page.items], next_cursor=page.cursor)


class BatchView(BatchSummary):
    counts: BatchCounts
    is_finished: bool
    jobs: list[JobView | RefusedJob] = Field(description="A page of them, in the order of the request.")
    next_cursor: str | None


def answered(
    batch: Batch,
    now: datetime,
    place: Callable[[Job], QueuePlace | None],
    limit: int = PAGE,
    cursor: str | None = None,
) -> Response[BatchView]:
    """202 for what a request has changed, else 200. `place` tells where a job waits for its turn."""
    headers = {**REVALIDATE, **_address(batch)}
    if not batch.is_finished:
        headers["Retry-After"] = str(MAX_POLL_S)
    first = _first(cursor, len(batch.places))
    more = first + limit < len(batch.places)
    view = BatchView(
        **_summary(batch.document),
        counts=BatchCounts(**batch.counts),
        is_finished=batch.is_finished,
        jobs=[
            RefusedJob(problem=_problem(batch, one))
            if one.job is None
            else JobView.of(one.job, now, place(one.job))
            for one in batch.places[first : first + limit]
        ],
        next_cursor=str(first + limit) if more else None,
    )
    return Response(202 if batch.changed else 200, "application/json", view, headers)


def started(batch: Batch) -> Response[BatchStarted]:
    return Response(202, "application/json", BatchStarted.of(batch), _accepted(batch))


def retried(batch: Batch) -> Response[BatchRetried]:
    return Response(202, "application/json", BatchRetried.of(batch), _accepted(batch))


def _accepted(batch: Batch) -> Headers:
    headers = {**_address(batch), "Retry-After": str(MAX_POLL_S)}
    if batch.replayed:
        headers["Idempotency-Replayed"] = "true"
    return headers


def _address(batch: Batch) -> Headers:
    return {"Location": f"/v1/batches/{batch.document.document_id}"}


def nothing_kept(_: object) -> dict[str, Any]:
    """Under an idempotency key: the answer is made of the batch, whenever it is given."""
    return {}


def told(error: GenerationError, number: int) -> dict[str, Any]:
    """The problem that stands in the place of a start."""
    place = f"/jobs/{number}"
    problem = problems.told(problems.from_exception(error), f"/v1/batches#{place}", MOST_ERRORS)
    for fault in problem.get("errors", ()):
        fault["pointer"] = f"{place}{fault['pointer']}"
    return problem


def _start(number: int, body: Mapping[str, Any]) -> BatchStart | RequestError:
    try:
        start = StartJob.model_validate(body)
    except ValidationError as error:
        return InvalidInput("This is no start of a job.", errors=field_errors(error, "", body))
    return BatchStart(pipeline=start.pipeline, request=start.input, options=start.options.options())


def _summary(document: Document) -> dict[str, Any]:
    return {
        "batch_id": document.document_id,
        "name": document.summary["name"],
        "jobs_total": document.summary["jobs_total"],
        "created_at": document.created_at,
    }


def _started(batch: Batch, place: BatchPlace) -> StartedJob | RefusedJob:
    if place.job is None and (place.problem is not None or batch.is_cancelled):
        return RefusedJob(problem=_problem(batch, place))
    return StartedJob(job_id=place.job_id)


def _retried(place: BatchPlace) -> StartedJob | NotRetriedJob:
    if place.problem is not None:
        return NotRetriedJob(job_id=place.job_id, problem=Problem.model_validate(place.problem))
    return StartedJob(job_id=place.job_id)


def _problem(batch: Batch, place: BatchPlace) -> Problem:
    missing: GenerationError = NotFound("The job is not there any more.", code="job-not-found")
    if batch.was_not_started(place):
        missing = Unavailable("The job has not been started yet.")
    elif batch.is_cancelled:
        missing = Conflict(
            "The batch was cancelled before this job was started, or the job is not there any more.",
            code="batch-cancelled",
        )
    kept = place.problem or problems.told(missing, f"/v1/jobs/{place.job_id}")
    return Problem.model_validate(kept)


def _first(cursor: str | None, total: int) -> int:
    """Place of the first entry of a page."""
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 3 or int(cursor) >= total:
        raise MalformedRequest("This cursor does not belong to this list.", code="bad-cursor")
    return int(cursor)


_REPLAYABLE = ("Location", "Retry-After", "Idempotency-Replayed")
_BATCH = says("The batch.", BatchView, "Location", "Retry-After")

START_BATCH = route(
    "startBatch",
    "Batches",
    "Start many jobs",
    answers({202: says("Each job, or why it was not started.", BatchStarted, *_REPLAYABLE)}, 400, 413, 422),
    description="Each job stands for itself. A start that is refused is a problem in its place. Sent again "
    "under its `Idempotency-Key` it is the same batch: what an earlier try did not come to is started then "
    "(`unavailable`), and nothing twice.",
)
LIST_BATCHES = route(
    "listBatches", "Batches", "Batches, newest first", answers({200: says("A page.", BatchPage)}, 422)
)
GET_BATCH = route(
    "getBatch",
    "Batches",
    "How far a batch is",
    answers({200: _BATCH}, 404, 422),
    description="Counts of all its jobs by status, and its jobs page by page.",
)
CANCEL_BATCH = route(
    "cancelBatch",
    "Batches",
    "Cancel all jobs of a batch that have not ended",
    answers({200: _BATCH, 202: _BATCH}, 400, 404, 413, 422),
    description="200 where none was left.",
)
RETRY_BATCH = route(
    "retryBatch",
    "Batches",
    "Let the failed jobs of a batch go on",
    answers({202: says("Each of them, or why it was not retried.", BatchRetried, *_REPLAYABLE)}, 404, 422),
    description="Sent again under its `Idempotency-Key` it is about the jobs that had failed the first time, "
    "and none is retried twice; what was refused is tried again.",
)
