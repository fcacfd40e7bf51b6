"""Lists of jobs: newest first, page by page, nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.listing import pages
from generation.engine.errors import MalformedRequest
from generation.engine.model.job import ACTIVE, Job, JobStatus
from generation.engine.ports import JobFilter, SweepMark
from generation.stores.cursors import cursor_after, name_of
from tests.conftest import Aws
from tests.contract.examples import Stack


def _all(stack: Stack, which: JobFilter, limit: int) -> list[str]:
    """Ids of all pages, one after the other."""
    found: list[Job] = []
    cursor = None
    for _ in range(100):
        page = stack.jobs.jobs(which, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return [job.job_id for job in found]
    raise AssertionError("the pages have no end")


def _seven(stack: Stack) -> list[str]:
    for number in range(1, 8):
        stack.create(stack.job(f"job_{number}", pipeline="p" if number % 2 else "q"))
    stack.create(stack.job("job_0", owner="grace"))
    stack.create(stack.job("job_9", owner="eve", org_id=None))
    return [f"job_{number}" for number in range(7, 0, -1)]


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_an_owner_sees_all_own_jobs_newest_first(stack: Stack, limit: int) -> None:
    mine = _seven(stack)
    assert _all(stack, JobFilter(owner="ada"), limit) == mine


def test_the_last_page_has_no_cursor(stack: Stack) -> None:
    _seven(stack)
    assert stack.jobs.jobs(JobFilter(owner="ada"), limit=7, cursor=None).cursor is None
    assert stack.jobs.jobs(JobFilter(owner="nobody"), limit=7, cursor=None).cursor is None


@pytest.mark.parametrize("limit", [2, 100])
def test_an_organization_sees_the_jobs_of_its_people(stack: Stack, limit: int) -> None:
    mine = _seven(stack)
    which = JobFilter(owner="whoever", org_id="analytical")
    assert _all(stack, which, limit) == [*mine, "job_0"]


def test_a_list_shows_jobs_as_they_are_now(stack: Stack) -> None:
    _seven(stack)
    ended = stack.end(stack.taken("job_3"))
    page = stack.jobs.jobs(JobFilter(owner="ada"), limit=100, cursor=None)
    assert ended in page.items


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_filters_go_by_status_and_pipeline(stack: Stack, limit: int) -> None:
    _seven(stack)
    for job_id in ("job_2", "job_3", "job_6"):
        stack.end(stack.taken(job_id), JobStatus.CANCELLED)

    def shown(**filters: Any) -> list[str]:
        return _all(stack, JobFilter(owner="ada", **filters), limit)

    assert shown(statuses=frozenset({JobStatus.CANCELLED})) == ["job_6", "job_3", "job_2"]
    assert shown(statuses=ACTIVE) == ["job_7", "job_5", "job_4", "job_1"]
    assert shown(statuses=ACTIVE, pipeline="q") == ["job_4"]
    assert shown(pipeline="q") == ["job_6", "job_4", "job_2"]
    assert shown(pipeline="none") == []
    assert shown(statuses=frozenset()) == []


@pytest.mark.on("memory", "dynamodb", "lagging")  # on moto it takes a minute
def test_a_long_list_is_filtered_to_its_end(stack: Stack) -> None:
    for number in range(230):
        stack.create(stack.job(f"job_{number:03}"), max_active=1000)
    stack.end(stack.taken("job_007"))

    which = JobFilter(owner="ada", statuses=frozenset({JobStatus.COMPLETED}))
    assert _all(stack, which, 25) == ["job_007"]
    assert len(_all(stack, JobFilter(owner="ada"), 100)) == 230


def test_a_cursor_is_worth_nothing_elsewhere(stack: Stack) -> None:
    _seven(stack)
    which = JobFilter(owner="ada")
    cursor = stack.jobs.jobs(which, limit=2, cursor=None).cursor
    assert cursor

    for other in (
        replace(which, owner="grace"),
        replace(which, org_id="ada"),
        replace(which, pipeline="p"),
        replace(which, statuses=ACTIVE),
    ):
        with pytest.raises(MalformedRequest):
            stack.jobs.jobs(other, limit=2, cursor=cursor)
    with pytest.raises(MalformedRequest):
        stack.documents.list("exam", "ada", limit=2, cursor=cursor)


@pytest.mark.parametrize(
    "change",
    [
        lambda cursor: cursor[:-1],
        lambda cursor: cursor + "A",
        lambda cursor: cursor + "=",
        lambda cursor: "A" + cursor[1:],
        lambda cursor: cursor[:12],
        lambda cursor: "x",
        lambda cursor: "é",
        lambda cursor: "\ud83d",
        lambda cursor: "%%%",
        lambda cursor: " " + cursor,
        lambda cursor: "A" * 5000,
    ],
)
def test_a_cursor_that_was_touched_is_refused(stack: Stack, change: Any) -> None:
    _seven(stack)
    which = JobFilter(owner="ada")
    cursor = stack.jobs.jobs(which, limit=2, cursor=None).cursor
    with pytest.raises(MalformedRequest):
        stack.jobs.jobs(which, limit=2, cursor=change(cursor))


FORGED = ["", "\0", "a\nb", "\x85", "\u2028", "x" * 101, "x" * 1_400, "爱" * 400]
EXTREME = ["\U0010ffff", "\U0010ffff" * 100, "\uffff", "\ufffe~", "%", "#", "~" * 100, " ", "\u202e"]


@pytest.mark.parametrize("last", FORGED, ids=ascii)
def test_a_cursor_that_anybody_made_of_what_is_no_id_is_refused(stack: Stack, last: str) -> None:
    _seven(stack)
    which = JobFilter(owner="ada")
    with pytest.raises(MalformedRequest):
        stack.jobs.jobs(which, limit=2, cursor=cursor_after(last, *name_of(which)))
    cursor = cursor_after(last, "documents", "exam", "ada")
    with pytest.raises(MalformedRequest):
        stack.documents.list("exam", "ada", limit=2, cursor=cursor)


@pytest.mark.parametrize("last", EXTREME, ids=ascii)
def test_a_cursor_of_an_id_that_was_never_there_goes_on_from_its_place(stack: Stack, last: str) -> None:
    mine = _seven(stack)
    which = JobFilter(owner="ada")
    found = stack.jobs.jobs(which, limit=9, cursor=cursor_after(last, *name_of(which))).items
    assert [job.job_id for job in found] == (mine if last > "job_7" else [])
    cursor = cursor_after(last, "documents", "exam", "ada")
    assert not stack.documents.list("exam", "ada", limit=2, cursor=cursor).items


def test_the_sweep_finds_every_job_that_is_not_finished(stack: Stack) -> None:
    _seven(stack)
    stack.end(stack.taken("job_2"))
    waiting = stack.taken("job_3")
    stack.commit(replace(waiting, status=JobStatus.WAITING, lease_until=None))

    stack.settle()
    found = {job.job_id: job for job in stack.jobs.active_jobs() if isinstance(job, Job)}

    assert sorted(found) == ["job_0", "job_1", "job_3", "job_4", "job_5", "job_6", "job_7", "job_9"]
    assert found["job_3"].status is JobStatus.WAITING


def test_a_job_that_is_reopened_is_found_again(stack: Stack) -> None:
    stack.end(stack.started())
    stack.settle()
    assert list(stack.jobs.active_jobs()) == []

    taken = stack.taken(expect=frozenset({JobStatus.COMPLETED}))
    stack.commit(replace(taken, status=JobStatus.PENDING))

    stack.settle()
    assert [job.job_id for job in stack.jobs.active_jobs()] == ["job_1"]


@pytest.mark.on("memory", "dynamodb", "lagging")  # on moto it takes a minute
def test_more_active_jobs_than_one_read_holds_are_all_found(stack: Stack) -> None:
    for number in range(120):
        stack.create(stack.job(f"job_{number:03}"), max_active=1000)
    stack.settle()
    assert len(list(stack.jobs.active_jobs())) == 120


@pytest.mark.on("memory", "dynamodb", "lagging")  # on moto it takes a minute
def test_the_sweep_goes_on_after_a_job_in_the_order_of_their_age(stack: Stack) -> None:
    ids = [f"job_{number:03}" for number in range(120)]
    for number, job_id in enumerate(reversed(ids)):
        created_at = stack.now - timedelta(microseconds=number)
        stack.create(stack.job(job_id, created_at=created_at), max_active=1000)
    stack.settle()
    for seen in (0, 1, 104, 119):
        last = stack.read(ids[seen])
        found = stack.jobs.active_jobs(after=(last.created_at, last.job_id))
        assert [job.job_id for job in found] == ids[seen + 1 :]


def test_jobs_that_end_do_not_take_the_place_along_where_the_sweep_goes_on(stack: Stack) -> None:
    for number in range(3):
        created_at = stack.now + timedelta(seconds=number)
        stack.create(stack.job(f"job_{number}", created_at=created_at))
    ended = stack.end(stack.taken("job_1"))
    stack.settle()
    assert [job.job_id for job in stack.jobs.active_jobs(after=(ended.created_at, "job_1"))] == ["job_2"]


def test_a_sweep_finds_the_mark_of_the_one_before(stack: Stack) -> None:
    assert stack.jobs.sweep_mark() == SweepMark()
    whole = SweepMark(
        reached=(stack.now, "job_1"), taken_up_to=stack.now, had_backlog_at=stack.now - timedelta(seconds=1)
    )
    for mark in (whole, SweepMark(taken_up_to=stack.now), SweepMark()):
        stack.jobs.keep_sweep_mark(mark)
        assert stack.jobs.sweep_mark() == mark


@pytest.mark.on("dynamodb")
def test_a_page_asks_for_as_much_however_many_jobs_are_stored(aws: Aws, table: str) -> None:
    few, many = pages(aws.dynamodb, table, (60, 1_000))
    # The query names one job more than the page shows: whether there is a next one.
    assert (few.requests, few.read_units) == (2, 26)
    assert (many.requests, many.read_units) == (2, 26)


def test_all_that_are_there_of_many_are_read_at_once(stack: Stack) -> None:
    _seven(stack)
    stack.create(stack.job("job_8", status=JobStatus.COMPLETED, result={"course_id": "c"}))
    wanted = ["job_8", "job_2", "job_0", "of_nobody", *[f"missing_{number}" for number in range(120)]]
    found = stack.jobs.read_all(wanted)
    assert set(found) == {"job_8", "job_2", "job_0"}
    assert all(found[job_id] == stack.jobs.read(job_id) for job_id in found)
    assert stack.jobs.read_all([]) == {}


def test_a_search_holds_the_title_and_the_time(stack: Stack) -> None:
    begun = stack.now
    for number, title in enumerate(("Bread", "Rye bread", "Cheese")):
        stack.create(stack.job(f"job_{number}", title=title, created_at=begun + timedelta(hours=number)))

    def found(**filters: Any) -> list[str]:
        return _all(stack, JobFilter(owner="ada", **filters), 1)

    assert found(words="BREAD") == ["job_1", "job_0"]
    assert found(words="bread rye") == ["job_1"]
    assert found(since=begun + timedelta(hours=1)) == ["job_2", "job_1"]
    assert found(until=begun + timedelta(hours=1)) == ["job_0"]
    assert found(words="bread", until=begun + timedelta(hours=1)) == ["job_0"]
