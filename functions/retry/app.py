"""POST /v1/jobs/{job_id}/retry and /continue: let a job go on with what is not done."""

from __future__ import annotations

from typing import Annotated, Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.event_handler.openapi.params import Body
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.job_routes import CONTINUE_JOB, RETRY_JOB
    from generation.http.jobs import JobView, RetryJob, first_shown
    from generation.http.parameters import IdempotencyHeader, JobId
    from generation.http.polling import accepted
    from generation.http.resolver import new_resolver
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use, wiring.count_refusal)


@app.post("/v1/jobs/<job_id>/retry", **RETRY_JOB)
def retry(
    job_id: JobId,
    request: Annotated[RetryJob | None, Body()] = None,
    idempotency_key: IdempotencyHeader = None,
) -> Response[JobView]:
    key = app.idempotency_key(idempotency_key, first_shown)
    cap = request.max_cost_usd if request else None
    return accepted(wiring.job_service().retry(app.caller(), job_id, key, cap), wiring.clock().now())


@app.post("/v1/jobs/<job_id>/continue", **CONTINUE_JOB)
def proceed(job_id: JobId, idempotency_key: IdempotencyHeader = None) -> Response[JobView]:
    key = app.idempotency_key(idempotency_key, first_shown)
    return accepted(wiring.job_service().proceed(app.caller(), job_id, key), wiring.clock().now())


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
