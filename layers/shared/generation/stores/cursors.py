"""Cursors: where a list goes on. Opaque to the client, worth nothing in another list."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import blake2b

from generation.engine.errors import MalformedRequest
from generation.engine.ports import EVERYTHING, DocumentFilter, JobFilter

_CHECK = 6
"""Bytes of a cursor's checksum. It finds mistakes; forging one gains nothing, as a cursor gives no access."""

_ID = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,100}")
"""What ids of jobs and documents are made of. Anybody can make a cursor that fits its list: what it
holds becomes part of a key."""


def cursor_after(last: str, *which: str) -> str:
    """`last` is the id of the last entry seen, `which` names the list and its filters."""
    return base64.urlsafe_b64encode(_check(last, which) + last.encode()).decode().rstrip("=")


def last_seen(cursor: str, *which: str) -> str:
    """Raises MalformedRequest for what `cursor_after` did not make for the same list."""
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        last = data[_CHECK:].decode()
    except (binascii.Error, ValueError) as error:
        raise _bad() from error
    if data[:_CHECK] != _check(last, which) or cursor_after(last, *which) != cursor:
        raise _bad()
    if not _ID.fullmatch(last):
        raise _bad()
    return last


def last_number(cursor: str, *which: str) -> int:
    """Of a list whose entries are numbered from 1. Raises MalformedRequest as `last_seen` does."""
    last = last_seen(cursor, *which)
    if not re.fullmatch("[1-9][0-9]{0,9}", last):
        raise _bad()
    return int(last)


def name_of(which: JobFilter) -> tuple[str, ...]:
    """Of a list of jobs, for both functions above."""
    statuses = "*" if which.statuses is None else ",".join(sorted(which.statuses))
    place = f"owner {which.owner}" if which.org_id is None else f"org {which.org_id}"
    moments = [moment.isoformat() if moment else "*" for moment in (which.since, which.until)]
    return ("jobs", place, statuses, which.pipeline or "*", which.words or "*", *moments)


def name_of_documents(kind: str, owner: str, which: DocumentFilter) -> tuple[str, ...]:
    """Of a list of documents."""
    filters = (which.kind or "*", which.status or "*", which.words or "*")
    return ("documents", kind, owner, *(filters if which != EVERYTHING else ()))


def _check(last: str, which: tuple[str, ...]) -> bytes:
    return blake2b(repr((last, which)).encode(), digest_size=_CHECK).digest()


def _bad() -> MalformedRequest:
    return MalformedRequest("This cursor does not belong to this list.", code="bad-cursor")
