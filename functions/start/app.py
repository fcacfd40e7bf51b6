"""POST /v1/jobs: accept a generation request and queue it. POST /v1/quote: what that would take."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from generation import wiring
from generation.http.job_routes import START_JOB
from generation.http.jobs import JobView, StartJob, first_shown
from generation.http.parameters import IdempotencyHeader
from generation.http.polling import accepted
from generation.http.quote import QUOTE_JOB, QuoteView
from generation.http.resolver import new_resolver
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


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
