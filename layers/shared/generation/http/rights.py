"""Rights over HTTP: jobs that export or erase everything of the caller, and the pieces of an archive."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BeforeValidator

from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job
from generation.http.answers import answers, route, says
from generation.http.feed import EventView, LogView
from generation.http.jobs import JobView
from generation.http.parameters import Timestamp, whole_number
from generation.rights.pieces import MOST

PIECE_TYPE = "text/plain; charset=us-ascii"
"""A piece alone is no JSON, unless the file has one only."""

ArchiveId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
Number = Annotated[
    int,
    Ge(1),
    Le(MOST),
    BeforeValidator(whole_number),
    Query(description="Of the piece, from 1."),
]

_JOB = says("Accepted, or the one that is active.", JobView, "Location", "Retry-After")
_PIECE = says("The piece.", None) | {"content": {PIECE_TYPE: {"schema": {"type": "string"}}}}

EXPORT_ME = route(
    "exportMe",
    "Rights",
    "Export everything of the caller",
    answers({202: _JOB}, 409, 422),
    description="A job `data_export` whose result names the archive: `{archive_id, url, pieces, size, "
    "expires_at}`. Neither a pause nor a ceiling nor the number of active jobs refuses it; while paused it "
    "waits. 409 `erasure-in-progress` while everything is being erased.",
)
ERASE_ME = route(
    "eraseMe",
    "Rights",
    "Erase everything of the caller",
    answers({202: _JOB}, 409, 422),
    description="A job `data_erasure`: cancels all other jobs of the caller and erases everything, deleted "
    "things too. Until it has ended no job can be started (409 `erasure-in-progress`). Its result is a "
    "`receipt`. There is no way back.",
)
GET_ARCHIVE = route(
    "getArchive",
    "Rights",
    "A piece of an archive",
    answers({200: _PIECE}, 404, 422),
    description="All pieces in order are one JSON file. Only the owner's own, for seven days.",
    compress=True,
)


def piece_shown(text: str) -> Response[str]:
    return Response(200, PIECE_TYPE, text, {"Vary": "Accept-Encoding"})


class ShownJobs:
    """Jobs for an archive, as the routes of jobs show them."""

    def job(self, job: Job, now: Timestamp) -> dict[str, Any]:
        return JobView.of(job, now).model_dump(mode="json")

    def event(self, event: Event, job_id: str) -> dict[str, Any]:
        return EventView.of(event, job_id).model_dump(mode="json")

    def entry(self, entry: LogEntry) -> dict[str, Any]:
        return LogView.shown(entry).model_dump(mode="json")
