"""Analytics: who may ask for which days, and that an answer counts each attempt once at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from generation.engine.errors import Forbidden, InvalidInput, NotFound
from generation.engine.figures.figures import NOTHING, Part
from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.ports.figures import FigureStore
from generation.engine.service.analytics import Analytics, FiguresScope, Report
from generation.engine.service.requests import Caller
from generation.stores import figures_form
from generation.stores.codec import pack
from testing.memory.figures import MemoryFigures
from testing.memory.world import MemoryWorld
from tests.unit.engine.examples import Clock
from tests.unit.engine.figures.examples import NOON, TODAY, YESTERDAY, cancelled, end, failed

ADA = Caller(owner="ada")
ADMIN = Caller(owner="eve", org_id="mill", roles=frozenset({"org_admin"}))
OPERATOR = Caller(owner="olga", roles=frozenset({"operator"}))
WRITTEN = (end(1), failed(2), cancelled(3), end(4, owner="bob", org_id=None, ended_at=NOON))


@pytest.fixture
def store() -> MemoryFigures:
    store = MemoryFigures(MemoryWorld())
    for one in WRITTEN:
        store.world.ends[one.position] = pack(figures_form.dump_end(one))
    return store


def analytics(store: object) -> Analytics:
    return Analytics(figures=cast(FigureStore, store), clock=cast(Any, Clock(NOON)))


def report(store: object, caller: Caller = ADA, **asked: Any) -> Report:
    asked = {"first": None, "last": None, "by": None, "scope": FiguresScope.OWN, **asked}
    return analytics(store).report(caller, **asked)


def fold(store: MemoryFigures) -> None:
    policy = FiguresPolicy(fold_at=1, folded_at_once=2)
    Fold(figures=store, clock=cast(Any, Clock(NOON)), policy=policy).run()


def test_without_days_it_is_the_thirty_days_up_to_today(store: MemoryFigures) -> None:
    found = report(store)
    assert (found.first, found.last) == (TODAY - timedelta(days=29), TODAY)
    assert list(found.rows) == [(found.first + timedelta(days=n)).isoformat() for n in range(30)]
    assert found.rows[YESTERDAY.isoformat()] == NOTHING


@pytest.mark.parametrize("folds", [0, 1, 2, 3])
def test_each_attempt_counts_once_before_during_and_after_its_fold(store: MemoryFigures, folds: int) -> None:
    for _ in range(folds):
        fold(store)
    mine = report(store).rows[TODAY.isoformat()]
    assert (mine.started, mine.completed, mine.failed, mine.cancelled) == (3, 1, 1, 1)
    everybody = report(store, OPERATOR, scope=FiguresScope.ALL).total
    assert (everybody.started, everybody.completed) == (4, 2)
    mill = report(store, ADMIN, scope=FiguresScope.ORG).total
    assert (mill.started, mill.completed) == (3, 1)
    assert report(store, Caller(owner="nobody")).total == NOTHING


@pytest.mark.parametrize("by", list(Part))
@pytest.mark.parametrize("scope", list(FiguresScope))
def test_rows_are_the_same_before_and_after_the_fold(
    store: MemoryFigures, by: Part, scope: FiguresScope
) -> None:
    caller = {FiguresScope.OWN: ADA, FiguresScope.ORG: ADMIN, FiguresScope.ALL: OPERATOR}[scope]
    before = report(store, caller, by=by, scope=scope)
    fold(store)
    after = report(store, caller, by=by, scope=scope)
    assert before.rows == after.rows
    assert before.rows
    assert list(before.rows) == sorted(before.rows)
    if by is not Part.STEP:
        assert sum(before.rows.values(), NOTHING) == before.total


def test_an_own_answer_by_owner_has_one_row(store: MemoryFigures) -> None:
    found = report(store, by=Part.OWNER)
    assert found.rows == {"ada": found.total}


def test_only_the_days_asked_for_count(store: MemoryFigures) -> None:
    assert report(store, first=YESTERDAY, last=YESTERDAY).total == NOTHING
    assert report(store, first=TODAY, last=TODAY).total.completed == 1


@pytest.mark.parametrize(
    ("caller", "scope"),
    [
        (ADA, FiguresScope.ORG),
        (ADA, FiguresScope.ALL),
        (ADMIN, FiguresScope.ALL),
        (OPERATOR, FiguresScope.ORG),
        (Caller(owner="eve", roles=frozenset({"org_admin"})), FiguresScope.ORG),
        (Caller(owner="eve", org_id="mill"), FiguresScope.ORG),
    ],
)
def test_the_figures_of_others_need_their_role(
    store: MemoryFigures, caller: Caller, scope: FiguresScope
) -> None:
    with pytest.raises(Forbidden) as refused:
        report(store, caller, scope=scope)
    assert refused.value.code == "role-required"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, YESTERDAY),
        (TODAY + timedelta(days=1), TODAY),
        (TODAY - timedelta(days=366), TODAY),
        (date.min, date.max),
    ],
)
def test_what_is_no_range_of_a_year_is_refused(store: MemoryFigures, first: date, last: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        report(store, first=first, last=last)
    assert [error.pointer for error in refused.value.errors] == ["/query/from"]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (TODAY - timedelta(days=365), TODAY, 366),
        (TODAY, None, 1),
        (TODAY + timedelta(days=5), None, 1),
        (None, date.min, 1),
        (None, date.max, 30),
        (date.max, date.max, 1),
    ],
)
def test_ranges_at_the_borders(store: MemoryFigures, first: date, last: date, days: int) -> None:
    assert len(report(store, first=first, last=last).rows) == days


def test_where_nothing_is_counted_nothing_is_told() -> None:
    with pytest.raises(NotFound) as refused:
        report(None)
    assert refused.value.code == "analytics-off"


def test_more_ends_than_an_answer_adds_are_left_to_the_fold(store: MemoryFigures) -> None:
    for number in range(10, 30):
        one = end(number)
        store.world.ends[one.position] = pack(figures_form.dump_end(one))
    found = report(store)
    assert found.total == NOTHING
    assert found.computed_at == datetime.combine(found.first, datetime.min.time(), UTC)
    fold(store)
    fold(store)
    found = report(store)
    assert found.total.completed == 21
    assert found.computed_at == NOON


def test_a_fold_between_two_reads_is_noticed(store: MemoryFigures) -> None:
    """The ends were read before it, and the days after it."""

    class Meanwhile(MemoryFigures):
        is_folded = False

        def recent_ends(self, *arguments: Any) -> Any:
            found = super().recent_ends(*arguments)
            if not self.is_folded:
                self.is_folded = True
                fold(store)
            return found

    assert report(Meanwhile(store.world)).total.completed == 1
