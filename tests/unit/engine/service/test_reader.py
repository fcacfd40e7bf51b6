"""The reader in numbers: how long somebody counts as watching, when an end is settled, how often it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from generation.engine.errors import Forbidden, NotFound, Unavailable
from generation.engine.limits import Limits
from generation.engine.model.audit import Act
from generation.engine.model.job import Job, JobStatus, StepState
from generation.engine.model.task import Task
from generation.engine.ports import Page
from generation.engine.service.reader import JobReader
from generation.engine.service.requests import Caller
from tests.unit.engine.examples import NOW, Clock, item_task, job

ADA = Caller(owner="ada")


@dataclass
class Store:
    """A job with items of which some are not visible yet, and what it was asked for."""

    stored: Job
    items: Sequence[Task] = ()
    watched: list[float] = field(default_factory=list)
    item_reads: int = 0

    def read(self, job_id: str) -> Job:
        return self.stored

    def tasks(self, job_id: str) -> Sequence[Task]:
        self.item_reads += 1
        return self.items

    def watch(self, job_id: str, until: datetime) -> None:
        self.watched.append((until - NOW).total_seconds())


def reader_of(store: Store, clock: Clock) -> JobReader:
    ports: Any = store
    now: Any = clock
    return JobReader(store=ports, clock=now, limits=Limits())


def test_who_reads_counts_as_watching_and_is_marked_at_half_of_that_again() -> None:
    store, clock = Store(job()), Clock()
    reader = reader_of(store, clock)
    for second in range(11):
        clock.time = NOW + timedelta(seconds=second)
        reader.feed(ADA, "job_1", after=0)
    assert store.watched == [10, 15, 20], "watched"


@pytest.mark.parametrize(("after_s", "is_finished"), [(4, False), (5, False), (5.1, True)])
def test_an_ended_job_without_its_last_events_is_finished_when_its_end_is_settled(
    after_s: float, is_finished: bool
) -> None:
    ended = job(status=JobStatus.COMPLETED, completed_at=NOW, last_event_id=3)
    store = Store(ended)
    feed = reader_of(store, Clock(NOW + timedelta(seconds=after_s)))
    store.events = lambda *_: ()  # type: ignore[attr-defined]
    assert feed.feed(ADA, "job_1", after=1).is_finished is is_finished, "settled"


STEPS = (StepState(name="write", label="Writing", items_total=1, items_completed=0),)


@pytest.mark.parametrize(
    ("items", "reads"), [((item_task("write", "a"),), 1), ((), 3)], ids=["all there", "item_reads"]
)
def test_items_are_read_again_until_all_are_there_or_item_reads_are_made(
    items: Sequence[Task], reads: int
) -> None:
    store = Store(job(steps=STEPS), items)
    assert list(reader_of(store, Clock()).items(store.stored)) == list(items)
    assert store.item_reads == reads


@pytest.mark.parametrize(
    ("caller", "may_read"),
    [
        (ADA, True),
        (Caller(owner="bob"), False),
        (Caller(owner="bob", org_id="school"), False),
        (Caller(owner="bob", org_id="school", roles=frozenset({"org_admin"})), True),
        (Caller(owner="bob", org_id="other", roles=frozenset({"org_admin"})), False),
        (Caller(owner="bob", roles=frozenset({"org_admin"})), False),
    ],
)
def test_a_job_is_read_by_its_owner_and_the_admins_of_its_organization(
    caller: Caller, may_read: bool
) -> None:
    reader = reader_of(Store(job(org_id="school")), Clock())
    if may_read:
        assert reader.job(caller, "job_1") == job(org_id="school")
    else:
        with pytest.raises(NotFound):
            reader.job(caller, "job_1")


def test_nobody_without_an_organization_reads_jobs_that_have_none() -> None:
    reader = reader_of(Store(replace(job(), org_id=None)), Clock())
    with pytest.raises(NotFound):
        reader.job(Caller(owner="bob", roles=frozenset({"org_admin"})), "job_1")


@dataclass
class Told:
    acts: list[Act] = field(default_factory=list)
    is_there: bool = True

    def append(self, act: Act) -> None:
        if not self.is_there:
            raise Unavailable("no answer")
        self.acts.append(act)


OLGA = Caller(owner="olga", org_id="o1", roles=frozenset({"org_admin"}))


def told_reader(told: Told, clock: Clock) -> JobReader:
    store: Any = Store(job(owner="ada", org_id="o1"))
    store.jobs = lambda which, **_: Page([])
    others: Any = (clock, told)
    return JobReader(store=store, clock=others[0], limits=Limits(), audit=others[1])


def test_an_admin_who_reads_others_jobs_is_told_of_once_an_hour_for_each() -> None:
    told, clock = Told(), Clock()
    reader = told_reader(told, clock)
    for minute in (0, 59, 60):
        clock.time = NOW + timedelta(minutes=minute)
        reader.job(OLGA, "job_1")
        reader.jobs(OLGA, scope="org")
    acts = [(act.action.value, dict(act.target)) for act in told.acts]
    twice = [("read_job", {"job_id": "job_1", "owner": "ada"}), ("list_jobs", {"org_id": "o1"})]
    assert acts == twice * 2, "told_again"
    assert {(act.actor, act.role) for act in told.acts} == {("olga", "org_admin")}


def test_nobody_is_told_of_what_is_one_s_own() -> None:
    told = Told()
    reader = told_reader(told, Clock())
    reader.job(ADA, "job_1")
    reader.jobs(ADA)
    reader.jobs(OLGA)
    assert told.acts == []


def test_what_cannot_be_told_is_not_read() -> None:
    reader = told_reader(Told(is_there=False), Clock())
    with pytest.raises(Unavailable):
        reader.job(OLGA, "job_1")
    with pytest.raises(Unavailable):
        reader.jobs(OLGA, scope="org")


def test_what_was_refused_is_not_told() -> None:
    told = Told()
    reader = told_reader(told, Clock())
    for stranger in (Caller(owner="eve", org_id="o1"), replace(OLGA, org_id="o2")):
        with pytest.raises(NotFound):
            reader.job(stranger, "job_1")
    with pytest.raises(Forbidden):
        reader.jobs(Caller(owner="eve", org_id="o1"), scope="org")
    assert told.acts == []
