"""Routes as the OpenAPI document describes them. The models of their parameters and bodies come from
the handlers' signatures; what each can answer stands here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation import problem
from generation.api import Problem
from generation.api_feed import EVENT_STREAM, FeedView, LogsView
from generation.api_jobs import JobPage, JobView, JobWithItems
from generation.api_library import CoursePage, CourseView, ExamPage, ExamSummary, ExamView

_PROBLEMS: Mapping[int, str] = {
    400: "The body is not JSON that can be read: `malformed-request`.",
    401: "No bearer token, or one that is not valid: `unauthenticated`.",
    403: "`plan-required` or `forbidden`.",
    404: "Not there, or somebody else's: `not-found`.",
    409: "The state does not allow it; `code` says why.",
    413: "Body over 2 MB: `payload-too-large`.",
    422: "`invalid-input` with `errors`, or `idempotency-key-reused`.",
    429: "Too many active jobs (`too-many-jobs`) or requests; `Retry-After` says when to try again.",
    500: "A fault of the service: `internal-error`.",
    503: "The service cannot answer at the moment: `unavailable`, with `Retry-After`.",
}

_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "Location": {"description": "Address of what was made.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds until it is worth asking.", "schema": {"type": "integer"}},
    "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}},
    "Idempotency-Replayed": {
        "description": "`true`: this is the first answer, given again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}


def says(description: str, model: Any = None, *headers: str) -> dict[str, Any]:
    """One answer of a route, for the OpenAPI document."""
    content = {"application/json": {"model": model}} if model else {}
    return {
        "description": description,
        "headers": {name: _HEADERS[name] for name in headers},
        "content": content,
    }


def answers(given: Mapping[int, dict[str, Any]], *problems: int) -> dict[int, Any]:
    """All answers of a route: those given, and the problems it may come to."""
    return {**given, **_failed(401, *problems, 500, 503)}


def _failed(*statuses: int) -> dict[int, Any]:
    return {
        status: {"description": _PROBLEMS[status], "content": {problem.CONTENT_TYPE: {"model": Problem}}}
        for status in sorted(statuses)
    }


def route(
    operation_id: str, tag: str, summary: str, responses: dict[int, Any], **more: Any
) -> dict[str, Any]:
    """Arguments of a route's decorator."""
    return {"operation_id": operation_id, "tags": [tag], "summary": summary, "responses": responses, **more}


def _events() -> dict[str, Any]:
    answer = says("Events, at most 500.", FeedView)
    answer["content"][EVENT_STREAM] = {"schema": {"type": "string", "contentMediaType": EVENT_STREAM}}
    return answer


_ACCEPTED = says("Accepted.", JobView, "Location", "Retry-After", "Idempotency-Replayed")

START_JOB = route(
    "startJob",
    "Jobs",
    "Start a job",
    answers({202: _ACCEPTED}, 400, 403, 404, 409, 413, 422, 429),
    description="Answers at once, before any model call. One active job per owner and subject: a second "
    "start is 409 `duplicate-job` with the `job_id` of the first.",
)
LIST_JOBS = route(
    "listJobs", "Jobs", "Jobs, newest first", answers({200: says("A page.", JobPage)}, 403, 422)
)
GET_JOB = route(
    "getJob",
    "Jobs",
    "State of a job",
    answers(
        {
            200: says("The job.", JobView | JobWithItems, "ETag", "Retry-After"),
            304: says("Unchanged since the answer with this ETag.", None, "ETag", "Retry-After"),
        },
        404,
        422,
    ),
    description="`Retry-After` is there while the job is active: ask again after so many seconds.",
)
GET_EVENTS = route(
    "getEvents",
    "Jobs",
    "The job's feed after an event",
    answers(
        {
            200: _events(),
            204: says("Event stream only: the feed has ended and has been read to its end."),
        },
        404,
        422,
    ),
    description="Never waits. With `Accept: text/event-stream` the same as server-sent events.",
)
GET_LOGS = route(
    "getLogs",
    "Jobs",
    "The job's log after an entry",
    answers({200: says("Entries, at most 500.", LogsView)}, 404, 422),
)
CANCEL_JOB = route(
    "cancelJob",
    "Jobs",
    "Cancel a job",
    answers(
        {
            200: says("Was cancelled already.", JobView, "Location"),
            202: says("Cancelled: no model call begins any more.", JobView, "Location", "Retry-After"),
        },
        400,
        404,
        409,
        413,
        422,
    ),
)
RETRY_JOB = route(
    "retryJob",
    "Jobs",
    "Let a failed or cancelled job go on",
    answers({202: _ACCEPTED}, 404, 409, 422, 429),
    description="Goes on with what is not done. Nothing that was paid for is made again.",
)
CONTINUE_JOB = route(
    "continueJob",
    "Jobs",
    "Let a job that waits for a person go on",
    answers({202: _ACCEPTED}, 404, 409, 422),
)

ADD_EXAM = route(
    "addExam",
    "Library",
    "Store an exam",
    answers({201: says("Stored.", ExamSummary, "Location", "Idempotency-Replayed")}, 400, 413, 422),
    description="`exam_id` is kept if it is free. The very same exam is stored once.",
)
LIST_EXAMS = route("listExams", "Library", "Exams", answers({200: says("A page.", ExamPage)}, 422))
GET_EXAM = route(
    "getExam", "Library", "An exam", answers({200: says("The exam.", ExamView)}, 404), compress=True
)
LIST_COURSES = route("listCourses", "Library", "Courses", answers({200: says("A page.", CoursePage)}, 422))
GET_COURSE = route(
    "getCourse",
    "Library",
    "A course, also while it is being generated",
    answers({200: says("The course.", CourseView)}, 404),
    compress=True,
)
PUBLISH_COURSE = route(
    "publishCourse",
    "Library",
    "Publish a draft",
    answers({200: says("Published, now or before.", CourseView)}, 404, 409),
    description="409 `course-unfinished` while it is being generated.",
    compress=True,
)

_OPEN = {"openapi_extensions": {"security": []}, "compress": True}
GET_OPENAPI = route(
    "getOpenApi",
    "Documentation",
    "This document",
    {200: says("OpenAPI 3.1.") | {"content": {"application/json": {"schema": {"type": "object"}}}}},
    **_OPEN,
)
GET_DOCS = route(
    "getDocs",
    "Documentation",
    "A page to read this and try it out",
    {200: says("HTML.") | {"content": {"text/html": {"schema": {"type": "string"}}}}, **_failed(422)},
    **_OPEN,
)
