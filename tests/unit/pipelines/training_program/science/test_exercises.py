"""The catalogue: complete, consistent, and wide enough for every place and every injury."""

from __future__ import annotations

import re

import pytest

from generation.pipelines.training_program.person.profile import Equipment, Experience, Injury
from generation.pipelines.training_program.science.exclusions import (
    excluding,
    exclusion,
    missing,
    possible,
)
from generation.pipelines.training_program.science.exercises import (
    Counted,
    Exercise,
    Muscle,
    Pattern,
    exercises,
    find,
)

CATALOGUE = list(exercises().values())


def trained(found: list[Exercise]) -> set[Muscle]:
    return {muscle for exercise in found for muscle in exercise.primary}


def test_it_has_more_than_two_hundred_exercises_with_names_of_their_own() -> None:
    assert len(CATALOGUE) > 200
    assert len({exercise.name for exercise in CATALOGUE}) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", exercise.exercise_id) for exercise in CATALOGUE)


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.exercise_id)
def test_an_exercise_is_consistent(exercise: Exercise) -> None:
    assert exercise.equipment
    assert bool(exercise.primary) == exercise.is_strength
    assert not set(exercise.primary) & set(exercise.secondary)
    assert len({*exercise.primary, *exercise.secondary}) == len(exercise.primary + exercise.secondary)
    if Equipment.BODYWEIGHT in exercise.equipment:
        assert exercise.equipment == (Equipment.BODYWEIGHT,)
        assert not exercise.is_loaded
    if exercise.lift is not None:
        assert exercises()[exercise.lift].lift == exercise.lift, "a lift tells its own maximum"
        assert 0 < exercise.lift_share <= 1.1
    assert (exercise.counted is Counted.MINUTES) <= (exercise.pattern is Pattern.CONDITIONING)


def test_every_pattern_and_every_equipment_is_used() -> None:
    assert {exercise.pattern for exercise in CATALOGUE} == set(Pattern)
    assert {needed for exercise in CATALOGUE for needed in exercise.equipment} == set(Equipment)


def test_a_beginner_trains_every_muscle_without_any_equipment() -> None:
    assert trained(possible([], [], Experience.BEGINNER)) == set(Muscle)


WITHOUT_EQUIPMENT = {
    Injury.NECK: set(),
    Injury.SHOULDER: {Muscle.CHEST, Muscle.SHOULDERS},
    Injury.ELBOW: {Muscle.CHEST, Muscle.BICEPS, Muscle.TRICEPS},
    Injury.WRIST: {Muscle.CHEST, Muscle.BICEPS, Muscle.TRICEPS},
    Injury.UPPER_BACK: {Muscle.BACK},
    Injury.LOWER_BACK: set(),
    Injury.HIP: {Muscle.GLUTES},
    Injury.KNEE: set(),
    Injury.ANKLE: {Muscle.CALVES},
}
"""What an injury leaves untrained where there is nothing but the floor: muscles of the injured joint, and
those that only it could load."""

IN_A_GYM = {
    Injury.NECK: set(),
    Injury.SHOULDER: {Muscle.CHEST, Muscle.SHOULDERS},
    Injury.ELBOW: {Muscle.BICEPS, Muscle.TRICEPS},
    Injury.WRIST: {Muscle.BICEPS},
    Injury.UPPER_BACK: {Muscle.BACK},
    Injury.LOWER_BACK: set(),
    Injury.HIP: {Muscle.GLUTES},
    Injury.KNEE: set(),
    Injury.ANKLE: {Muscle.CALVES},
}


@pytest.mark.parametrize("injury", Injury)
def test_an_injury_leaves_the_other_muscles_trainable(injury: Injury) -> None:
    everyone = set(Muscle)
    assert everyone - trained(possible([], [injury], Experience.BEGINNER)) == WITHOUT_EQUIPMENT[injury]
    assert everyone - trained(possible(Equipment, [injury])) == IN_A_GYM[injury]


def test_with_every_injury_at_once_something_gentle_is_left() -> None:
    left = possible([], Injury, Experience.BEGINNER)
    assert {exercise.pattern for exercise in left} == {Pattern.MOBILITY, Pattern.ACTIVATION}


@pytest.mark.parametrize(
    ("injury", "name"),
    [
        (Injury.KNEE, "Back squat"),
        (Injury.KNEE, "Run"),
        (Injury.LOWER_BACK, "Deadlift"),
        (Injury.LOWER_BACK, "Back squat"),
        (Injury.SHOULDER, "Bench press"),
        (Injury.SHOULDER, "Pull-up"),
        (Injury.WRIST, "Push-up"),
        (Injury.ELBOW, "Curl (dumbbells)"),
        (Injury.NECK, "Overhead press"),
        (Injury.UPPER_BACK, "Bent-over row"),
        (Injury.HIP, "Walking lunge (dumbbells)"),
        (Injury.ANKLE, "Calf raise"),
    ],
)
def test_what_an_injury_rules_out(injury: Injury, name: str) -> None:
    exercise = find(name)
    assert exercise is not None
    assert excluding(exercise, [injury]) is injury
    assert excluding(exercise, []) is None


def test_an_exclusion_counts_what_it_takes_away() -> None:
    told = exclusion(Injury.KNEE)
    assert told.exercises == len(CATALOGUE) - len(possible(Equipment, [Injury.KNEE]))
    assert Pattern.SQUAT in told.patterns


def test_all_of_the_equipment_of_an_exercise_must_be_there() -> None:
    bench_press = exercises()["bench_press"]
    assert missing(bench_press, [Equipment.BARBELL]) == [Equipment.BENCH, Equipment.RACK]
    assert missing(bench_press, Equipment) == []


@pytest.mark.parametrize(
    ("text", "exercise_id"),
    [
        ("back_squat", "back_squat"),
        ("Back Squat", "back_squat"),
        (" squat ", "back_squat"),
        ("Bench", "bench_press"),
        ("OHP", "overhead_press"),
        ("Romanian deadlift (dumbbells)", "dumbbell_romanian_deadlift"),
        ("pull-ups", "pull_up"),
    ],
)
def test_an_exercise_is_found_as_people_call_it(text: str, exercise_id: str) -> None:
    found = find(text)
    assert found is not None
    assert found.exercise_id == exercise_id


@pytest.mark.parametrize("text", ["", "???", "underwater basket weaving", "squa"])
def test_nothing_is_guessed(text: str) -> None:
    assert find(text) is None


def test_weights_come_in_steps() -> None:
    steps = {name: exercises()[name].step_kg for name in ("bench_press", "dumbbell_curl", "kettlebell_row")}
    assert steps == {"bench_press": 2.5, "dumbbell_curl": 1, "kettlebell_row": 4}
    assert exercises()["bench_press"].least_kg == 20
