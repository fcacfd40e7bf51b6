"""Analysis: experience, schedule, landmarks, progression, and all of it together."""

from __future__ import annotations

import json
from itertools import pairwise, product

import pytest
from hypothesis import given, settings

from generation.pipelines.training_program.person.experience import level
from generation.pipelines.training_program.person.profile import Experience, Goal, Injury
from generation.pipelines.training_program.science.analysis import Analysis, allowed_exercises
from generation.pipelines.training_program.science.exclusions import NOT_MEDICAL
from generation.pipelines.training_program.science.exercises import Muscle, exercises
from generation.pipelines.training_program.science.landmarks import contributions
from generation.pipelines.training_program.science.progression import block_weeks, progression
from generation.pipelines.training_program.science.schedule import Kind, schedule
from tests.unit.pipelines.training_program import people


@pytest.mark.parametrize(
    ("changed", "used"),
    [
        ({}, Experience.ADVANCED),
        ({"age": 17}, Experience.INTERMEDIATE),
        ({"age": 65}, Experience.INTERMEDIATE),
        ({"sleep_hours": 5.9}, Experience.INTERMEDIATE),
        ({"sleep_hours": 6}, Experience.ADVANCED),
        ({"sessions_per_week": 0}, Experience.INTERMEDIATE),
        ({"sessions_per_week": 0, "sleep_hours": 5}, Experience.BEGINNER),
        ({"sessions_per_week": 0, "sleep_hours": 5, "age": 70}, Experience.BEGINNER),
    ],
)
def test_experience_is_what_can_be_recovered_from(changed: dict[str, float], used: Experience) -> None:
    told = level(people.profile(experience="advanced", **changed))
    assert told.used is used
    assert bool(told.reasons) == (used is not Experience.ADVANCED)


@pytest.mark.parametrize(("goal", "experience", "days"), list(product(Goal, Experience, range(1, 8))))
def test_a_schedule_has_its_days_and_leaves_muscles_their_rest(
    goal: Goal, experience: Experience, days: int
) -> None:
    plan = schedule(goal, experience, days, list(Muscle), can_condition=True)
    assert len(plan) == days
    assert [session.day for session in plan] == sorted({session.day for session in plan})
    assert all(1 <= session.day <= 7 for session in plan)
    assert any(session.muscles for session in plan)
    assert sum(1 for session in plan if session.muscles) <= 6
    by_day = {session.day: set(session.muscles) for session in plan}
    for day in range(1, 8):
        assert not by_day.get(day, set()) & by_day.get(day % 7 + 1, set())


@pytest.mark.parametrize(("goal", "experience"), list(product(Goal, Experience)))
def test_every_muscle_has_its_day_in_a_week(goal: Goal, experience: Experience) -> None:
    for days in range(1, 8):
        plan = schedule(goal, experience, days, list(Muscle), can_condition=True)
        assert {muscle for session in plan for muscle in session.muscles} == set(Muscle)


@pytest.mark.parametrize("days", range(1, 8))
def test_novices_train_with_weights_on_three_days_at_most(days: int) -> None:
    plan = schedule(Goal.STRENGTH, Experience.BEGINNER, days, list(Muscle), can_condition=True)
    assert sum(1 for session in plan if session.muscles) == min(days, 3)


def test_a_split_with_holes_becomes_sessions_for_the_whole_body() -> None:
    left = [Muscle.CHEST, Muscle.BACK, Muscle.CORE]
    plan = schedule(Goal.STRENGTH, Experience.ADVANCED, 4, left, can_condition=True)
    assert [session.kind for session in plan] == [
        Kind.FULL_BODY,
        Kind.CONDITIONING,
        Kind.FULL_BODY,
        Kind.FULL_BODY,
    ]
    assert plan[0].muscles == left


def test_where_nothing_is_left_to_train_there_is_conditioning_or_recovery() -> None:
    for can_condition, kind in ((True, Kind.CONDITIONING), (False, Kind.RECOVERY)):
        plan = schedule(Goal.STRENGTH, Experience.ADVANCED, 4, [], can_condition=can_condition)
        assert {session.kind for session in plan} == {kind}


