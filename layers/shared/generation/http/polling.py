"""Polling: what a client that asks again and again is told, and how little where nothing has changed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from generation.engine.flow.place import QueuePlace
from generation.engine.model.job import ACTIVE, Job, JobStatus
from generation.engine.model.task import Task
from generation.engine.ports import Page
from generation.engine.service.requests import Answer
from generation.http.jobs import JobPage, JobView, JobWithItems
from generation.http.parameters import REVALIDATE

Headers = dict[str, str | list[str]]

WAITED = timedelta(seconds=10)
"""A job that has waited so long for its turn is asked for as seldom as one that waits for a person."""

MAX_POLL_S = 5
"""Longest `Retry-After` of an active job, s: how old the state that a page shows may be."""

IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", max_length=4_000, description="ETag of the answer before.")
]


def _moment(value: Any) -> Any:
    """A date is its beginning; a moment without a zone is of UTC."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("moment", "must be a date or a moment, as ISO 8601 writes it") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


Include = Annotated[
    Literal["items"] | None, Query(description="`items`: with the topics, projects, lessons of the job.")
]
StatusFilter = Annotated[
    Literal["active", "pending", "running", "waiting", "completed", "failed", "cancelled"] | None,
    Query(description="A status, or `active`: pending, running or waiting."),
]
PipelineFilter = Annotated[
    str | None, Query(min_length=1, max_length=100, pattern=r"^\w+$", description="Name of a pipeline.")
]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Since = Annotated[
    Moment | None,
    Query(alias="from", description="Created then or later: a date or a moment (ISO 8601, UTC)."),
]
Until = Annotated[
    Moment | None, Query(alias="to", description="Created before: a date or a moment (ISO 8601, UTC).")
]
Scope = Annotated[
    Literal["own", "org"], Query(description="`org`: all of the organization, for role `org_admin`.")
]


def statuses(chosen: str | None) -> frozenset[JobStatus] | None:
    """What `status=` of a list stands for."""
    if chosen is None:
        return None
    return ACTIVE if chosen == "active" else frozenset({JobStatus(chosen)})


def polled(
    job: Job,
    now: datetime,
    if_none_match: str | None,
    place: QueuePlace | None,
    items: Callable[[Job], Sequence[Task]] | None,
) -> Response[JobWithItems | JobView | None]:
    """The job, with its items where they can be read; 304 where the client has it already."""
    found = items(job) if items else None
    tag = etag(job, place, found)
    headers: Headers = {**REVALIDATE, "ETag": tag, **ask_again([job], now)}
    if is_unchanged(if_none_match, tag):
        return Response(304, headers=headers)
    view = JobView.of(job, now, place) if found is None else JobWithItems.with_items(job, found, now, place)
    return Response(200, "application/json", view, headers)


def listed(
    page: Page[Job],
    now: datetime,
    if_none_match: str | None,
    place: Callable[[Job], QueuePlace | None],
) -> Response[JobPage | None]:
    """A page of jobs; 304 where the client has it already."""
    places = [place(job) for job in page.items]
    tag = etag_of_page(page, places)
    headers: Headers = {**REVALIDATE, "ETag": tag, **ask_again(page.items, now)}
    if is_unchanged(if_none_match, tag):
        return Response(304, headers=headers)
    return Response(200, "application/json", JobPage.of(page, now, places), headers)


def accepted(answer: Answer, now: datetime) -> Response[JobView]:
    """202 for what has been accepted, 200 where there was nothing left to do."""
    job = answer.job
    headers: Headers = {"Location": f"/v1/jobs/{job.job_id}"}
    if answer.changed:
        headers["Retry-After"] = str(poll_after_s(job, now))
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    view = (
        JobView.model_validate(answer.body) if answer.body is not None else JobView.of(job, now, answer.queue)
    )
    return Response(202 if answer.changed else 200, "application/json", view, headers)


def ask_again(jobs: Iterable[Job], now: datetime) -> Headers:
    """When the first of these jobs is likely to have news; nothing where all of them have ended."""
    seconds = [poll_after_s(job, now) for job in jobs if not job.is_finished]
    return {"Retry-After": str(min(seconds))} if seconds else {}


def poll_after_s(job: Job, now: datetime) -> int:
    """Seconds until a poll is likely to see news: a job that waits for a person or for a rate limit
    moves later than one that runs."""
    if job.status is JobStatus.WAITING or _has_waited(job, now):
        return MAX_POLL_S
    due_s = ((job.due_at or now) - now) / timedelta(seconds=1)
    return min(max(1, math.ceil(due_s)), MAX_POLL_S)


def _has_waited(job: Job, now: datetime) -> bool:
    """For its turn, and longer than a queue without a backlog takes."""
    return job.tag is not None and now - (job.queued_at or job.created_at) > WAITED


def etag(job: Job, place: QueuePlace | None, items: Sequence[Task] | None) -> str:
    """Weak, because `eta_ms` changes with the clock while the tag stays the same.

    The job's part is its version, and its place in the order, which changes with other jobs. Items are read
    after the job, and such a read may see one part of a checkpoint without another, so the tag also has what
    is shown of each item.
    """
    if items is None and place is None:
        return f'W/"{job.version}"'
    told = [(i.task_id, i.status, i.progress, i.attempts, i.job_attempt) for i in items or ()]
    return f'W/"{job.version}-{_digest((place, items is None, told))}"'


def etag_of_page(page: Page[Job], places: Sequence[QueuePlace | None]) -> str:
    """Of the jobs as they stand and of whether more follow: older ones go when their time is over."""
    told = [f"{job.job_id} {job.version} {place}" for job, place in zip(page.items, places, strict=True)]
    return f'W/"{_digest((told, page.cursor))}"'


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def is_unchanged(if_none_match: str | None, tag: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`."""
    known = [given.strip().removeprefix("W/") for given in (if_none_match or "").split(",")]
    return "*" in known or tag.removeprefix("W/") in known
