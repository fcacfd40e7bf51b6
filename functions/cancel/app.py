"""POST /v1/jobs/{job_id}/cancel: end a job, also in the middle of a model call."""

from __future__ import annotations

from typing import Annotated, Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.event_handler.openapi.params import Body
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.job_routes import CANCEL_JOB
    from generation.http.jobs import CancelJob, JobView
    from generation.http.parameters import JobId
    from generation.http.polling import accepted
    from generation.http.resolver import new_resolver
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)


@app.post("/v1/jobs/<job_id>/cancel", **CANCEL_JOB)
def cancel(job_id: JobId, request: Annotated[CancelJob | None, Body()] = None) -> Response[JobView]:
    reason = request.reason if request else None
    answer = wiring.job_service().cancel(app.caller(), job_id, reason)
    return accepted(answer, wiring.clock().now())


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
