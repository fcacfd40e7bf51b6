"""Races of jobs, run with threads against the stores: what conditions and transactions are there for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import (
    DuplicateJob,
    KeyUsed,
    LeaseLost,
    TooManyJobs,
)
from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import JobStatus
from generation.engine.ports import JobFilter
from tests.contract.examples import LEASE, Stack, task, written
from tests.contract.racing import STORES, at_once, outcomes

pytestmark = pytest.mark.on(*STORES)


def test_of_fifty_starts_of_one_owner_exactly_the_limit_gets_in(stack: Stack) -> None:
    results = at_once(50, lambda n: stack.create(stack.job(f"job_{n:02}"), max_active=10))

    assert outcomes(results) == {"done": 10, "TooManyJobs": 40}
    jobs = stack.jobs.jobs(JobFilter(owner="ada"), limit=100, cursor=None).items
    stack.settle()
    assert len(jobs) == len(list(stack.jobs.active_jobs())) == 10


def test_of_starts_for_the_same_subject_exactly_one_gets_in(stack: Stack) -> None:
    results = at_once(20, lambda n: stack.create(stack.job(f"job_{n:02}", subject="exam:x")))

    assert outcomes(results) == {"done": 1, "DuplicateJob": 19}
    winner = f"job_{results.index(None):02}"
    assert {r.extra["job_id"] for r in results if isinstance(r, DuplicateJob)} == {winner}


def test_of_requests_with_the_same_key_exactly_one_is_carried_out(stack: Stack) -> None:
    def start(number: int) -> None:
        job_id = f"job_{number:02}"
        document = written(stack.document("exam_same"))
        idempotency = stack.idempotency(answer={"job_id": job_id})
        stack.create(stack.job(job_id, subject="exam:x"), idempotency=idempotency, documents=(document,))

    results = at_once(20, start)

    # Not DuplicateJob and not AlreadyThere: the twin's answer is what each of the others has to give.
    assert outcomes(results) == {"done": 1, "KeyUsed": 19}
    answer = stack.jobs.answer("ada", "k1", stack.now)
    assert answer is not None
    assert answer.answer == {"job_id": f"job_{results.index(None):02}"}


def test_of_twenty_workers_exactly_one_takes_the_job(stack: Stack) -> None:
    stack.create(stack.job())

    results = at_once(20, lambda _: stack.take())

    taken = [job for job in results if job is not None]
    assert len(taken) == 1
    assert stack.read().token == 1


def test_thieves_get_a_token_each(stack: Stack) -> None:
    stack.create(stack.job())

    results = at_once(10, lambda _: stack.taken(steal=True).token)

    assert sorted(token for token in results if isinstance(token, int)) == list(range(1, 11))


def test_a_worker_that_was_cancelled_writes_nothing_any_more(stack: Stack) -> None:
    """A cancel between the checkpoints of a busy worker: all before it are there, none after it."""
    job = stack.started()
    last: list[int] = []

    def act(who: int) -> int:
        if who == 0:
            taken = stack.taken(steal=True)
            ended = stack.end(replace(taken, last_event_id=taken.last_event_id), JobStatus.CANCELLED)
            last.append(taken.last_event_id)
            return ended.token
        for number in range(1, 200):
            changed = replace(job, last_event_id=number)
            stack.commit(changed, events=(stack.event(number),), tasks=(task(number),))
        raise AssertionError("nobody cancelled")

    results = at_once(2, act)

    assert isinstance(results[1], LeaseLost)
    ended = stack.read()
    assert ended.status is JobStatus.CANCELLED
    stack.now += timedelta(seconds=10)
    assert len(stack.jobs.events("job_1", 0, 500)) == ended.last_event_id == last[0]
    assert len(stack.jobs.tasks("job_1")) == ended.last_event_id


def test_heartbeats_and_checkpoints_of_one_worker_do_not_hurt_each_other(stack: Stack) -> None:
    job = stack.started()

    def act(who: int) -> None:
        for number in range(1, 15):
            if who:
                stack.jobs.renew("job_1", job.token, stack.now + LEASE)
            else:
                changed = replace(job, last_event_id=number)
                stack.commit(changed, events=(stack.event(number),))

    assert outcomes(at_once(3, act)) == {"done": 3}
    assert len(stack.jobs.events("job_1", 0, 500)) == 14


def test_active_slots_are_counted_right_while_jobs_come_and_go(stack: Stack) -> None:
    def act(number: int) -> None:
        for turn in range(4):
            job_id = f"job_{number}_{turn}"
            stack.create(stack.job(job_id, subject=f"exam:{number}"), max_active=8)
            stack.end(stack.taken(job_id))

    assert outcomes(at_once(8, act)) == {"done": 8}
    for number in range(3):
        stack.create(stack.job(f"job_{number}"), max_active=3)
    with pytest.raises(TooManyJobs):
        stack.create(stack.job("job_4"), max_active=3)


def test_of_retries_exactly_one_reopens_the_job(stack: Stack) -> None:
    stack.end(stack.started(), JobStatus.FAILED)

    def retry(_: int) -> None:
        taken = stack.take(expect=frozenset({JobStatus.FAILED}), steal=True)
        if taken is None:
            raise LeaseLost
        reopened = replace(taken, status=JobStatus.PENDING, lease_until=None)
        stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=10)

    assert outcomes(at_once(8, retry))["done"] == 1
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_2", subject="exam:job_1"))


def test_a_key_is_used_once_by_documents_and_jobs_together(stack: Stack) -> None:
    def act(number: int) -> None:
        if number % 2:
            stack.documents.create(stack.document(f"exam_{number}"), stack.idempotency())
        else:
            stack.create(stack.job(f"job_{number}"), idempotency=stack.idempotency())

    assert outcomes(at_once(6, act)) == {"done": 1, KeyUsed.__name__: 5}


@pytest.mark.parametrize("round_", range(3))
def test_a_retry_and_the_deletion_of_its_job_never_both_get_through(stack: Stack, round_: int) -> None:
    stack.end(stack.started(), JobStatus.FAILED)

    def act(number: int) -> object:
        if number % 2:
            fresh = stack.jobs.read("job_1")
            return fresh is not None and stack.jobs.delete(fresh, stack.now + timedelta(days=7))
        taken = stack.take(expect=frozenset({JobStatus.FAILED}), steal=True)
        if taken is None:
            raise LeaseLost
        reopened = replace(taken, status=JobStatus.PENDING, lease_until=None)
        stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=10)
        return "reopened"

    results = at_once(6, act)
    reopened, deleted = results.count("reopened"), sum(result is True for result in results)
    # None, where each raised the token of the other; never both.
    assert reopened + deleted <= 1, outcomes(results)
    found = stack.jobs.read("job_1")
    assert (found is None) is bool(deleted)
