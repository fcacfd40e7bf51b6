"""Answers of a route as the OpenAPI document describes them. What a route takes comes from its handler's
signature; what it can answer stands with the models that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.http import problems as problem
from generation.http.parameters import Problem

_PROBLEMS: Mapping[int, str] = {
    400: "The body is not JSON that can be read: `malformed-request`.",
    401: "No bearer token, or one that is not valid: `unauthenticated`.",
    403: "`plan-required`, `exam-quota-exceeded`, `course-quota-exceeded`, `role-required` or `forbidden`.",
    404: "Not there, or somebody else's: `not-found`.",
    409: "The state does not allow it; `code` says why.",
    412: "It is not any more what `If-Match` names: `changed-meanwhile`.",
    413: "Body over 2 MB or 80,000 values: `payload-too-large`. Answer over 6 MB: `answer-too-large`.",
    422: "`invalid-input` with `errors`, or `idempotency-key-reused`.",
    428: "`If-Match` is required: `if-match-required`.",
    429: "Too many active jobs (`too-many-jobs`) or requests, or what may be spent is spent "
    "(`spend-limit-reached`); `Retry-After` says when to try again.",
    500: "A fault of the service: `internal-error`.",
    503: "The service cannot answer at the moment (`unavailable`), or the operator has paused what was asked "
    "for (`paused`), with `Retry-After`.",
}

_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "Location": {"description": "Address of what was made.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds until it is worth asking.", "schema": {"type": "integer"}},
    "Content-Disposition": {"description": "Name of the file (RFC 6266).", "schema": {"type": "string"}},
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
    return {**given, **failed(401, *problems, 500, 503)}


def failed(*statuses: int) -> dict[int, Any]:
    return {
        status: {"description": _PROBLEMS[status], "content": {problem.CONTENT_TYPE: {"model": Problem}}}
        for status in sorted(statuses)
    }


def route(
    operation_id: str, tag: str, summary: str, responses: dict[int, Any], **more: Any
) -> dict[str, Any]:
    """Arguments of a route's decorator."""
    return {"operation_id": operation_id, "tags": [tag], "summary": summary, "responses": responses, **more}