def test_every_muscle_that_can_be_trained_has_a_session_whatever_the_injuries() -> None:
    for injury in Injury:
        for days in range(1, 8):
            told = people.analysis(
                {"equipment": people.GYM, "experience": "advanced"},
                goal="hypertrophy",
                days_per_week=days,
                injuries=[injury],
            )
            trainable = {muscle for exercise in allowed_exercises(told) for muscle in exercise.primary}
            assert {muscle for session in told.schedule for muscle in session.muscles} == trainable


def test_a_set_counts_whole_for_its_aim_and_half_where_it_helps() -> None:
    assert contributions(exercises()["bench_press"]) == {
        Muscle.CHEST: 1,
        Muscle.TRICEPS: 0.5,
        Muscle.SHOULDERS: 0.5,
    }
    assert contributions(exercises()["back_squat"]) == {Muscle.QUADRICEPS: 1, Muscle.GLUTES: 0.5}
    assert contributions(exercises()["brisk_walk"]) == {}


@pytest.mark.parametrize(
    ("experience", "least", "most"), [("beginner", 6, 16), ("intermediate", 9, 20), ("advanced", 10, 24)]
)
def test_landmarks_of_a_large_muscle_for_growth(experience: str, least: int, most: int) -> None:
    """Near the 10 and more of Schoenfeld et al. 2017 and the 12 to 20 of Baz-Valle et al. 2022."""
    told = people.analysis({"experience": experience}, goal="hypertrophy", days_per_week=6)
    chest = told.volume_of(Muscle.CHEST)
    assert (chest.minimum, chest.maximum) == (least, most)


def test_landmarks_bend_to_the_days_there_are() -> None:
    once = people.analysis(goal="hypertrophy", days_per_week=1).volume_of(Muscle.CHEST)
    assert once.minimum == 2
    assert "few sessions" in once.note


@given(told=people.analyses)
@settings(max_examples=150, deadline=None)
def test_landmarks_are_in_order_and_no_more_is_asked_than_can_be_trained(told: Analysis) -> None:
    trainable = {muscle for exercise in allowed_exercises(told) for muscle in exercise.primary}
    for sets in told.volume:
        assert 0 <= sets.minimum <= sets.target <= sets.maximum
        assert sets.minimum == 0 or sets.muscle in trainable


@pytest.mark.parametrize(("weeks", "experience"), list(product(range(1, 17), Experience)))
def test_blocks_fill_the_program_and_end_in_a_deload_from_five_weeks(
    weeks: int, experience: Experience
) -> None:
    blocks = block_weeks(weeks, experience)
    assert sum(blocks) == weeks
    assert max(blocks) - min(blocks) <= 1
    assert max(blocks) <= 7
    told = progression(weeks, experience)
    assert bool(told.deload_weeks) == (weeks >= 5)
    assert all(1 < later - earlier <= 8 for earlier, later in pairwise([0, *told.deload_weeks]))


@given(told=people.analyses)
@settings(max_examples=150, deadline=None)
def test_it_goes_through_json_unchanged(told: Analysis) -> None:
    assert Analysis.of_json(json.loads(json.dumps(told.to_json()))) == told


@given(told=people.analyses)
@settings(max_examples=150, deadline=None)
def test_it_stays_small(told: Analysis) -> None:
    assert len(json.dumps(told.to_json())) < 16_000


def test_injuries_come_with_the_word_that_it_is_not_medicine() -> None:
    told = people.analysis({"injuries": ["knee"]}, injuries=["neck"])
    assert told.injuries == [Injury.NECK, Injury.KNEE]
    assert [exclusion.injury for exclusion in told.exclusions] == told.injuries
    assert NOT_MEDICAL in told.notes
    assert NOT_MEDICAL not in people.analysis().notes


def test_what_is_not_trained_is_said() -> None:
    told = people.analysis(injuries=["ankle"])
    assert any("calves" in note for note in told.notes)
