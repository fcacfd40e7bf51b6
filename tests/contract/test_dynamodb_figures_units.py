"""Units of the figures, as docs/analytics.md says: an answer at any size, a fold of few and of many ends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from botocore.model import OperationModel

from generation.engine.figures.figures import EVERYBODY, DayFigures, Figures, Population, added_by
from generation.engine.figures.fold import Fold
from generation.engine.figures.histogram import Histogram
from generation.engine.ports.figures import FoldState
from generation.engine.service.analytics import Analytics, FiguresScope
from generation.engine.service.requests import Caller
from generation.stores.dynamodb.figures import end_item
from tests.conftest import Aws
from tests.contract.examples import Stack
from tests.contract.test_dynamodb_units import Meter, metering
from tests.unit.engine.figures.examples import USAGE, end, failed

pytestmark = pytest.mark.on("dynamodb")

ADA, OPERATOR = Caller(owner="ada"), Caller(owner="olga", roles=frozenset({"operator"}))
DAYS = 30
MOST_UNITS = 5


class FiguresMeter(Meter):
    """May leave reads out, which cost a fifth of writes."""

    skips_reads = False

    def read(self, parsed: dict[str, Any], model: OperationModel, **how: Any) -> None:
        if not self.skips_reads or model.name not in ("GetItem", "Query"):
            super().read(parsed, model, **how)


@pytest.fixture
def meter(aws: Aws) -> Iterator[FiguresMeter]:
    meter = FiguresMeter()
    with metering(aws, meter):
        yield meter


def full(population: Population, day: date) -> DayFigures:
    """Ten thousand jobs of an owner or of all, told apart."""
    rng = random.Random(day.toordinal())
    made = DayFigures(population=population, day=day, fold=1)
    for number in range(60):
        made = made.with_added(added_by(end(number, owner=f"owner-{number}"), EVERYBODY)[0])
    total = Figures(
        started=10_000,
        completed=9_600,
        failed=300,
        cancelled=100,
        codes={"refused": 100, "model-unavailable": 150, "deadline-exceeded": 50},
        duration=Histogram.of(round(rng.lognormvariate(11, 0.5)) for _ in range(9_600)),
        queue=Histogram.of(round(rng.expovariate(1 / 3_000)) for _ in range(9_900)),
        usage=replace(USAGE, model_calls=110_000, input_tokens=10**9, cache_read_tokens=10**9),
    )
    return replace(made, total=total)


def small(population: Population, day: date) -> DayFigures:
    """Two jobs of an owner."""
    added = added_by(end(1, ended_at=end().ended_at), EVERYBODY) + added_by(failed(2), EVERYBODY)
    made = DayFigures(population=population, day=day, fold=1)
    for one in added:
        made = made.with_added(one)
    return made


def write_ends(stack: Stack, table: str, aws: Aws, count: int) -> None:
    for number in range(count):
        item = end_item(end(number, owner=f"owner-{number}", ended_at=stack.now, created_at=stack.now))
        kinds = {str: "S", int: "N", bytes: "B"}
        written: Any = {
            name: {kinds[type(value)]: str(value) if isinstance(value, int) else value}
            for name, value in item.items()
            if value is not None
        }
        aws.dynamodb.put_item(TableName=table, Item=written)


def clock_of(stack: Stack) -> Any:
    class Clock:
        now = staticmethod(stack.clock)

    return Clock()


@pytest.mark.parametrize("make", [full, small])
@pytest.mark.parametrize(
    ("caller", "scope", "population"),
    [(ADA, FiguresScope.OWN, Population(owner="ada")), (OPERATOR, FiguresScope.ALL, EVERYBODY)],
)
def test_a_month_by_day_is_five_read_units_at_any_size(
    stack: Stack,
    meter: FiguresMeter,
    make: Callable[[Population, date], DayFigures],
    caller: Caller,
    scope: FiguresScope,
    population: Population,
) -> None:
    ids = frozenset(end(number).id for number in range(200))
    assert stack.figures.keep_fold_state(FoldState(number=1, ids=ids, before=ids, reaches="f" * 60))
    today = stack.now.date()
    for n in range(DAYS):
        assert stack.figures.keep_day(make(population, today - timedelta(days=n)), after=0)
    for number in range(10):  # as many as an answer adds
        stack.end(stack.started(f"job_{number}"))
    analytics = Analytics(figures=stack.figures, clock=clock_of(stack))

    def ask() -> Any:
        return analytics.report(caller, first=None, last=None, by=None, scope=scope)

    assert len(ask().rows) == DAYS
    requests, units = meter.of(ask)
    assert requests <= 4
    assert units <= MOST_UNITS, units


@pytest.mark.parametrize(("count", "most_a_job"), [(16, 4.0), (200, 3.0)])
def test_a_fold_and_the_drop_of_its_ends(
    stack: Stack, meter: FiguresMeter, table: str, aws: Aws, count: int, most_a_job: float
) -> None:
    """Each end is another owner's, as it costs most; two units of the transaction come to these."""
    write_ends(stack, table, aws, count)
    fold = Fold(figures=stack.figures, clock=clock_of(stack))
    meter.skips_reads = True
    _, units = meter.of(lambda: (fold.run(), fold.run()))
    assert list(stack.figures.ends()) == []
    assert units / count <= most_a_job, units / count
