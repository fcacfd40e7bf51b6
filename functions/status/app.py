"""GET /v1/jobs...: jobs, one of them, its feed and its log, as often as somebody likes to ask.

GET /v1/limits: what the caller may do and spend."""

from __future__ import annotations

from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.feed import Accept, FeedView, LastEventId, LogsView, fed, logged
    from generation.http.job_routes import GET_EVENTS, GET_JOB, GET_LOGS, LIST_JOBS
    from generation.http.jobs import JobPage, JobView, JobWithItems
    from generation.http.limits import GET_LIMITS, LimitsView
    from generation.http.parameters import After, Cursor, JobId, Limit, Words
    from generation.http.polling import (
        IfNoneMatch,
        Include,
        PipelineFilter,
        Scope,
        Since,
        StatusFilter,
        Until,
        listed,
        polled,
        statuses,
    )
    from generation.http.resolver import new_resolver
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)


@app.get("/v1/jobs", **LIST_JOBS)
def jobs(
    status: StatusFilter = None,
    pipeline: PipelineFilter = None,
    q: Words = None,
    since: Since = None,
    until: Until = None,
    scope: Scope = "own",
    limit: Limit = 25,
    cursor: Cursor = None,
    if_none_match: IfNoneMatch = None,
) -> Response[JobPage | None]:
    service = wiring.job_service()
    page = service.jobs(
        app.caller(),
        statuses=statuses(status),
        pipeline=pipeline,
        words=q,
        since=since,
        until=until,
        scope=scope,
        limit=limit,
        cursor=cursor,
    )
    return listed(page, wiring.clock().now(), if_none_match, service.place)


@app.get("/v1/jobs/<job_id>", **GET_JOB)
def job(
    job_id: JobId, include: Include = None, if_none_match: IfNoneMatch = None
) -> Response[JobWithItems | JobView | None]:
    service = wiring.job_service()
    found = service.job(app.caller(), job_id)
    items = service.items if include else None
    return polled(found, wiring.clock().now(), if_none_match, service.place(found), items)


@app.get("/v1/jobs/<job_id>/events", **GET_EVENTS)
def events(
    job_id: JobId, after: After = 0, last_event_id: LastEventId = None, accept: Accept = None
) -> Response[FeedView | str | None]:
    seen = after if last_event_id is None else last_event_id
    return fed(wiring.job_service().feed(app.caller(), job_id, seen), accept, wiring.clock().now())


@app.get("/v1/jobs/<job_id>/logs", **GET_LOGS)
def logs(job_id: JobId, after: After = 0) -> Response[LogsView]:
    return logged(wiring.job_service().log(app.caller(), job_id, after), wiring.clock().now())


@app.get("/v1/limits", **GET_LIMITS)
def limits() -> LimitsView:
    return LimitsView.of(wiring.operations().limits_of(app.caller()))


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
