"""HTTP models of a job's feed and log. The feed also goes out as server-sent events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generation.engine.model.event import Event, EventType, LogLevel
from generation.engine.model.job import Job
from generation.engine.service.requests import Feed, Log
from generation.http.parameters import MAX_ENTRY_ID, NO_STORE, Timestamp, View, whole_number
from generation.http.polling import Headers, poll_after_s

EVENT_STREAM = "text/event-stream"
RECONNECT_MS = 1000
"""Pause of an EventSource between two answers, ms. It delays an event by half of that on average; a shorter
one costs requests and nobody notices the difference."""

LastEventId = Annotated[
    int | None,
    BeforeValidator(whole_number),
    Header(
        alias="Last-Event-ID",
        ge=0,
        le=MAX_ENTRY_ID,
        description="Wins over `after`; EventSource sends it.",
    ),
]
Accept = Annotated[str | None, Header(alias="Accept", include_in_schema=False)]


class FeedEventType(StrEnum):
    """What clients call the events: an item of a fan-out step, of any pipeline, is a topic to them."""

    JOB_CREATED = "job_created"
    STEP_STARTED = "step_started"
    STEP_PROGRESS = "step_progress"
    STEP_COMPLETED = "step_completed"
    TOPIC_STARTED = "topic_started"
    TOPIC_PROGRESS = "topic_progress"
    TOPIC_COMPLETED = "topic_completed"
    JOB_COMPLETED = "job_completed"
    JOB_FAILED = "job_failed"
    JOB_CANCELLED = "job_cancelled"


_ITEM_EVENTS: Mapping[EventType, tuple[FeedEventType, Mapping[str, str]]] = {
    EventType.ITEM_STARTED: (
        FeedEventType.TOPIC_STARTED,
        {"label": "topic_name", "index": "topic_index", "total": "total_topics"},
    ),
    EventType.ITEM_PROGRESS: (FeedEventType.TOPIC_PROGRESS, {"label": "topic_name"}),
    EventType.ITEM_COMPLETED: (
        FeedEventType.TOPIC_COMPLETED,
        {"label": "topic_name", "generated": "lessons_generated"},
    ),
}
"""Under which type a client gets an event of an item, and under which names its fields; every other event
has the same in both."""


class EventView(BaseModel):
    """The members beside these are those of the event's type."""

    model_config = ConfigDict(frozen=True, extra="allow")

    event_id: int
    type: FeedEventType
    timestamp: Timestamp
    job_id: str

    @classmethod
    def of(cls, event: Event, job_id: str) -> Self:
        kind, names = _ITEM_EVENTS.get(event.type, (event.type.value, {}))
        fields = {names.get(name, name): value for name, value in event.fields.items()}
        own = {"event_id": event.event_id, "type": kind, "timestamp": event.timestamp, "job_id": job_id}
        return cls.model_validate({**fields, **own})


class FeedView(View):
    events: list[EventView]
    last_event_id: int = Field(description="For the next `after`.")
    is_finished: bool = Field(description="The job has ended and nothing follows these events.")


class LogView(View):
    log_id: int
    timestamp: Timestamp
    level: LogLevel
    message: str
    details: dict[str, Any]


class LogsView(View):
    logs: list[LogView]
    last_log_id: int = Field(description="For the next `after`.")
    is_finished: bool = Field(description="The job has ended and nothing follows these entries.")


def wants_stream(accept: str | None) -> bool:
    kinds = [kind.split(";")[0].strip().lower() for kind in (accept or "").split(",")]
    return EVENT_STREAM in kinds


def fed(feed: Feed, accept: str | None, now: datetime) -> Response[FeedView | str | None]:
    """The feed in the form that the client accepts."""
    events = [EventView.of(event, feed.job.job_id) for event in feed.events]
    if wants_stream(accept):
        return streamed(events, feed.is_finished)
    view = FeedView.shown(feed, events=events)
    return Response(200, "application/json", view, _until_finished(feed.job, feed.is_finished, now))


def logged(log: Log, now: datetime) -> Response[LogsView]:
    headers = _until_finished(log.job, log.is_finished, now)
    return Response(200, "application/json", LogsView.shown(log, logs=log.entries), headers)


def _until_finished(job: Job, is_finished: bool, now: datetime) -> Headers:
    """Entries of a job that has ended may still follow: more than one answer holds, or not visible yet."""
    return {**NO_STORE} if is_finished else {**NO_STORE, "Retry-After": str(poll_after_s(job, now))}


def streamed(events: Sequence[EventView], is_finished: bool) -> Response[FeedView | str | None]:
    """204 tells an EventSource not to come again; otherwise it reconnects after RECONNECT_MS."""
    if is_finished and not events:
        return Response(204, headers=NO_STORE)
    parts = (
        [f"retry: {RECONNECT_MS}\n\n", *map(_server_sent, events)]
        if events
        else [f"retry: {RECONNECT_MS}\n\n", ": nothing new\n\n"]
    )
    return Response(200, f"{EVENT_STREAM}; charset=utf-8", "".join(parts), NO_STORE)


def _server_sent(event: EventView) -> str:
    return f"id: {event.event_id}\nevent: {event.type}\ndata: {event.model_dump_json()}\n\n"
