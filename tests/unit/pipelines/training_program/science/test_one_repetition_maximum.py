"""One-repetition maximum: against the published equations, and only as far as they reach."""

from __future__ import annotations

import pytest

from generation.pipelines.training_program.person.profile import Lift
from generation.pipelines.training_program.science.exercises import exercises
from generation.pipelines.training_program.science.one_repetition_maximum import (
    brzycki,
    epley,
    estimate,
    maxima,
    maximum_of,
)

SQUAT = exercises()["back_squat"]


def lift(exercise: str, load_kg: float, repetitions: int) -> Lift:
    return Lift(exercise=exercise, load_kg=load_kg, repetitions=repetitions)


@pytest.mark.parametrize(("repetitions", "kg"), [(1, 100), (3, 110), (6, 120), (10, 133.33), (15, 150)])
def test_epley(repetitions: int, kg: float) -> None:
    """One thirtieth of the load for each repetition; a single is the maximum itself."""
    assert epley(100, repetitions) == pytest.approx(kg, abs=0.01)


@pytest.mark.parametrize("repetitions", range(1, 11))
def test_brzycki_agrees_with_its_published_percents(repetitions: int) -> None:
    """Brzycki 1993: percent of the maximum = 102.78 - 2.78 x repetitions."""
    assert 100 / brzycki(100, repetitions) * 100 == pytest.approx(102.78 - 2.78 * repetitions, abs=0.02)


def test_both_equations_meet_at_ten_repetitions() -> None:
    assert epley(100, 10) == pytest.approx(brzycki(100, 10))


def test_up_to_ten_repetitions_they_differ_by_less_than_four_percent() -> None:
    for repetitions in range(2, 11):
        assert 0.999 <= epley(100, repetitions) / brzycki(100, repetitions) < 1.04


def test_brzycki_ends_before_it_divides_by_nothing() -> None:
    assert brzycki(1, 36) == 36
    with pytest.raises(ValueError, match="36"):
        brzycki(100, 37)


def test_the_mean_is_taken_and_both_are_shown() -> None:
    found = estimate(SQUAT, 100, 5)
    assert found is not None
    assert (found.epley_kg, found.brzycki_kg, found.kg) == (116.7, 112.5, 114.6)
    assert not found.is_uncertain


@pytest.mark.parametrize("repetitions", [11, 12])
def test_above_ten_the_lower_one_counts_as_uncertain(repetitions: int) -> None:
    found = estimate(SQUAT, 100, repetitions)
    assert found is not None
    assert found.is_uncertain
    assert found.kg == min(found.epley_kg, found.brzycki_kg)


def test_above_twelve_nothing_is_estimated() -> None:
    assert estimate(SQUAT, 100, 13) is None


def test_the_best_set_counts_and_a_certain_one_before_an_uncertain_one() -> None:
    found, unused = maxima([lift("squat", 100, 5), lift("squat", 105, 5), lift("Back squat", 100, 12)])
    assert [(maximum.exercise_id, maximum.load_kg) for maximum in found] == [("back_squat", 105)]
    assert unused == []


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        (lift("underwater basket weaving", 50, 5), "catalogue"),
        (lift("push_up", 0, 30), "share of its maximum"),
        (lift("plank", 20, 1), "share of its maximum"),
        (lift("squat", 0, 5), "no load"),
        (lift("squat", 60, 25), "25 repetitions"),
    ],
)
def test_a_lift_that_tells_nothing_is_kept_with_the_reason(stated: Lift, reason: str) -> None:
    found, unused = maxima([stated])
    assert found == []
    assert unused[0].exercise == stated.exercise
    assert reason in unused[0].reason


def test_a_lift_tells_of_others_by_their_share_and_its_own_maximum_goes_first() -> None:
    found, _ = maxima([lift("squat", 100, 1), lift("front squat", 90, 1)])
    assert maximum_of(SQUAT, found) == 100
    assert maximum_of(exercises()["front_squat"], found) == 90
    assert maximum_of(exercises()["pause_squat"], found) == 85
    assert maximum_of(exercises()["bench_press"], found) is None
    assert maximum_of(exercises()["push_up"], found) is None
