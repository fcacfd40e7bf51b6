"""/v1/admin: what an operator sees of the deployment, how it is paused, and who did that."""

from __future__ import annotations

from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.operations import (
        GET_AUDIT,
        GET_OVERVIEW,
        PAUSE,
        RESUME,
        AuditPage,
        OverviewView,
        PauseRequest,
        PausesView,
        ResumeRequest,
    )
    from generation.http.parameters import Cursor, Limit
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


@app.get("/v1/admin/audit", **GET_AUDIT)
def audit(limit: Limit = 25, cursor: Cursor = None) -> AuditPage:
    return AuditPage.of(wiring.operations().acts(app.caller(), limit=limit, cursor=cursor))


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
