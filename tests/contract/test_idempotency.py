"""Idempotency keys: written with what they answer, good for a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.engine.errors import KeyUsed, LeaseLost
from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import JobStatus
from tests.contract.examples import DAY, Stack, written


def test_the_answer_is_kept_with_the_job(stack: Stack) -> None:
    idempotency = stack.idempotency()
    stack.create(stack.job(), idempotency=idempotency)

    assert stack.jobs.answer("ada", "k1", stack.now) == idempotency
    assert stack.jobs.answer("ada", "k2", stack.now) is None
    assert stack.jobs.answer("grace", "k1", stack.now) is None


def test_a_used_key_is_told_before_everything_that_follows_from_its_first_use(stack: Stack) -> None:
    document = written(stack.document())
    stack.create(
        stack.job("job_1", subject="exam:x"),
        idempotency=stack.idempotency(),
        documents=(document,),
        max_active=1,
    )

    with pytest.raises(KeyUsed):
        stack.create(
            stack.job("job_2", subject="exam:x"),
            idempotency=stack.idempotency(answer={"job_id": "job_2"}),
            documents=(document,),
            max_active=1,
        )

    answer = stack.jobs.answer("ada", "k1", stack.now)
    assert answer is not None
    assert answer.answer["job_id"] == "job_1"


def test_a_refused_start_does_not_use_its_key_up(stack: Stack) -> None:
    stack.create(stack.job("job_1", subject="exam:x"))
    with pytest.raises(Exception, match="subject"):
        stack.create(stack.job("job_2", subject="exam:x"), idempotency=stack.idempotency())

    assert stack.jobs.answer("ada", "k1", stack.now) is None


def test_an_answer_is_kept_by_itself_once_until_its_day_is_over(stack: Stack) -> None:
    first, second = (stack.idempotency(answer={"id": one}) for one in ("batch_1", "batch_2"))
    stack.jobs.keep_answer(first)
    with pytest.raises(KeyUsed):
        stack.jobs.keep_answer(second)
    with pytest.raises(KeyUsed):
        stack.create(stack.job(), idempotency=second)
    assert stack.jobs.answer("ada", "k1", stack.now) == first
    stack.now += DAY
    stack.jobs.keep_answer(later := stack.idempotency(answer={"id": "batch_3"}))
    assert stack.jobs.answer("ada", "k1", stack.now) == later


def test_a_key_is_free_again_after_its_day(stack: Stack) -> None:
    stack.create(stack.job("job_1"), idempotency=stack.idempotency())
    stack.now += DAY

    assert stack.jobs.answer("ada", "k1", stack.now) is None
    stack.create(stack.job("job_2"), idempotency=stack.idempotency(answer={"job_id": "job_2"}))
    answer = stack.jobs.answer("ada", "k1", stack.now)
    assert answer is not None
    assert answer.answer == {"job_id": "job_2"}


def test_a_retry_keeps_its_key_and_loses_with_its_lease(stack: Stack) -> None:
    ended = stack.end(stack.started(), JobStatus.FAILED)
    taken = stack.taken(expect=frozenset({JobStatus.FAILED}))
    reopened = replace(taken, status=JobStatus.PENDING, lease_until=None)

    with pytest.raises(LeaseLost):
        stack.commit(
            replace(reopened, token=ended.token),
            slot=ActiveSlot.CLAIM,
            max_active=9,
            idempotency=stack.idempotency(),
        )
    assert stack.jobs.answer("ada", "k1", stack.now) is None

    stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=9, idempotency=stack.idempotency())
    with pytest.raises(KeyUsed):
        stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=9, idempotency=stack.idempotency())
    assert stack.jobs.answer("ada", "k1", stack.now) == stack.idempotency()


def test_documents_are_created_once_per_key(stack: Stack) -> None:
    stack.documents.create(stack.document(), stack.idempotency())

    with pytest.raises(KeyUsed):
        stack.documents.create(stack.document(), stack.idempotency())
    with pytest.raises(KeyUsed):
        stack.documents.create(stack.document("exam_2"), stack.idempotency())
    assert stack.documents.get("exam", "ada", "exam_2") is None
    assert stack.jobs.answer("ada", "k1", stack.now) == stack.idempotency()
