"""Idempotency: the first answer is kept under its key, and given for the same request alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import IdempotencyKeyReused
from generation.engine.limits import Limits
from generation.engine.service.idempotency import IdempotencyKey, first_answer, kept_answer
from testing.memory.jobs import MemoryJobStore
from tests.unit.engine.examples import NOW

KEY = IdempotencyKey(text="k", fingerprint="f", body=lambda made: {"made": made})
UNTIL = NOW + timedelta(hours=1)


class Kept:
    """In the place of a store: the one answer that was written."""

    def __init__(self, idempotency: Any) -> None:
        self._record = idempotency

    def answer(self, owner: str, key: str, now: Any) -> Any:
        is_it = self._record and (owner, key) == (self._record.owner, self._record.key)
        return self._record if is_it else None


def kept(idempotency: Any, owner: str = "ada", key: IdempotencyKey | None = KEY) -> dict[str, Any] | None:
    store: Any = Kept(idempotency)
    return kept_answer(store, owner, key, NOW)


def test_the_first_answer_is_given_again() -> None:
    idempotency = first_answer("ada", KEY, "it", "job_1", UNTIL)
    assert idempotency is not None
    assert idempotency.expires_at == UNTIL
    assert kept(idempotency) == {"id": "job_1", "body": {"made": "it"}}


def test_a_key_is_its_owners_and_another_request_under_it_is_refused() -> None:
    idempotency = first_answer("ada", KEY, "it", "job_1", UNTIL)
    assert kept(idempotency, owner="bob") is None
    with pytest.raises(IdempotencyKeyReused):
        kept(idempotency, key=IdempotencyKey(text="k", fingerprint="other", body=dict))


def test_a_request_without_a_key_keeps_and_finds_nothing() -> None:
    assert first_answer("ada", None, "it", "job_1", UNTIL) is None
    assert kept_answer(MemoryJobStore(), "ada", None, NOW) is None


def test_a_key_stands_for_answers_kept() -> None:
    assert Limits().policy.service.answers_kept == timedelta(hours=24)
