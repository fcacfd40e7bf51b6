"""Claude's errors as the engine's: by status, by the type that the body names, by how a stream broke.

Messages are made here from status, type and request id alone. The API's own wording can change and can
quote the prompt, so it is not matched, and goes into logs only, cleaned (see `wording`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import anthropic
import httpx2
from botocore.exceptions import BotoCoreError, NoCredentialsError

from generation.engine.errors import CallError, PermanentError, RateLimited, TransientCallError
from generation.models.claude import wording
from generation.models.claude.limits import rate_limits

STATUS_OF_TYPE: Mapping[str, int] = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
"""What an error event inside a stream, which has begun with status 200, would have been as an answer."""

SPENT_UP = frozenset({"contract_spend_limit_reached", "enforced_spend_limit_reached"})
"""Codes under which 429 means an empty purse: waiting does not fill it, and no retry-after is named."""

_ACCESS_DENIED = frozenset({401, 403})
_UNSURE = frozenset({408, 499})
"""Statuses below 500 that may come after the model has begun: the request took too long, or was given up."""
_PASSING = frozenset({408, 409, 424, 425, 499})
"""Statuses from 400 on that say "not now" and not "not like this"."""
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


def of_response(error: anthropic.APIStatusError, request: Mapping[str, Any]) -> CallError:
    """An answer with an error status to a `request` with that body."""
    found = _of_status(
        error.status_code,
        kind=error.type,
        code=error.error_code,
        request_id=error.request_id,
        wait_s=retry_after_s(error.response.headers),
    )
    if isinstance(found, RateLimited):
        found.rate_limits = rate_limits(error.response.headers)
    found.said = wording.said(error.body, request, error.request.headers)
    return found


def of_event(event: Any, response: httpx2.Response, request: Mapping[str, Any]) -> CallError:
    """An error event inside a stream: only the body's type tells what happened."""
    headers = response.headers
    error = event.get("error") if isinstance(event, Mapping) else None
    kind = error.get("type") if isinstance(error, Mapping) else None
    status = STATUS_OF_TYPE.get(kind, 500) if isinstance(kind, str) else 500
    found = _of_status(
        status, kind=kind, code=None, request_id=headers.get("request-id"), wait_s=retry_after_s(headers)
    )
    found.said = wording.said(event, request, response.request.headers)
    return found


def of_connection(error: Exception) -> TransientCallError:
    """What the SDK or its transport raised before an answer began."""
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        failed = TransientCallError("Claude did not begin to answer in time", code="model-timeout")
    else:
        failed = TransientCallError("The connection to Claude failed", code="model-unreachable")
    # Without a connection nothing was sent; with one it may have been.
    not_sent = httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout
    failed.is_unbilled = isinstance(error, not_sent) or isinstance(error.__cause__, not_sent)
    return failed


def of_stream(error: Exception, request_id: str | None) -> TransientCallError:
    """What broke a stream that had begun: transport errors, or data that is no JSON and no text."""
    match error:
        case httpx2.TimeoutException():
            code, what = "model-stream-stalled", "The answer stopped coming in the middle"
        case httpx2.HTTPError() | httpx2.StreamError():
            code, what = "model-stream-broken", "The connection broke in the middle of the answer"
        case _:
            code, what = "model-stream-garbled", "The answer's stream could not be read"
    return TransientCallError(what + _named(request_id), code=code)


def of_signing(error: Exception) -> CallError:
    """What came of looking for the role's credentials."""
    if isinstance(error, BotoCoreError) and not isinstance(error, NoCredentialsError):
        failed = TransientCallError(
            "The AWS credentials could not be had just now", code="model-key-unavailable"
        )
        failed.is_unbilled = True
        return failed
    return PermanentError("There are no AWS credentials", code="model-access-denied")


def _of_status(
    status: int, *, kind: str | None, code: str | None, request_id: str | None, wait_s: float | None
) -> CallError:
    said = f"Claude answered {status}" + (f" ({kind})" if kind and _NAME.fullmatch(kind) else "")
    said += _named(request_id)
    if status == 402 or kind == "billing_error" or code in SPENT_UP:
        return PermanentError(f"{said}: the account cannot pay for the call", code="model-billing")
    if status == 529 or kind == "overloaded_error":
        return RateLimited(said, code="model-overloaded", retry_after_s=wait_s)
    if status == 429 or kind == "rate_limit_error":
        return RateLimited(said, retry_after_s=wait_s)
    if status in _PASSING or status >= 500:
        passing = TransientCallError(said, code="model-unavailable")
        passing.is_unbilled = status < 500 and status not in _UNSURE
        return passing
    if status in _ACCESS_DENIED:
        return PermanentError(f"{said}: the key or role has no access", code="model-access-denied")
    if status == 413:
        return PermanentError(f"{said}: the input is too long", code="input-too-long", retryable=False)
    return PermanentError(f"{said}: it does not take the request", code="model-request-invalid")


def _named(request_id: str | None) -> str:
    """The id comes from whoever answers at the base URL: only what looks like one is passed on."""
    return f", request {request_id}" if request_id and _NAME.fullmatch(request_id) else ""


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that an answer asks to wait, never negative; None where it names nothing usable.

    `headers` ignore case, as httpx2's do. An HTTP date is measured against the answer's own `date`
    header, so a clock that is wrong on either side does not matter.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (number := _number(headers.get(name))) is not None:
            return max(0.0, number * unit)
    then, now = _date(headers.get("retry-after")), _date(headers.get("date"))
    if then is None or now is None:
        return None
    return max(0.0, (then - now).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
