"""/v1/admin: what an operator sees of the deployment, and how it is paused."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from generation import wiring
from generation.http.operations import (
    GET_OVERVIEW,
    PAUSE,
    RESUME,
    OverviewView,
    PauseRequest,
    PausesView,
    ResumeRequest,
)
from generation.http.resolver import new_resolver
from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)


@app.post("/v1/admin/pause", **PAUSE)
def pause(request: PauseRequest) -> PausesView:
    return PausesView.of(wiring.operations().pause(app.caller(), *request.target, request.reason))


@app.post("/v1/admin/resume", **RESUME)
def resume(request: ResumeRequest) -> PausesView:
    return PausesView.of(wiring.operations().resume(app.caller(), *request.target))


@app.get("/v1/admin/overview", **GET_OVERVIEW)
def overview() -> OverviewView:
    return OverviewView.of(wiring.operations().overview(app.caller()))


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
