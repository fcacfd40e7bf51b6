"""POST /v1/jobs: accept a generation request and queue it. POST /v1/quote: what that would take.

/v1/batches...: many starts in one request, and what has become of them. GET /v1/me/export, DELETE /v1/me:
everything of the caller, exported or erased by a job."""

from __future__ import annotations

from typing import Annotated, Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.event_handler.openapi.params import Body
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.batches import (
        CANCEL_BATCH,
        GET_BATCH,
        LIST_BATCHES,
        RETRY_BATCH,
        START_BATCH,
        BatchId,
        BatchPage,
        BatchRetried,
        BatchStarted,
        BatchView,
        CancelBatch,
        StartBatch,
        answered,
        nothing_kept,
        retried,
        started,
        told,
    )
    from generation.http.job_routes import START_JOB
    from generation.http.jobs import JobView, StartJob, first_shown
    from generation.http.parameters import Cursor, IdempotencyHeader, Limit
    from generation.http.polling import accepted
    from generation.http.quote import QUOTE_JOB, QuoteView
    from generation.http.resolver import new_resolver
    from generation.http.rights import ERASE_ME, EXPORT_ME
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use, wiring.count_refusal)


@app.post("/v1/jobs", **START_JOB)
def start(request: StartJob, idempotency_key: IdempotencyHeader = None) -> Response[JobView]:
    key = app.idempotency_key(idempotency_key, first_shown)
    options = request.options.options()
    answer = wiring.job_service().start(app.caller(), request.pipeline, request.input, options, key)
    return accepted(answer, wiring.clock().now())


@app.post("/v1/quote", **QUOTE_JOB)
def quote(request: StartJob) -> QuoteView:
    options = request.options.options()
    return QuoteView.of(wiring.quotes().quote(app.caller(), request.pipeline, request.input, options))


@app.post("/v1/batches", **START_BATCH)
def start_batch(request: StartBatch, idempotency_key: IdempotencyHeader = None) -> Response[BatchStarted]:
    key = app.idempotency_key(idempotency_key, nothing_kept)
    return started(wiring.batches().start(app.caller(), request.name, request.starts(), told, key))


@app.get("/v1/batches", **LIST_BATCHES)
def batches(limit: Limit = 25, cursor: Cursor = None) -> BatchPage:
    return BatchPage.of(wiring.batches().batches(app.caller(), limit=limit, cursor=cursor))


@app.get("/v1/batches/<batch_id>", **GET_BATCH)
def batch(batch_id: BatchId, limit: Limit = 25, cursor: Cursor = None) -> Response[BatchView]:
    found = wiring.batches().batch(app.caller(), batch_id)
    return answered(found, wiring.clock().now(), wiring.job_service().place, limit, cursor)


@app.post("/v1/batches/<batch_id>/cancel", **CANCEL_BATCH)
def cancel_batch(
    batch_id: BatchId, request: Annotated[CancelBatch | None, Body()] = None
) -> Response[BatchView]:
    reason = request.reason if request else None
    cancelled = wiring.batches().cancel(app.caller(), batch_id, reason)
    return answered(cancelled, wiring.clock().now(), wiring.job_service().place)


@app.post("/v1/batches/<batch_id>/retry", **RETRY_BATCH)
def retry_batch(batch_id: BatchId, idempotency_key: IdempotencyHeader = None) -> Response[BatchRetried]:
    key = app.idempotency_key(idempotency_key, nothing_kept)
    return retried(wiring.batches().retry(app.caller(), batch_id, told, key))


@app.get("/v1/me/export", **EXPORT_ME)
def export_me() -> Response[JobView]:
    return accepted(wiring.rights().export(app.caller()), wiring.clock().now())


@app.delete("/v1/me", **ERASE_ME)
def erase_me() -> Response[JobView]:
    return accepted(wiring.rights().erase(app.caller()), wiring.clock().now())


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
