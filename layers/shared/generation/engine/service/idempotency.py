"""Idempotency: a request that is sent again gets the first answer again.

The answer is written in one transaction with what it tells of, so a request is never half done: of two
with the same key at the same time one is carried out and the other one finds its answer. Where a request is
more than one write (a batch), what it was about is kept first, and a repeat goes on with that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generation.engine.errors import GenerationError, IdempotencyKeyReused
from generation.engine.model.checkpoint import IdempotencyRecord
from generation.engine.ports import JobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """`fingerprint` is of route and body: another one under the same key is another request. `body` makes
    the body of the answer out of what the request has made."""

    text: str
    fingerprint: str
    body: Callable[[Any], dict[str, Any]]


def first_answer(
    owner: str, key: IdempotencyKey | None, made: Any, made_id: str, until: datetime
) -> IdempotencyRecord | None:
    """To be written together with what it answers, and given again `until` then; None for a request
    without a key."""
    if key is None:
        return None
    answer = {"id": made_id, "body": key.body(made)}
    return IdempotencyRecord(
        owner=owner, key=key.text, fingerprint=key.fingerprint, answer=answer, expires_at=until
    )


def kept_answer(
    store: JobStore, owner: str, key: IdempotencyKey | None, now: datetime
) -> dict[str, Any] | None:
    """`id` and `body` of what was answered under the key, None where nothing was. Raises
    IdempotencyKeyReused."""
    idempotency = store.answer(owner, key.text, now) if key is not None else None
    if key is None or idempotency is None:
        return None
    if idempotency.fingerprint != key.fingerprint:
        raise IdempotencyKeyReused("This Idempotency-Key was used for another request.")
    return idempotency.answer


def answer_of_twin(store: JobStore, owner: str, key: IdempotencyKey | None, now: datetime) -> dict[str, Any]:
    """What the request with the same key was answered that was first, at the same time (KeyUsed). Raises
    IdempotencyKeyReused."""
    kept = kept_answer(store, owner, key, now)
    if kept is None:
        raise GenerationError("an idempotency key was used and has no answer")
    return kept
