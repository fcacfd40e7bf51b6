"""Lease and fencing token: one writer per job."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import LeaseLost
from generation.engine.model.job import FINISHED, JobStatus
from generation.engine.ports import Pulse
from tests.contract.examples import LEASE, Stack

SECOND = timedelta(seconds=1)


def test_taking_raises_the_token_and_gives_the_job_as_it_is(stack: Stack) -> None:
    stack.create(stack.job(title="Ölförderung: 石油"))

    taken = stack.taken()

    assert taken == replace(stack.job(title="Ölförderung: 石油"), token=1, lease_until=stack.now + LEASE)
    assert stack.read() == taken


def test_a_job_that_is_not_there_cannot_be_taken(stack: Stack) -> None:
    assert stack.take("job_none") is None
    assert stack.jobs.read("job_none") is None
    assert stack.jobs.pulse("job_none") is None


@pytest.mark.parametrize("odd", ["x" * 5000, "#", "%", "\ud83d", "\x00", "", "job_1#WATCH"])
def test_an_id_that_nobody_made_finds_nothing(stack: Stack, odd: str) -> None:
    stack.create(stack.job())

    assert stack.jobs.read(odd) is None
    assert stack.take(odd) is None
    assert stack.jobs.pulse(odd) is None
    assert stack.jobs.tasks(odd) == ()
    assert not stack.jobs.events(odd, 0, 10)
    assert stack.jobs.answer(odd, odd, stack.now) is None
    assert stack.documents.get("exam", odd, odd) is None
    assert stack.documents.get("exam", "ada", odd) is None


def test_a_living_lease_keeps_others_out_until_it_has_run_out(stack: Stack) -> None:
    stack.started()

    stack.now += LEASE - timedelta(milliseconds=1)
    assert stack.take() is None
    stack.now += timedelta(milliseconds=1)
    assert stack.taken().token == 2


def test_stealing_passes_over_a_living_lease_and_a_due_time(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, lease_until=None, due_at=stack.now + 60 * SECOND))

    assert stack.taken(steal=True).token == 2
    assert stack.taken(steal=True).token == 3


def test_a_job_is_not_taken_before_it_is_due(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, lease_until=None, due_at=stack.now + 60 * SECOND))

    assert stack.take() is None
    stack.now += 60 * SECOND
    taken = stack.taken()
    assert taken.due_at == stack.now


@pytest.mark.parametrize("steal", [False, True])
def test_only_a_job_of_the_expected_status_is_taken(stack: Stack, steal: bool) -> None:
    stack.create(stack.job())

    assert stack.take(expect=frozenset({JobStatus.WAITING, JobStatus.RUNNING}), steal=steal) is None
    assert stack.take(expect=FINISHED, steal=steal) is None
    assert stack.read().token == 0
    assert stack.taken(expect=frozenset({JobStatus.PENDING}), steal=steal).token == 1


def test_a_stale_token_writes_nothing(stack: Stack) -> None:
    old = stack.started()
    new = stack.taken(steal=True)

    with pytest.raises(LeaseLost):
        stack.commit(replace(old, message="late"))
    with pytest.raises(LeaseLost):
        stack.commit(replace(old, message="late"), events=(stack.event(1),), logs=(stack.entry(1),))
    with pytest.raises(LeaseLost):
        stack.jobs.renew(old.job_id, old.token, stack.now + 2 * LEASE)

    assert stack.read() == new
    assert not stack.jobs.events("job_1", 0, 10)
    assert not stack.jobs.logs("job_1", 0, 10)


def test_a_checkpoint_of_a_job_that_is_not_there_has_lost_its_lease(stack: Stack) -> None:
    with pytest.raises(LeaseLost):
        stack.commit(stack.job())
    with pytest.raises(LeaseLost):
        stack.jobs.renew("job_1", 0, stack.now + LEASE)


def test_renewing_moves_the_lease_and_nothing_that_a_reader_sees(stack: Stack) -> None:
    job = stack.started()

    stack.jobs.renew(job.job_id, job.token, stack.now + 2 * LEASE)

    assert stack.read() == replace(job, lease_until=stack.now + 2 * LEASE)


def test_a_heartbeat_after_letting_go_does_not_lock_the_next_worker_out(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, lease_until=None))

    with pytest.raises(LeaseLost):
        stack.jobs.renew(job.job_id, job.token, stack.now + LEASE)

    assert stack.taken().token == 2


def test_the_pulse_tells_token_and_watchers(stack: Stack) -> None:
    job = stack.started()
    assert stack.jobs.pulse(job.job_id) == Pulse(token=1, watched_until=None)

    stack.jobs.watch(job.job_id, stack.now + 10 * SECOND)
    stack.jobs.watch(job.job_id, stack.now + 5 * SECOND)

    assert stack.jobs.pulse(job.job_id) == Pulse(token=1, watched_until=stack.now + 10 * SECOND)
    assert stack.read() == job
