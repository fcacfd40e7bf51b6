"""Intensity: units, the published table, and zones."""

from __future__ import annotations

from itertools import product

import pytest

from generation.pipelines.training_program.person.profile import Experience, Goal
from generation.pipelines.training_program.science.intensity import (
    Intensity,
    Unit,
    parse,
    zone,
)
from generation.quality.tables import PERCENT_BY_REPETITIONS, percent_for, repetitions_for


@pytest.mark.parametrize(
    ("text", "intensity"),
    [
        ("75 % 1RM", Intensity(75, Unit.PERCENT)),
        ("72.5 % 1RM", Intensity(72.5, Unit.PERCENT)),
        ("RIR 2", Intensity(2, Unit.IN_RESERVE)),
        ("RPE 6.5", Intensity(6.5, Unit.EXERTION)),
    ],
)
def test_an_intensity_is_read_as_it_is_written(text: str, intensity: Intensity) -> None:
    assert parse(text) == intensity
    assert str(intensity) == text


@pytest.mark.parametrize(
    "text", ["", "75", "75 %", "0.75", "heavy", "RIR", "RIR -1", "2 RIR", "RPE 6, RIR 2"]
)
def test_anything_else_is_no_intensity(text: str) -> None:
    assert parse(text) is None


def test_the_table_is_the_published_one() -> None:
    """Haff and Triplett 2016, table 17.7."""
    published = [100, 95, 93, 90, 87, 85, 83, 80, 77, 75, 70, 67]
    assert [percent_for(repetitions) for repetitions in range(1, 13)] == published
    assert percent_for(15) == 65


def test_between_and_beyond_its_entries_it_falls_evenly() -> None:
    assert percent_for(13.5) == 66
    assert percent_for(50) == percent_for(20) == 60
    steps = [percent_for(tenths / 10) for tenths in range(10, 210)]
    assert steps == sorted(steps, reverse=True)
    with pytest.raises(ValueError, match="0 repetitions"):
        percent_for(0)


@pytest.mark.parametrize(("goal", "level"), list(product(Goal, Experience)))
def test_what_a_block_asks_for_lies_in_its_zone(goal: Goal, level: Experience) -> None:
    limits = zone(goal, level, is_at_the_edge=False)
    for repetitions in (*limits.blocks, limits.other_repetitions):
        for in_reserve in (limits.in_reserve_start, limits.in_reserve_end):
            assert limits.percent_low <= percent_for(repetitions + in_reserve) <= limits.percent_high
    assert limits.blocks == sorted(limits.blocks, reverse=goal is not Goal.ENDURANCE)
    assert limits.other_rest_s <= limits.rest_s


@pytest.mark.parametrize(("goal", "level"), list(product(Goal, Experience)))
def test_young_and_old_lift_nothing_heavier_than_six_repetitions(goal: Goal, level: Experience) -> None:
    limits = zone(goal, level, is_at_the_edge=True)
    assert min(limits.blocks) >= 6
    assert limits.percent_high <= PERCENT_BY_REPETITIONS[6]
    assert limits.in_reserve_end >= 2


@pytest.mark.parametrize("repetitions", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15])
def test_repetitions_and_percent_are_each_other_s_inverse(repetitions: int) -> None:
    assert repetitions_for(percent_for(repetitions)) == pytest.approx(repetitions)


def test_where_the_table_ends_nothing_is_said_of_how_many() -> None:
    assert repetitions_for(60) == repetitions_for(40) == float("inf")
    assert repetitions_for(101) == 1
