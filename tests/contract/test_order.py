"""The order of the jobs that wait for their turn."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import DuplicateJob, LeaseLost, OrderMoved
from generation.engine.flow.fair import SHARE, Front
from generation.engine.flow.order import Lease, Waiting, waiting_of
from generation.engine.model.checkpoint import ActiveSlot, Standing
from generation.engine.model.job import ACTIVE, Job, JobStatus
from tests.contract.examples import DEADLINE, LEASE, Stack

SECOND = timedelta(seconds=1)


def lease(stack: Stack) -> Lease:
    return Lease(now=stack.now, until=stack.now + LEASE, deadline_at=stack.now + DEADLINE)


def queue(stack: Stack, job_id: str, tag: int, owner: str = "ada", **changes: Any) -> Job:
    """A job in the order, as a start stores it."""
    standing = stack.jobs.standing(owner)
    job = stack.job(job_id, owner=owner, tag=tag, queued_at=stack.now, **changes)
    stack.create(job, standing=standing, max_active=1000)
    return job


def begun(stack: Stack, job: Job) -> Job:
    found = stack.jobs.begin(waiting_of(job), lease(stack))
    assert found is not None
    return found


def test_the_lowest_tag_comes_first_over_all_owners(stack: Stack) -> None:
    jobs = [queue(stack, f"job_{n:02}", tag, owner=f"o{n}") for n, tag in enumerate((5, 3, 40, 2, 7, 1))]
    stack.settle()

    assert list(stack.jobs.line(10)) == sorted(map(waiting_of, jobs), key=lambda one: one.tag)


def test_a_line_has_the_first_ones_at_least(stack: Stack) -> None:
    for number in range(30):
        queue(stack, f"job_{number:02}", number + 1, owner=f"o{number}")
    stack.settle()

    assert [one.tag for one in stack.jobs.line(5)][:5] == [1, 2, 3, 4, 5]


def test_the_line_is_empty_where_nobody_waits(stack: Stack) -> None:
    stack.create(stack.job())  # without a tag: begun by an earlier release
    stack.settle()
    assert list(stack.jobs.line(10)) == []


def test_ranked_jobs_are_seen_beside_the_first_ones(stack: Stack) -> None:
    """All in one shard: of one owner."""
    for number in range(6):
        queue(stack, f"job_{number}", number + 1)
    ranked = [queue(stack, f"job_r{number}", number + 50, is_ranked=True) for number in range(6)]
    stack.settle()

    assert {one.tag for one in stack.jobs.line(3)} == {50, 51, 52, 1, 2, 3}
    assert [one for one in stack.jobs.line(20) if one.is_ranked] == list(map(waiting_of, ranked))


def test_who_begins_a_job_is_its_writer_and_has_it_out_of_the_order(stack: Stack) -> None:
    job = queue(stack, "job_1", 7)

    taken = begun(stack, job)

    expected = replace(
        job,
        token=1,
        lease_until=stack.now + LEASE,
        deadline_at=stack.now + DEADLINE,
        deadline_from=stack.now,
        begun_at=stack.now,
        tag=None,
    )
    assert taken == stack.read() == expected
    stack.settle()
    assert list(stack.jobs.line(10)) == []
    stack.commit(replace(taken, status=JobStatus.RUNNING, lease_until=None))
    stack.settle()
    assert list(stack.jobs.line(10)) == []
    assert stack.read().begun_at == stack.now


def test_a_job_is_begun_once(stack: Stack) -> None:
    job = queue(stack, "job_1", 7)
    begun(stack, job)
    stack.now += LEASE + SECOND

    assert stack.jobs.begin(waiting_of(job), lease(stack)) is None


def test_a_job_that_somebody_has_in_his_hands_is_not_begun(stack: Stack) -> None:
    job = queue(stack, "job_1", 7)
    assert stack.taken().tag == 7  # a cancel, or the sweep: it is in the order still

    assert stack.jobs.begin(waiting_of(job), lease(stack)) is None
    stack.now += LEASE
    assert begun(stack, job).token == 2


def test_what_is_not_there_is_not_begun(stack: Stack) -> None:
    assert (
        stack.jobs.begin(Waiting(job_id="job_none", owner="ada", pipeline="p", tag=1), lease(stack)) is None
    )


def test_a_job_that_ended_waits_no_more(stack: Stack) -> None:
    job = queue(stack, "job_1", 7)
    stack.end(replace(stack.taken(), tag=None), JobStatus.CANCELLED)
    stack.settle()

    assert list(stack.jobs.line(10)) == []
    assert stack.jobs.begin(waiting_of(job), lease(stack)) is None
    assert list(stack.jobs.waiting_of("ada")) == []


def test_a_worker_that_carries_on_does_not_take_a_job_out_of_its_turn(stack: Stack) -> None:
    queue(stack, "job_1", 7)

    assert stack.take(is_begun=True) is None
    assert stack.taken(is_begun=False).tag == 7


def test_a_begun_job_is_carried_on(stack: Stack) -> None:
    job = begun(stack, queue(stack, "job_1", 7))
    stack.commit(replace(job, lease_until=None))

    assert stack.taken(is_begun=True).token == 2


def test_the_standing_tells_the_last_tag_and_the_front(stack: Stack) -> None:
    assert stack.jobs.standing("ada") == Standing()
    queue(stack, "job_1", 7)
    stack.jobs.move_front(Front(), Front(tag=5, moved_at=stack.now))

    assert stack.jobs.standing("ada") == Standing(last_tag=7, front=5)
    assert stack.jobs.standing("grace") == Standing(front=5)
    queue(stack, "job_2", 8, is_ranked=True)
    assert stack.jobs.standing("ada") == Standing(last_tag=8, front=5, uses_priorities=True)


def test_the_standing_outlives_the_jobs(stack: Stack) -> None:
    job = begun(stack, queue(stack, "job_1", 7))
    stack.end(job)
    assert stack.jobs.standing("ada").last_tag == 7


def test_a_start_with_an_old_standing_is_refused(stack: Stack) -> None:
    standing = stack.jobs.standing("ada")
    queue(stack, "job_1", 7)

    with pytest.raises(OrderMoved):
        stack.create(stack.job("job_2", tag=7), standing=standing)
    assert stack.jobs.read("job_2") is None
    with pytest.raises(DuplicateJob):  # the reason that a person can do something about
        stack.create(stack.job("job_2", subject="exam:job_1", tag=7), standing=standing)


@pytest.mark.parametrize(
    ("last_tag", "front", "tags"),
    [(None, 0, [3, 6]), (None, 5, [8, 11]), (7, 5, [10, 13]), (7, 20, [23, 26])],
)
def test_reserved_tags_follow_the_last_one_or_the_front(
    stack: Stack, last_tag: int | None, front: int, tags: list[int]
) -> None:
    if last_tag is not None:
        queue(stack, "job_1", last_tag)
    stack.jobs.move_front(Front(), Front(tag=front, moved_at=stack.now))
    standing = stack.jobs.standing("ada")

    reserved = [stack.jobs.reserve("ada", standing, 3) for _ in tags]

    assert [one.last_tag for one in reserved] == tags
    assert all(one.is_reserved and one.front == front for one in reserved)
    assert stack.jobs.standing("ada").last_tag == tags[-1]


def test_a_job_with_a_reserved_tag_meets_no_other_start(stack: Stack) -> None:
    standing = stack.jobs.standing("ada")
    queue(stack, "job_1", 7)
    reserved = stack.jobs.reserve("ada", standing, 1)
    queue(stack, "job_2", 9)
    stack.create(stack.job("job_3", tag=reserved.last_tag, is_ranked=True), standing=reserved, max_active=9)
    stack.settle()

    assert [job.tag for job in stack.jobs.line(10)] == [7, 8, 9]
    assert stack.jobs.standing("ada") == Standing(last_tag=9, uses_priorities=True)
    assert stack.jobs.reserve("ada", standing, 1).uses_priorities


def test_a_retry_enters_the_order_again(stack: Stack) -> None:
    job = begun(stack, queue(stack, "job_1", 7))
    stack.end(job, JobStatus.FAILED)
    taken = stack.taken(expect=frozenset({JobStatus.FAILED}))
    old = stack.jobs.standing("ada")
    again = replace(taken, status=JobStatus.PENDING, tag=20, lease_until=None, begun_at=None)
    queue(stack, "job_2", 9)
    with pytest.raises(OrderMoved):
        stack.commit(again, standing=old, slot=ActiveSlot.CLAIM, max_active=10)

    stack.commit(again, standing=stack.jobs.standing("ada"), slot=ActiveSlot.CLAIM, max_active=10)
    stack.settle()

    assert [one.job_id for one in stack.jobs.line(10)] == ["job_2", "job_1"]
    assert stack.jobs.standing("ada").last_tag == 20
    assert stack.read() == again


def test_all_waiting_jobs_of_an_owner_are_found(stack: Stack) -> None:
    jobs = [queue(stack, f"job_{n}", n + 1) for n in range(3)]
    queue(stack, "job_x", 1, owner="grace")
    begun(stack, jobs[0])

    assert sorted(job.job_id for job in stack.jobs.waiting_of("ada")) == ["job_1", "job_2"]
    assert list(stack.jobs.waiting_of("nobody")) == []


def test_a_better_job_is_begun_at_the_place_of_another_which_gets_its_waiting_of(stack: Stack) -> None:
    first = queue(stack, "job_1", 1)
    better = queue(stack, "job_2", 9, is_ranked=True)

    taken = stack.jobs.begin_instead(better, waiting_of(first), lease(stack))

    assert taken == stack.read("job_2")
    assert taken is not None
    assert (taken.token, taken.tag, taken.begun_at, taken.deadline_from) == (1, None, stack.now, stack.now)
    assert (taken.lease_until, taken.deadline_at) == (stack.now + LEASE, stack.now + DEADLINE)
    moved = stack.read("job_1")
    assert moved == replace(first, tag=9, is_ranked=True, token=1)
    stack.settle()
    assert list(stack.jobs.line(10)) == [waiting_of(moved)]


@pytest.mark.parametrize("taken", ["job_1", "job_2"])
def test_an_exchange_with_a_job_that_is_in_other_hands_changes_nothing(stack: Stack, taken: str) -> None:
    first = queue(stack, "job_1", 1)
    better = queue(stack, "job_2", 9, is_ranked=True)
    held = stack.taken(taken)

    assert stack.jobs.begin_instead(better, waiting_of(first), lease(stack)) is None
    assert stack.read(taken) == held


def test_an_exchange_with_a_job_that_was_begun_changes_nothing(stack: Stack) -> None:
    first = queue(stack, "job_1", 1)
    better = queue(stack, "job_2", 9, is_ranked=True)
    begun(stack, first)

    assert stack.jobs.begin_instead(better, waiting_of(first), lease(stack)) is None
    assert stack.read("job_2") == better


def test_who_held_a_job_before_its_place_changed_cannot_put_it_back(stack: Stack) -> None:
    first = queue(stack, "job_1", 1)
    better = queue(stack, "job_2", 9, is_ranked=True)
    slow = stack.taken("job_1")  # a sweep that takes longer than its lease
    stack.now += LEASE
    assert stack.jobs.begin_instead(better, waiting_of(first), lease(stack)) is not None

    with pytest.raises(LeaseLost):
        stack.commit(replace(slow, lease_until=None))
    assert stack.read("job_1").tag == 9


def test_the_front_is_moved_from_where_it_was_read(stack: Stack) -> None:
    assert stack.jobs.front() == Front()
    one = Front(tag=4 * SHARE, moved_at=stack.now, per_s=0.125)
    other = Front(tag=5 * SHARE, moved_at=stack.now)
    stack.jobs.move_front(Front(), one)
    stack.jobs.move_front(Front(), other)  # by somebody who had not seen it
    stack.settle()
    assert stack.jobs.front() == one
    stack.jobs.move_front(one, other)
    stack.settle()
    assert stack.jobs.front() == other


@pytest.mark.on("memory", "dynamodb", "lagging")  # moto's server loses updates of threads
def test_of_many_workers_each_begins_another_job(stack: Stack) -> None:
    jobs = [queue(stack, f"job_{n:02}", n + 1, owner=f"o{n}") for n in range(8)]

    def begin_any(_: int) -> list[str]:
        return [job.job_id for job in jobs if stack.jobs.begin(waiting_of(job), lease(stack))]

    with ThreadPoolExecutor(8) as pool:
        found = Counter(job_id for one in pool.map(begin_any, range(8)) for job_id in one)

    assert found == {job.job_id: 1 for job in jobs}
    assert {job.token for job in map(stack.read, found)} == {1}


@pytest.mark.on("memory", "dynamodb", "lagging")
def test_of_many_starts_at_once_no_two_get_one_tag(stack: Stack) -> None:
    def start(number: int) -> None:
        standing = stack.jobs.standing("ada")
        job = stack.job(f"job_{number:02}", tag=(standing.last_tag or 0) + 1)
        try:
            stack.create(job, standing=standing, max_active=50)
        except OrderMoved:
            reserved = stack.jobs.reserve("ada", standing, 1)
            job = replace(job, tag=reserved.last_tag)
            stack.create(job, standing=reserved, max_active=50)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(start, range(12)))

    assert sorted(job.tag or 0 for job in stack.jobs.waiting_of("ada")) == list(range(1, 13))
    assert {job.status for job in stack.jobs.waiting_of("ada")} <= ACTIVE
