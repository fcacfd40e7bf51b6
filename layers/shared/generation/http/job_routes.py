"""Routes of jobs, as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Any

from generation.http.answers import answers, route, says
from generation.http.feed import EVENT_STREAM, FeedView, LogsView
from generation.http.jobs import JobPage, JobView, JobWithItems


def _events() -> dict[str, Any]:
    answer = says("Events, at most 500.", FeedView, "Retry-After")
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
    "listJobs",
    "Jobs",
    "Jobs, newest first",
    answers(
        {
            200: says("A page.", JobPage, "ETag", "Retry-After"),
            304: says("Unchanged since the answer with this ETag.", None, "ETag", "Retry-After"),
        },
        403,
        422,
    ),
    description="`Retry-After` is there while a job of the page is active: ask again after so many seconds.",
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
    description="Never waits. With `Accept: text/event-stream` the same as server-sent events. As JSON with "
    "`Retry-After` until `is_finished`.",
)
GET_LOGS = route(
    "getLogs",
    "Jobs",
    "The job's log after an entry",
    answers({200: says("Entries, at most 500.", LogsView, "Retry-After")}, 404, 422),
    description="With `Retry-After` until `is_finished`.",
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
    answers({202: _ACCEPTED}, 400, 403, 404, 409, 413, 422, 429),
    description="Goes on with what is not done. Nothing that was paid for is made again. A job that failed "
    "with `budget-exceeded` needs a higher `options.max_cost_usd`, which the deployment's bounds.",
)
CONTINUE_JOB = route(
    "continueJob",
    "Jobs",
    "Let a job that waits for a person go on",
    answers({202: _ACCEPTED}, 403, 404, 409, 422, 429),
)
