"""Request body: from what the gateway hands over to JSON that nothing behind it stumbles over."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from math import isinf
from typing import Any

from generation.engine.errors import FieldError, InvalidInput, MalformedRequest, PayloadTooLarge
from generation.validation import MAX_ERRORS, Path, pointer

MAX_BODY_BYTES = 2_000_000
"""Longest body, bytes: three times an exam of 1,000 long questions."""

MAX_VALUES = 80_000
"""Most JSON values in a body, nested ones counted too. The largest exam of the contract has 68,000: 1,000
questions with 10 options, 10 right answers and 20 references. Without this bound 2 MB hold a million
values, which take 100 MB of memory once parsed."""

MAX_MEMBERS = 50
"""Most members of one object. The largest object of the contract has 12; validation would report each further
member as an error."""

MAX_DEPTH = 32
"""Most levels of nesting. The deepest document of the contract has 8; the parser fails at some hundred."""


_CONTAINERS = frozenset({dict, list})
_UNUSABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


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
    """A JSON object without duplicate names, NaN or infinity, deep nesting, too many values, or text
    that cannot be stored. Raises PayloadTooLarge for too many values, MalformedRequest where it is no
    such JSON, InvalidInput where a text or an object is unusable."""
    _refuse_many(text)
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
    # NUL and half a pair can only come from an escape: as they are, neither JSON nor UTF-8 has them.
    errors = tuple(islice(_unusable(body, _UNUSABLE.search(text) is not None), MAX_ERRORS))
    if errors:
        raise InvalidInput("The body cannot be used as it is.", errors=errors)
    return body


def _malformed(fault: str) -> MalformedRequest:
    return MalformedRequest(f"The body {fault}.", errors=(FieldError("", fault),))


def _refuse_over(size: int) -> None:
    if size > MAX_BODY_BYTES:
        fault = f"is larger than {MAX_BODY_BYTES:,} bytes"
        raise PayloadTooLarge(
            f"The body {fault}.", errors=(FieldError("", fault),), extra={"max_bytes": MAX_BODY_BYTES}
        )


def _refuse_many(text: str) -> None:
    """Before anything is parsed: every value but the first stands behind a comma or an opening bracket."""
    if _separators(text) < MAX_VALUES:
        return
    # Only now without those inside of texts, which takes some milliseconds: pairs of backslashes first,
    # then escaped quotes, so that each quote that is left begins or ends a text. Where the body is no
    # JSON, the part that the parser would read is counted rightly all the same.
    bare = text.replace("\\\\", "").replace('\\"', "")
    # A text is a value or the name of one, so four quotes are a value at least; that is told without
    # cutting a body of a million texts into pieces.
    many_texts = bare.count('"') >= 4 * MAX_VALUES
    if many_texts or sum(map(_separators, bare.split('"')[::2])) >= MAX_VALUES:
        fault = f"holds more than {MAX_VALUES:,} values"
        raise PayloadTooLarge(
            f"The body {fault}.", errors=(FieldError("", fault),), extra={"max_values": MAX_VALUES}
        )


def _separators(text: str) -> int:
    return text.count(",") + text.count("[") + text.count("{")


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
    if isinf(number):
        raise _malformed("holds a number that is too large")
    return number


def _unusable(value: dict[str, Any] | list[Any], read: bool, path: Path = ()) -> Iterator[FieldError]:
    """Objects with too many members and, if `read`, texts with NUL or half a surrogate pair. Raises
    MalformedRequest for too many levels."""
    if len(path) >= MAX_DEPTH:
        raise _malformed(f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict) and len(value) > MAX_MEMBERS:
        yield FieldError(pointer(path), f"has {len(value):,} members, at most {MAX_MEMBERS} are allowed")
        return
    for name, member in value.items() if isinstance(value, dict) else enumerate(value):
        if member.__class__ in _CONTAINERS:
            yield from _unusable(member, read, (*path, name))
        if not read:
            continue
        if isinstance(name, str) and not _is_usable(name):
            yield FieldError(pointer(path), "has a member whose name holds NUL or half a surrogate pair")
        elif isinstance(member, str) and not _is_usable(member):
            yield FieldError(pointer((*path, name)), "holds NUL or half a surrogate pair")


def _is_usable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
