"""Idempotency: a request that is sent again gets the first answer again.

The answer is written in one transaction with what it tells of, so a request is never half done: of two
with the same key at the same time one is carried out and the other one finds its answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from generation.engine.errors import IdempotencyKeyReused
from generation.engine.model.checkpoint import Once
from generation.engine.ports import JobStore

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """`fingerprint` is of route and body: another one under the same key is another request."""

    text: str
    fingerprint: str


def first_answer(
    owner: str, key: IdempotencyKey | None, answer: dict[str, Any], now: datetime
) -> Once | None:
    """To be written together with what it answers; None for a request without a key."""
    if key is None:
        return None
    return Once(owner=owner, key=key.text, fingerprint=key.fingerprint, answer=answer, expires_at=now + KEPT)


def kept_answer(
    store: JobStore, owner: str, key: IdempotencyKey | None, now: datetime
) -> dict[str, Any] | None:
    """What was answered under the key, None where nothing was. Raises IdempotencyKeyReused."""
    once = store.answer(owner, key.text, now) if key is not None else None
    if key is None or once is None:
        return None
    if once.fingerprint != key.fingerprint:
        raise IdempotencyKeyReused("This Idempotency-Key was used for another request.")
    return once.answer
