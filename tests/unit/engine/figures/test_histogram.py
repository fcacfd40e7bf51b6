"""Histogram: quantiles within 2 %, whatever the values, and sums that lose nothing."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from generation.engine.figures.histogram import SINGLE, Histogram, bucket, value

SHARES = (0.01, 0.5, 0.95, 0.99, 1.0)
MONTH_MS = 30 * 24 * 3_600_000


def exact(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


SOURCES: dict[str, Callable[[random.Random], int]] = {
    "jobs of a minute": lambda rng: round(rng.lognormvariate(11, 0.6)),
    "waits, most of them none": lambda rng: max(0, round(rng.gauss(0, 40))),
    "anything": lambda rng: round(math.exp(rng.uniform(0, math.log(MONTH_MS)))),
    "all the same": lambda rng: 180_000,
    "two far apart": lambda rng: rng.choice([3, MONTH_MS]),
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("count", [1, 2, 100, 5_000])
def test_a_quantile_is_within_two_percent(name: str, count: int) -> None:
    rng = random.Random(count)
    values = [SOURCES[name](rng) for _ in range(count)]
    histogram = Histogram.of(values)
    assert histogram.total == count
    for share in SHARES:
        told = histogram.quantile(share)
        assert told is not None
        assert abs(told - exact(values, share)) <= 0.02 * exact(values, share)


def test_each_value_is_told_within_two_percent_and_buckets_are_in_order() -> None:
    values = [*range(3_000), *(round(1.003**n) for n in range(2_000, 7_000))]
    assert all(abs(value(bucket(one)) - one) <= 0.02 * one for one in values)
    numbers = [bucket(one) for one in sorted(values)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(("milliseconds", "told"), [(-5, 0), (0, 0), (1, 1), (SINGLE - 1, SINGLE - 1)])
def test_short_times_are_told_to_the_millisecond(milliseconds: int, told: int) -> None:
    assert Histogram.of([milliseconds]).quantile(0.5) == told


def test_of_nothing_there_is_nothing_to_tell() -> None:
    assert Histogram().quantile(0.5) is None
    assert Histogram().total == 0


def test_a_sum_is_the_histogram_of_all_values_in_any_order() -> None:
    rng = random.Random(7)
    values = [SOURCES["anything"](rng) for _ in range(1_000)]
    parts = [Histogram.of(values[n::7]) for n in range(7)]
    assert sum(parts, Histogram()) == Histogram.of(values)
    assert sum(reversed(parts), Histogram()) == Histogram.of(values)
    assert Histogram.of(values) + Histogram() == Histogram.of(values)


def test_ten_thousand_values_are_few_buckets() -> None:
    rng = random.Random(1)
    values = [SOURCES["jobs of a minute"](rng) for _ in range(10_000)]
    assert len(Histogram.of(values).counts) <= 130
