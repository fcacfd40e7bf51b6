"""Figures: ends that checkpoints write, folds of which one goes on, figures of days."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from generation.engine.errors import LeaseLost
from generation.engine.figures.attempt_end import attempt_end
from generation.engine.figures.figures import (
    EVERYBODY,
    NOTHING,
    DayFigures,
    Figures,
    Part,
    Population,
    added_by,
)
from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.model.job import JobStatus
from generation.engine.ports.figures import FigureStore, FoldState
from generation.engine.service.analytics import Analytics, FiguresScope
from generation.engine.service.requests import Caller
from tests.contract.examples import DAY, Stack
from tests.unit.engine.figures.examples import TODAY, YESTERDAY, end, failed

ADA = Population(owner="ada")
ODD = Population(owner="a#b%\u00e4")


@pytest.fixture
def figures(stack: Stack) -> FigureStore:
    return stack.figures


def day(population: Population = ADA, fold: int = 1, **changes: Any) -> DayFigures:
    made = DayFigures(population=population, day=TODAY, fold=fold)
    return replace(made.with_added(added_by(end(), EVERYBODY)[0]), **changes)


def many(population: Population = ADA, fold: int = 1) -> DayFigures:
    """Too large for one item: owners and times that compress badly."""
    rng = random.Random(1)
    made = DayFigures(population=population, day=TODAY, fold=fold)
    for number in range(60):
        one = end(number, owner=f"owner-{rng.getrandbits(64):x}", duration_ms=rng.randint(1_000, 100_000))
        made = made.with_added(added_by(one, EVERYBODY)[0])
    return made


# ---- Ends


def test_the_end_of_an_attempt_is_written_with_it(stack: Stack, figures: FigureStore) -> None:
    job = stack.started()
    assert list(figures.ends()) == []
    ended = stack.end(job, JobStatus.CANCELLED)
    assert list(figures.ends()) == [attempt_end(ended)]
    assert list(figures.recent_ends(ADA, 10) or ()) == [attempt_end(ended)]


def test_an_end_that_is_refused_leaves_nothing(stack: Stack, figures: FigureStore) -> None:
    job = stack.started()
    stack.take(job.job_id, steal=True)
    with pytest.raises(LeaseLost):
        stack.end(job)
    assert list(figures.ends()) == []


def test_a_checkpoint_that_ends_nothing_writes_no_end(stack: Stack, figures: FigureStore) -> None:
    job = stack.started()
    stack.commit(job, events=(stack.event(1),))
    assert list(figures.ends()) == []


def test_ends_come_in_the_order_of_their_positions_and_by_population(
    stack: Stack, figures: FigureStore
) -> None:
    for number in range(12):
        owner, org_id = f"owner-{number % 6}", ("mill", None)[number % 2]
        stack.end(stack.started(f"job_{number}", owner=owner, org_id=org_id))
    stack.settle()
    ends = list(figures.ends())
    assert len(ends) == 12
    assert [one.position for one in ends] == sorted(one.position for one in ends)
    mine = figures.recent_ends(Population(owner="owner-3"), 10)
    assert mine is not None
    assert {one.job_id for one in mine} == {"job_3", "job_9"}
    mill = figures.recent_ends(Population(org_id="mill"), 12)
    assert mill is not None
    assert len(mill) == 6
    assert len(figures.recent_ends(EVERYBODY, 12) or ()) == 12
    assert figures.recent_ends(Population(owner="owner-3"), 1) is None
    assert figures.recent_ends(EVERYBODY, 1) is None
    assert figures.recent_ends(Population(owner="nobody"), 1) == []


def test_dropped_ends_are_gone_also_the_second_time(stack: Stack, figures: FigureStore) -> None:
    for number in range(30):
        stack.end(stack.started(f"job_{number}", owner=f"owner-{number}"))
    ends = list(figures.ends())
    figures.drop(ends[:27])
    assert list(figures.ends()) == ends[27:]
    figures.drop(ends)
    figures.drop([])
    assert list(figures.ends()) == []


# ---- Folds


def test_of_two_sweeps_one_begins_the_next_fold(figures: FigureStore, stack: Stack) -> None:
    assert figures.fold_state() == FoldState()
    first = FoldState(number=1, ids=frozenset({b"12345678"}), reaches="a#b", covers=stack.now)
    assert figures.keep_fold_state(first)
    assert not figures.keep_fold_state(replace(first, reaches="other"))
    assert figures.fold_state() == first
    second = FoldState(
        number=2, ids=frozenset({b"\0" * 8, b"abcdefgh"}), before=first.ids, complete_at=stack.now
    )
    assert figures.keep_fold_state(second)
    assert not figures.keep_fold_state(second)
    assert not figures.keep_fold_state(replace(second, number=4))
    assert figures.fold_state() == second


# ---- Days


@pytest.mark.parametrize("population", [ADA, ODD, Population(org_id="mill"), EVERYBODY])
@pytest.mark.parametrize("make", [day, many])
def test_the_figures_of_a_day_come_back(
    figures: FigureStore, stack: Stack, population: Population, make: Any
) -> None:
    made = make(population)
    assert figures.day(population, TODAY) == DayFigures(population=population, day=TODAY)
    assert figures.keep_day(made, after=0)
    assert figures.day(population, TODAY) == made
    stack.settle()
    assert list(figures.days(population, TODAY, TODAY, parts=True)) == [made]
    assert list(figures.days(population, YESTERDAY, TODAY)) == [replace(made, parts=None)]


@pytest.mark.parametrize("make", [day, many])
def test_a_day_is_changed_by_who_has_read_its_latest_fold(figures: FigureStore, make: Any) -> None:
    assert figures.keep_day(make(fold=3), after=0)
    assert not figures.keep_day(day(fold=4), after=0)
    assert not figures.keep_day(many(fold=4), after=2)
    assert figures.day(ADA, TODAY) == make(fold=3)
    assert figures.keep_day(many(fold=4), after=3)
    assert figures.day(ADA, TODAY) == many(fold=4)
    assert figures.keep_day(day(fold=7), after=4)
    assert figures.day(ADA, TODAY) == day(fold=7)


def test_days_come_in_order_and_of_one_population(figures: FigureStore, stack: Stack) -> None:
    days = [TODAY - timedelta(days=n) for n in (3, 0, 1, 40)]
    for one in days:
        assert figures.keep_day(day(day=one), after=0)
        assert figures.keep_day(day(Population(owner="ada2"), day=one, total=NOTHING), after=0)
    stack.settle()
    found = figures.days(ADA, TODAY - timedelta(days=3), TODAY)
    assert [one.day for one in found] == sorted(days)[1:]
    assert all(one.total == Figures() + day().total for one in found)


def test_parts_are_told_apart(figures: FigureStore, stack: Stack) -> None:
    made = day().with_added(added_by(failed(owner="bob"), EVERYBODY)[0])
    assert figures.keep_day(replace(made, fold=1), after=0)
    stack.settle()
    (found,) = figures.days(ADA, TODAY, TODAY, parts=True)
    assert found.parts is not None
    assert found.parts[Part.OWNER]["bob"].failed == 1
    assert found.parts[Part.STEP]["exam_course/generate_lessons"].codes == {"refused": 1}


@pytest.mark.on("dynamodb")
def test_a_day_that_a_fold_changes_between_two_reads_is_told_whole(
    figures: FigureStore, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its parts stand in an item of their own: what is told are those of the same fold."""
    before = many()
    after = replace(before.with_added(added_by(failed(owner="owner-1"), EVERYBODY)[0]), fold=2)
    assert figures.keep_day(before, after=0)
    stack.settle()
    table = cast(Any, figures)._table
    query = table.query

    def fold_next(*where: Any, **how: Any) -> Any:
        found = list(query(*where, **how))
        monkeypatch.setattr(table, "query", query)
        assert figures.keep_day(after, after=1)
        stack.settle()
        return iter(found)

    monkeypatch.setattr(table, "query", fold_next)
    assert list(figures.days(ADA, TODAY, TODAY, parts=True)) == [after]


# ---- All together


def test_what_ended_is_told_before_and_after_its_fold(stack: Stack, figures: FigureStore) -> None:
    for number in range(7):
        status = (JobStatus.COMPLETED, JobStatus.CANCELLED)[number % 2]
        stack.end(stack.started(f"job_{number}"), status)
    clock: Any = _Clock(stack)
    analytics = Analytics(figures=figures, clock=clock)
    policy = FiguresPolicy(fold_at=1, folded_at_once=3)

    def told() -> Figures:
        first, last = (stack.now - DAY).date(), (stack.now + DAY).date()
        caller = Caller(owner="ada")
        return analytics.report(caller, first=first, last=last, by=None, scope=FiguresScope.OWN).total

    stack.settle()
    before = told()
    assert (before.started, before.completed, before.cancelled) == (7, 4, 3)
    for _ in range(3):
        Fold(figures=figures, clock=clock, policy=policy).run()
        stack.settle()
        assert told() == before
    assert list(figures.ends()) == []


class _Clock:
    def __init__(self, stack: Stack) -> None:
        self.now = stack.clock
