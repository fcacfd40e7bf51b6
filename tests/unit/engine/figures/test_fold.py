"""Fold: each end is added once, whoever dies, stands still or comes late."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import cast

import pytest

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import EVERYBODY, NOTHING, Figures, Population, added_by
from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.ports.figures import FigureStore
from generation.stores import figures_form
from generation.stores.codec import pack
from testing.lives import Beside, Died, Life
from testing.memory.figures import MemoryFigures
from testing.memory.world import MemoryWorld
from tests.unit.engine.figures.examples import NOON, cancelled, end, failed

LATER = NOON + timedelta(hours=1)
SMALL = FiguresPolicy(fold_at=1, folded_at_once=4)
KINDS = (end, failed, cancelled)


@dataclass
class Clock:
    time: datetime = LATER

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a fold does not wait")


def ends(count: int, first: int = 0) -> list[AttemptEnd]:
    made = []
    for number in range(first, first + count):
        one = KINDS[number % 3](number, owner=f"owner-{number % 3}", org_id=("mill", None)[number % 2])
        made.append(replace(one, ended_at=NOON + timedelta(hours=number % 5 * 6)))
    return made


def write(world: MemoryWorld, *written: AttemptEnd) -> None:
    for one in written:
        world.ends[one.position] = pack(figures_form.dump_end(one))


def fold(store: object, policy: FiguresPolicy = SMALL) -> Fold:
    return Fold(figures=cast(FigureStore, store), clock=Clock(), policy=policy)


def total(store: MemoryFigures, population: Population = EVERYBODY) -> Figures:
    """What the folds have added."""
    days = (day for whose, day in store.world.figures if whose == population)
    return sum((store.day(population, day).total for day in days), NOTHING)


def expected(written: list[AttemptEnd], population: Population = EVERYBODY) -> Figures:
    added = (day.total for one in written for day in added_by(one, population))
    return sum(added, NOTHING)


def check(store: MemoryFigures, written: list[AttemptEnd]) -> None:
    assert total(store) == expected(written)
    owned = [one for one in written if one.owner == "owner-1"]
    ada = Population(owner="owner-1")
    assert total(store, ada) == expected(owned, ada)
    mill = Population(org_id="mill")
    assert total(store, mill) == expected([one for one in written if one.org_id], mill)


def test_all_ends_are_added_and_dropped_by_the_next_sweep() -> None:
    store, written = MemoryFigures(MemoryWorld()), ends(10)
    write(store.world, *written)
    assert fold(store).run() == 10
    check(store, written)
    assert len(store.world.ends) == 2  # of the last fold
    assert fold(store).run() == 0
    assert not store.world.ends
    check(store, written)


@pytest.mark.parametrize("after", [False, True])
def test_at_whatever_call_a_sweep_dies_each_end_is_added_once(after: bool) -> None:
    point = 0
    while True:
        point += 1
        store, written = MemoryFigures(MemoryWorld()), ends(10)
        write(store.world, *written)
        try:
            fold(Life(point, after).through(store)).run()
        except Died:
            late = ends(3, first=100)
            write(store.world, *late)
            fold(store).run()
            fold(store).run()
            check(store, written + late)
            assert not store.world.ends
        else:
            break
    assert point > 40


def test_sweeps_that_die_one_after_the_other() -> None:
    for seed in range(40):
        rng = random.Random(seed)
        store, written = MemoryFigures(MemoryWorld()), []
        for batch in range(6):
            new = ends(rng.randint(0, 9), first=100 * batch)
            write(store.world, *new)
            written += new
            try:
                fold(Life(rng.randint(1, 60), rng.random() < 0.5).through(store)).run()
            except Died:
                continue
        fold(store).run()
        fold(store).run()
        check(store, written)
        assert not store.world.ends


def test_a_sweep_that_stood_still_adds_nothing_that_another_one_has_added() -> None:
    """It stops before each of its calls, until others have folded everything."""
    for point in range(1, 60):
        store, written = MemoryFigures(MemoryWorld()), ends(10)
        write(store.world, *written)
        sweep = Beside(point, partial(_others_fold, store, written))
        fold(sweep.through(store)).run()
        fold(store).run()
        fold(store).run()
        check(store, written)
        assert not store.world.ends


def _others_fold(store: MemoryFigures, written: list[AttemptEnd]) -> None:
    late = ends(5, first=200)
    write(store.world, *late)
    written += late
    fold(store).run()
    fold(store).run()


@pytest.mark.parametrize(
    ("count", "age", "is_folded"),
    [
        (0, timedelta(hours=5), False),
        (1, timedelta(minutes=14), False),
        (15, timedelta(minutes=14), False),
        (16, timedelta(0), True),
        (1, timedelta(minutes=15), True),
    ],
)
def test_few_ends_wait_for_company(count: int, age: timedelta, is_folded: bool) -> None:
    store = MemoryFigures(MemoryWorld())
    write(store.world, *(end(n, ended_at=LATER - age) for n in range(count)))
    assert fold(store, FiguresPolicy()).run() == (count if is_folded else 0)


def test_more_than_one_sweep_looks_at_are_left_to_the_next_ones() -> None:
    store, written = MemoryFigures(MemoryWorld()), ends(30)
    write(store.world, *written)
    policy = FiguresPolicy(fold_at=1, folded_at_once=4, looked_at=8)
    assert fold(store, policy).run() == 8
    assert store.fold_state().covers is None
    for _ in range(4):
        write(store.world, *(new := ends(1, first=len(written) + 100)))
        written += new
        fold(store, policy).run()
    fold(store, policy).run()
    check(store, written)
    assert not store.world.ends


def test_a_sweep_whose_time_is_over_begins_no_fold() -> None:
    store = MemoryFigures(MemoryWorld())
    write(store.world, *ends(10))
    assert fold(store).run(until=LATER + timedelta(seconds=10)) == 0
    assert fold(store).run(until=LATER + timedelta(seconds=11)) == 10


def test_what_is_complete_is_told_once_it_is_done() -> None:
    store = MemoryFigures(MemoryWorld())
    write(store.world, *ends(10))
    fold(store).run()
    assert (store.fold_state().covers, store.fold_state().complete_at) == (LATER, None)
    write(store.world, *ends(1, first=50))
    again = Fold(figures=store, clock=Clock(LATER + timedelta(minutes=1)), policy=SMALL)
    again.run()
    assert store.fold_state().complete_at == LATER
