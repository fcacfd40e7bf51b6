"""Active slots: how many jobs an owner may have unfinished, and one for each subject."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.engine.errors import AlreadyThere, DuplicateJob, LeaseLost, TooManyJobs
from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import FINISHED, JobStatus
from tests.contract.examples import Stack, written


def test_a_second_job_for_a_subject_is_refused_and_names_the_first(stack: Stack) -> None:
    stack.create(stack.job("job_1", subject="exam:x"))

    with pytest.raises(DuplicateJob) as refusal:
        stack.create(stack.job("job_2", subject="exam:x"))

    assert refusal.value.extra == {"job_id": "job_1"}
    assert stack.jobs.read("job_2") is None


def test_another_owner_or_subject_is_no_duplicate(stack: Stack) -> None:
    stack.create(stack.job("job_1", subject="exam:x"))
    stack.create(stack.job("job_2", subject="exam:y"))
    stack.create(stack.job("job_3", subject="exam:x", owner="grace"))


def test_jobs_over_the_limit_are_refused_until_one_ends(stack: Stack) -> None:
    stack.create(stack.job("job_1"), max_active=2)
    stack.create(stack.job("job_2"), max_active=2)
    with pytest.raises(TooManyJobs) as refusal:
        stack.create(stack.job("job_3"), max_active=2)
    assert refusal.value.retry_after_s

    stack.end(stack.taken("job_1"))

    stack.create(stack.job("job_3"), max_active=2)
    with pytest.raises(TooManyJobs):
        stack.create(stack.job("job_4"), max_active=2)


def test_a_limit_of_none_lets_nobody_in(stack: Stack) -> None:
    with pytest.raises(TooManyJobs):
        stack.create(stack.job(), max_active=0)


def test_a_duplicate_is_told_before_the_limit(stack: Stack) -> None:
    stack.create(stack.job("job_1", subject="exam:x"), max_active=1)
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_2", subject="exam:x"), max_active=1)


def test_a_duplicate_is_told_before_its_document(stack: Stack) -> None:
    document = written(stack.document())
    stack.create(stack.job("job_1", subject="exam:x"), documents=(document,))
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_2", subject="exam:x"), documents=(document,))
    with pytest.raises(AlreadyThere):
        stack.create(stack.job("job_3", subject="exam:z"), documents=(document,))


def test_a_retry_claims_its_slot_again(stack: Stack) -> None:
    ended = stack.end(stack.started("job_1", subject="exam:x"), JobStatus.FAILED)
    stack.create(stack.job("job_2", subject="exam:x"))

    taken = stack.taken("job_1", expect=FINISHED)
    reopened = replace(taken, status=JobStatus.PENDING, lease_until=None)
    with pytest.raises(DuplicateJob) as refusal:
        stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=10)
    assert refusal.value.extra == {"job_id": "job_2"}
    assert stack.read("job_1").status is ended.status

    stack.end(stack.taken("job_2"))
    stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=10)
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_3", subject="exam:x"))


def test_a_retry_over_the_limit_is_refused(stack: Stack) -> None:
    stack.end(stack.started("job_1"), JobStatus.CANCELLED)
    stack.create(stack.job("job_2"))
    taken = stack.taken("job_1", expect=FINISHED)
    with pytest.raises(TooManyJobs):
        stack.commit(replace(taken, status=JobStatus.PENDING), slot=ActiveSlot.CLAIM, max_active=1)


def test_who_has_lost_the_lease_neither_claims_nor_releases(stack: Stack) -> None:
    old = stack.started("job_1", subject="exam:x")
    stack.taken("job_1", steal=True)

    with pytest.raises(LeaseLost):
        stack.end(old)
    with pytest.raises(LeaseLost):
        stack.commit(old, slot=ActiveSlot.CLAIM, max_active=0)
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_2", subject="exam:x"))


def test_a_slot_that_is_not_there_neither_blocks_the_end_nor_changes_the_count(stack: Stack) -> None:
    lost = stack.started("job_1", subject="exam:x")
    stack.end(lost)
    stack.create(stack.job("job_2", subject="exam:x"), max_active=1)

    # The end once more, of a job whose subject is another job's by now.
    again = stack.taken("job_1", expect=FINISHED)
    stack.commit(replace(again, title="ended twice", lease_until=None), slot=ActiveSlot.RELEASE)

    assert stack.read("job_1").title == "ended twice"
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_3", subject="exam:x"))
    with pytest.raises(TooManyJobs):
        stack.create(stack.job("job_3"), max_active=1)


def test_releasing_where_nobody_ever_claimed_ends_the_job(stack: Stack) -> None:
    stack.create(stack.job(), slot=ActiveSlot.KEEP)
    stack.end(stack.taken())

    assert stack.read().is_finished
    stack.create(stack.job("job_2"), max_active=1)
