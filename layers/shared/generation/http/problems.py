"""Problem answers (RFC 9457): the one table from error to status."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from generation.engine import errors
from generation.engine.errors import FieldError, GenerationError, InvalidInput, NotFound, RequestError
from generation.validation import MAX_ERRORS, field_errors

CONTENT_TYPE = "application/problem+json"

STATUS: Mapping[type[GenerationError], int] = {
    errors.MalformedRequest: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.PayloadTooLarge: 413,
    errors.AnswerTooLarge: 413,
    errors.InvalidInput: 422,
    errors.IdempotencyKeyReused: 422,
    errors.PreconditionRequired: 428,
    errors.TooManyJobs: 429,
    errors.SpendLimitReached: 429,
    errors.Paused: 503,
    errors.Unavailable: 503,
}
"""Anything else is a fault of ours: 500 without details."""

UNAVAILABLE_RETRY_S = 2


def status_of(error: GenerationError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def from_exception(error: Exception) -> GenerationError:
    """The error of the engine's tree that stands for an exception of the resolver or of a fault of ours."""
    if isinstance(error, RequestValidationError) and not _is_ours(error):
        return _invalid(error.errors())
    if isinstance(error, NotFoundError):
        return NotFound("There is nothing at this address.")
    if isinstance(error, RequestError) and error.code == "bad-cursor":
        return InvalidInput(error.detail, errors=(FieldError("/query/cursor", "is not of this list"),))
    if isinstance(error, RequestError):
        return error
    if isinstance(error, errors.Unavailable):
        return errors.Unavailable("The service cannot answer at the moment.")
    return GenerationError("The service failed to answer. It has been logged.")


def answer(error: GenerationError, instance: str) -> Response[str]:
    status = status_of(error)
    headers: dict[str, str] = {}
    retry_after_s = UNAVAILABLE_RETRY_S if status == 503 else None
    if isinstance(error, RequestError):
        retry_after_s = error.retry_after_s
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return _written(told(error, instance), headers)


def told(error: GenerationError, instance: str, most_errors: int = MAX_ERRORS) -> dict[str, Any]:
    """The members of its problem."""
    more: dict[str, Any] = {}
    if isinstance(error, RequestError):
        more = dict(error.extra)
        if error.errors:
            more["errors"] = [
                {"pointer": e.pointer, "message": e.message} for e in error.errors[:most_errors]
            ]
    return _members(status_of(error), error.code, str(error), instance, more)


def method_not_allowed(instance: str, allowed: Iterable[str]) -> Response[str]:
    """No error of the engine: only HTTP knows methods."""
    methods = ", ".join(allowed)
    detail = f"This address answers to {methods}."
    return _written(_members(405, "method-not-allowed", detail, instance, {}), {"Allow": methods})


def _members(status: int, code: str, detail: str, instance: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": f"/problems/{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "instance": instance,
        "code": code,
        **more,
    }


def _written(problem: Mapping[str, Any], headers: Mapping[str, str]) -> Response[str]:
    headers = {"Cache-Control": "no-store", **headers}
    return Response(problem["status"], CONTENT_TYPE, json.dumps(problem), headers)


def _is_ours(error: RequestValidationError) -> bool:
    """The resolver raises the same error for an answer that does not fit its own type."""
    return any(fault["loc"][0] == "response" for fault in error.errors())


def _invalid(found: Iterable[Mapping[str, Any]]) -> RequestError:
    """What validation has found, all of it at once.

    `loc` begins with the place: body, query, header or path. Body pointers are those of the document
    itself; an id in the path that can be no id is one that does not exist.
    """
    faults = [
        {**fault, "loc": fault["loc"][1:] if fault["loc"][0] == "body" else fault["loc"]} for fault in found
    ]
    if any(fault["loc"][:1] == ("path",) for fault in faults):
        return NotFound("There is nothing at this address.")
    return InvalidInput("The request does not fit the contract.", errors=field_errors(faults))
