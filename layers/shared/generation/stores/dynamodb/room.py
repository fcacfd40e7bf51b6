"""Room: what an owner has stored of a kind, counted in the transactions that store and delete it.

So each document counts exactly once, however many uploads, starts and deletions run at the same time:
they meet on the one item of the owner and kind. What is deleted is counted apart from what is there, until it
is gone. Documents without a size do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generation.engine.errors import QuotaExceeded
from generation.engine.model.checkpoint import Document, Quota
from generation.stores import refusals
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import Action, Record, Value, change, update

STORED, DELETED = ("documents", "size"), ("deleted", "deleted_size")
"""Attributes of what is there, and of what can be restored: how many, and their bytes."""


class TrashFull(Exception):
    """As much as the quota allows can be restored already. Stays in the adapters."""


def taken(heads: Iterable[Document], quota: Quota) -> Iterator[Action]:
    sized = [head for head in heads if head.size is not None]
    for kind, owner in sorted({(head.kind, head.owner) for head in sized}):
        sizes = [head.size or 0 for head in sized if (head.kind, head.owner) == (kind, owner)]
        yield _take(kind, owner, quota, len(sizes), sum(sizes))


def given_back(head: Document) -> Iterator[Action]:
    """Of one that is deleted for good. No condition of its own: the head is changed in the same transaction
    under one, and its size was added when it was written."""
    if head.size is not None:
        members, values = _add(STORED, -1, -head.size)
        yield change(keys.room_key(head.kind, head.owner), f"ADD {members}", **values)


def put_aside(head: Document, quota: Quota) -> Iterator[Action]:
    """Of one that is deleted and can be restored."""
    if head.size is None:
        return
    out, less = _add(STORED, -1, -head.size)
    into, more = _add(DELETED, 1, head.size)
    # Race: another deletion at the same time. Together they could exceed what may be kept.
    when, bounds = _fits(DELETED, quota, 1, head.size)
    key = keys.room_key(head.kind, head.owner)
    yield update(key, f"ADD {out}, {into}", when, lambda _: TrashFull(), **less, **more, **bounds)


def taken_again(head: Document, quota: Quota) -> Iterator[Action]:
    """Of one that is restored."""
    if head.size is not None:
        yield _take(head.kind, head.owner, quota, 1, head.size, _add(DELETED, -1, -head.size))


def left(head: Document) -> Iterator[Action]:
    """Of one that was put aside and is gone now."""
    if head.size is not None:
        members, values = _add(DELETED, -1, -head.size)
        yield change(keys.room_key(head.kind, head.owner), f"ADD {members}", **values)


def _take(
    kind: str,
    owner: str,
    quota: Quota,
    documents: int,
    size: int,
    also: tuple[str, dict[str, Value]] | None = None,
) -> Action:
    # Race: another upload at the same time. Together they could exceed the quota.
    members, values = _add(STORED, documents, size)
    others, more = also or ("", {})
    when, bounds = _fits(STORED, quota, documents, size)
    return update(
        keys.room_key(kind, owner),
        f"ADD {members}, {others}" if others else f"ADD {members}",
        when,
        lambda found: _full(kind, quota, found or {}, size),
        **values,
        **more,
        **bounds,
    )


def _add(names: tuple[str, str], documents: int, size: int) -> tuple[str, dict[str, Value]]:
    """Of an ADD, with its values."""
    count, total = names
    return f"#{count} :{count}, #{total} :{total}", {count: documents, total: size}


def _fits(names: tuple[str, str], quota: Quota, documents: int, size: int) -> tuple[str, dict[str, Value]]:
    count, total = names
    first = f"(attribute_not_exists(#{count}) AND :none <= :most AND :none <= :left)"
    bounds: dict[str, Value] = {"none": 0, "most": quota.documents - documents, "left": quota.size - size}
    return f"{first} OR (#{count} <= :most AND #{total} <= :left)", bounds


def _full(kind: str, quota: Quota, found: Record, size: int) -> QuotaExceeded:
    stored = int(found.get("documents", 0)), int(found.get("size", 0))
    return refusals.quota_exceeded(kind, quota, *stored, size)
