"""Request body: from what the gateway hands over to JSON that nothing behind it stumbles over."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from generation.engine.errors import FieldError, InvalidInput, MalformedRequest, PayloadTooLarge
from generation.validation import MAX_ERRORS, Path, pointer

MAX_BODY_BYTES = 2_000_000
"""2 MB: three times an exam of 1,000 long questions."""

MAX_DEPTH = 32
"""Levels of nesting. The deepest document of the contract has 8; recursion ends at some hundred."""


def plain_body(event: Mapping[str, Any]) -> bytes:
    """Raises PayloadTooLarge before anything is decoded, MalformedRequest for broken base64."""
    body: str = event.get("body") or ""
    if event.get("isBase64Encoded"):
        _refuse_over(len(body) * 3 // 4 - 2)
        try:
            raw = base64.b64decode(body, validate=True)
        except binascii.Error as error:
            raise _malformed("is not what its encoding says") from error
    else:
        _refuse_over(len(body))
        try:
            raw = body.encode()
        except UnicodeEncodeError as error:
            raise _malformed("is not UTF-8") from error
    _refuse_over(len(raw))
    return raw


def text_of(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _malformed("is not UTF-8") from error


def parse(text: str) -> dict[str, Any]:
    """A JSON object without duplicate names, NaN or infinity, deep nesting, or text that cannot be
    stored. Raises MalformedRequest where it is no such JSON, InvalidInput where a text is unusable."""
    try:
        body = json.loads(
            text, object_pairs_hook=_members, parse_constant=_refuse_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"is not JSON: {error.msg} in {place}") from error
    except RecursionError as error:
        raise _malformed(f"is nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:  # int() refuses numbers of more than 4,300 digits
        raise _malformed("holds a number that is too long") from error
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise InvalidInput("The body is no JSON object.", errors=(FieldError("", "must be an object"),))
    errors = tuple(islice(_unusable(body), MAX_ERRORS))
    if errors:
        raise InvalidInput("The body holds text that cannot be stored.", errors=errors)
    return body


def _malformed(fault: str) -> MalformedRequest:
    return MalformedRequest(f"The body {fault}.", errors=(FieldError("", fault),))


def _refuse_over(size: int) -> None:
    if size > MAX_BODY_BYTES:
        fault = f"is larger than {MAX_BODY_BYTES:,} bytes"
        raise PayloadTooLarge(
            f"The body {fault}.", errors=(FieldError("", fault),), extra={"max_bytes": MAX_BODY_BYTES}
        )


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        # Two readers of such a body would see two different requests.
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _malformed(f"has {json.dumps(name[:100])} twice in one object")
            seen.add(name)
    return members


def _refuse_constant(name: str) -> None:
    raise _malformed(f"holds {name}, which is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _malformed("holds a number that is too large")
    return number


def _unusable(value: dict[str, Any] | list[Any], path: Path = ()) -> Iterator[FieldError]:
    """Texts with NUL or half a surrogate pair. Raises MalformedRequest for too many levels."""
    if len(path) >= MAX_DEPTH:
        raise _malformed(f"is nested deeper than {MAX_DEPTH} levels")
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(name, str) and not _is_usable(name):
            yield FieldError(pointer(path), "has a member whose name holds NUL or half a surrogate pair")
        elif isinstance(member, str):
            if not _is_usable(member):
                yield FieldError(pointer((*path, name)), "holds NUL or half a surrogate pair")
        elif isinstance(member, dict | list):
            yield from _unusable(member, (*path, name))


def _is_usable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
