"""GET /v1/courses/{course_id}/export, /v1/programs/{program_id}/export: what was made, as a file.
GET /v1/me/archives/{archive_id}: everything of the caller, piece by piece.
GET /v1/analytics: what past jobs have come to."""

from __future__ import annotations

from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring
    from generation.http.analytics import (
        GET_ANALYTICS,
        AnalyticsView,
        By,
        FirstDay,
        LastDay,
        ScopeWanted,
        part,
        scope_of,
    )
    from generation.http.exports import EXPORT_COURSE, EXPORT_PROGRAM, FormatWanted, attached
    from generation.http.parameters import DocumentId
    from generation.http.resolver import new_resolver
    from generation.http.rights import GET_ARCHIVE, ArchiveId, Number, piece_shown
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)


@app.get("/v1/courses/<course_id>/export", **EXPORT_COURSE)
def course(course_id: DocumentId, format: FormatWanted) -> Response[str]:
    return attached(wiring.exports().export(app.caller(), "course", course_id, format))


@app.get("/v1/programs/<program_id>/export", **EXPORT_PROGRAM)
def program(program_id: DocumentId, format: FormatWanted) -> Response[str]:
    return attached(wiring.exports().export(app.caller(), "program", program_id, format))


@app.get("/v1/me/archives/<archive_id>", **GET_ARCHIVE)
def archive(archive_id: ArchiveId, piece: Number = 1) -> Response[str]:
    return piece_shown(wiring.archives().piece(app.caller(), archive_id, piece))


@app.get("/v1/analytics", **GET_ANALYTICS)
def analytics(
    first: FirstDay = None, last: LastDay = None, by: By = "day", scope: ScopeWanted = "own"
) -> AnalyticsView:
    report = wiring.analytics().report(
        app.caller(), first=first, last=last, by=part(by), scope=scope_of(scope)
    )
    return AnalyticsView.of(report, by)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
