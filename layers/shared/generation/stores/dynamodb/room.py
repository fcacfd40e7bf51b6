"""Room: what an owner has stored of a kind, counted in the transactions that store and delete it.

So each document counts exactly once, however many uploads, starts and deletions run at the same time:
they meet on the one item of the owner and kind. Documents without a size do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generation.engine.errors import QuotaExceeded
from generation.engine.model.checkpoint import Document, Quota
from generation.stores import refusals
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import Action, Record, change, update


def taken(heads: Iterable[Document], quota: Quota) -> Iterator[Action]:
    sized = [head for head in heads if head.size is not None]
    for kind, owner in sorted({(head.kind, head.owner) for head in sized}):
        sizes = [head.size or 0 for head in sized if (head.kind, head.owner) == (kind, owner)]
        yield _take(kind, owner, quota, len(sizes), sum(sizes))


def given_back(head: Document) -> Iterator[Action]:
    # No condition of its own: the head is deleted in the same transaction under one, and its size was added
    # when it was written.
    if head.size is not None:
        key = keys.room_key(head.kind, head.owner)
        yield change(key, "ADD #documents :less, #size :size", less=-1, size=-head.size)


def _take(kind: str, owner: str, quota: Quota, documents: int, size: int) -> Action:
    # Race: another upload at the same time. Together they could exceed the quota.
    first = "(attribute_not_exists(#documents) AND :none <= :most AND :none <= :left)"
    return update(
        keys.room_key(kind, owner),
        "ADD #documents :new, #size :size",
        f"{first} OR (#documents <= :most AND #size <= :left)",
        lambda found: _full(kind, quota, found or {}, size),
        new=documents,
        size=size,
        none=0,
        most=quota.documents - documents,
        left=quota.size - size,
    )


def _full(kind: str, quota: Quota, found: Record, size: int) -> QuotaExceeded:
    stored = int(found.get("documents", 0)), int(found.get("size", 0))
    return refusals.quota_exceeded(kind, quota, *stored, size)
