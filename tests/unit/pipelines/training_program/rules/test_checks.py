"""Rules: a program that breaks exactly one of them is caught, with where and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

from generation.pipelines.training_program.person.profile import Injury
from generation.pipelines.training_program.planning.rule_based import rule_based
from generation.pipelines.training_program.program import Level, Validation, Week
from generation.pipelines.training_program.rules.checks import (
    BASIC,
    ENHANCED,
    MAX_FINDINGS,
    Rule,
    check,
    rules_of,
)
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import exercises
from tests.unit.pipelines.training_program import people

Weeks = list[dict[str, Any]]


@cache
def lifter() -> Analysis:
    """Eight weeks of strength on days 1 (upper), 2 (lower), 4 (upper), 5 (lower); deload in 4 and 8."""
    return people.lifter()


@cache
def short() -> Analysis:
    return people.lifter(weeks=4)


@cache
def six_weeks() -> Analysis:
    return people.lifter(weeks=6)


@cache
def bad_knee() -> Analysis:
    return people.analysis({"injuries": ["knee"], "equipment": ["dumbbell"]})


@cache
def beginner() -> Analysis:
    return people.analysis({"experience": "beginner"})


@cache
def sixty_one() -> Analysis:
    return people.analysis({"age": 61})


@cache
def in_a_hurry() -> Analysis:
    return people.lifter(weeks=4, minutes_per_session=45)


@cache
def all_week() -> Analysis:
    """Push, pull, legs twice on days 1 to 6, recovery on day 7."""
    return people.analysis(
        {"experience": "advanced", "equipment": people.GYM}, goal="hypertrophy", days_per_week=7
    )


def broken(told: Analysis, change: Callable[[Weeks], None], rules: Sequence[Rule] = ENHANCED) -> Validation:
    weeks = [week.model_dump(mode="json") for week in rule_based(told)]
    change(weeks)
    return check([Week.model_validate(week) for week in weeks], told, rules)


def session(weeks: Weeks, week: int, day: int) -> dict[str, Any]:
    return next(found for found in weeks[week - 1]["sessions"] if found["day"] == day)


def entry(weeks: Weeks, week: int, day: int, exercise_id: str) -> dict[str, Any]:
    found = session(weeks, week, day)["exercises"]
    return next(one for one in found if one["exercise_id"] == exercise_id)


def become(prescription: dict[str, Any], exercise_id: str, **changed: Any) -> None:
    """The prescription, for another exercise."""
    exercise = exercises()[exercise_id]
    prescription.update(
        exercise_id=exercise_id,
        name=exercise.name,
        equipment=[needed.value for needed in exercise.equipment],
        **changed,
    )


@dataclass(frozen=True)
class Mutation:
    """A change that breaks `rule` and no other, and words that the finding must have."""

    rule: str
    change: Callable[[Weeks], None]
    where: str
    words: str
    told: Callable[[], Analysis] = field(default=lifter)


def _renumber(weeks: Weeks) -> None:
    weeks[2]["week"] = 30


def _drop_last_week(weeks: Weeks) -> None:
    weeks.pop()


def _drop_session(weeks: Weeks) -> None:
    weeks[3]["sessions"].pop()


def _eighth_day(weeks: Weeks) -> None:
    session(weeks, 8, 5)["day"] = 8


def _twice_a_day(weeks: Weeks) -> None:
    """On a day that leaves the rest of the muscles as it is."""
    for number in range(1, 9):
        weeks[number - 1]["sessions"] = weeks[number - 1]["sessions"][:2] * 2


def _empty_session(weeks: Weeks) -> None:
    session(weeks, 8, 5)["exercises"] = []


def _exercise_twice(weeks: Weeks) -> None:
    found = session(weeks, 1, 2)["exercises"]
    found.append({**found[-1], "sets": 1})


def _unknown_substitute(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press")["substitutes"].append("moon_press")


def _wrong_equipment(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press")["equipment"] = ["barbell"]


def _seconds_for_repetitions(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press")["duration_s"] = 30


def _plates_that_nobody_has(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press")["load_kg"] = 66.3


def _load_on_push_ups(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "push_up")["load_kg"] = 10


def _kettlebell(weeks: Weeks) -> None:
    become(entry(weeks, 2, 1, "dumbbell_curl"), "kettlebell_curl")


def _kettlebell_as_substitute(weeks: Weeks) -> None:
    entry(weeks, 2, 1, "dumbbell_curl")["substitutes"] = ["kettlebell_curl"]


def _squat(weeks: Weeks) -> None:
    become(entry(weeks, 3, 1, "straight_leg_raise"), "bodyweight_squat")


def _squat_as_substitute(weeks: Weeks) -> None:
    entry(weeks, 3, 1, "straight_leg_raise")["substitutes"] = ["bodyweight_squat"]


def _invented_load(weeks: Weeks) -> None:
    entry(weeks, 8, 1, "dumbbell_curl")["load_kg"] = 12


def _jump(weeks: Weeks) -> None:
    """Each load within what an estimate allows, but from one week to the next too much."""
    entry(weeks, 1, 2, "back_squat")["load_kg"] = 77.5
    entry(weeks, 2, 2, "back_squat")["load_kg"] = 100


def _swap_days(weeks: Weeks) -> None:
    """Upper, upper, lower, lower."""
    sessions = weeks[0]["sessions"]
    sessions[1]["day"], sessions[2]["day"] = 4, 2
    sessions[1], sessions[2] = sessions[2], sessions[1]


def _sunday_before_monday(weeks: Weeks) -> None:
    """Legs on Sunday, and in the next week on Monday."""
    session(weeks, 1, 5)["day"] = 7
    sessions = weeks[1]["sessions"]
    sessions[0]["day"], sessions[1]["day"] = 2, 1
    sessions[0], sessions[1] = sessions[1], sessions[0]
    sessions[2]["day"], sessions[3]["day"] = 5, 4
    sessions[2], sessions[3] = sessions[3], sessions[2]


def _seventh_day(weeks: Weeks) -> None:
    row = deepcopy(session(weeks, 1, 2)["exercises"][0])
    become(row, "dumbbell_row", sets=1, load_kg=None, substitutes=[])
    session(weeks, 1, 7)["exercises"].append(row)


def _too_many_sets(weeks: Weeks) -> None:
    entry(weeks, 1, 2, "standing_calf_raise_machine")["sets"] = 10
    entry(weeks, 1, 5, "seated_calf_raise_machine")["sets"] = 10


def _no_deload(weeks: Weeks) -> None:
    weeks[5] = {**deepcopy(weeks[4]), "week": 6}


def _too_difficult(weeks: Weeks) -> None:
    become(entry(weeks, 1, 1, "push_up"), "archer_push_up")


def _no_calves(weeks: Weeks) -> None:
    for found in weeks[2]["sessions"]:
        found["exercises"] = [one for one in found["exercises"] if "calf_raise" not in one["exercise_id"]]


def _hard_deload(weeks: Weeks) -> None:
    weeks[3]["sessions"] = deepcopy(weeks[2]["sessions"])


def _one_deload_late(weeks: Weeks) -> None:
    """Seven hard weeks are the most; the eighth is hard here, the ninth the first deload."""
    hard = [{**deepcopy(weeks[2]), "week": number} for number in range(1, 9)]
    weeks[:] = [*hard, {**weeks[3], "week": 9}]


def _too_heavy_percent(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press").update(repetitions=1, intensity="96 % 1RM", load_kg=None)


def _load_beside_percent(weeks: Weeks) -> None:
    entry(weeks, 3, 1, "bench_press")["load_kg"] = 60


def _no_intensity(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "dumbbell_curl")["intensity"] = None


def _no_rest(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "dumbbell_curl")["rest_s"] = 20


def _nothing_grows(weeks: Weeks) -> None:
    for number in range(2, 5):
        weeks[number - 1] = {**deepcopy(weeks[0]), "week": number}


def _hours(weeks: Weeks) -> None:
    for one in session(weeks, 1, 1)["exercises"]:
        one["rest_s"] = 900


def _long_rests(weeks: Weeks) -> None:
    for one in session(weeks, 2, 1)["exercises"]:
        one["rest_s"] += 120


def _too_many_repetitions(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "bench_press").update(repetitions=12, intensity="80 % 1RM")


def _too_many_with_the_load(weeks: Weeks) -> None:
    bench = entry(weeks, 1, 1, "bench_press")
    bench.update(repetitions=12, intensity="RIR 1")


def _always_to_failure(weeks: Weeks) -> None:
    for week in (1, 2):
        entry(weeks, week, 1, "dumbbell_curl")["intensity"] = "RIR 0"


def _a_beginner_to_failure(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "push_up")["intensity"] = "RIR 0"


def _a_hold_to_failure(weeks: Weeks) -> None:
    for one in session(weeks, 1, 1)["exercises"]:
        if one["duration_s"]:
            one["intensity"] = "RPE 10"


def _short_rest_after_heavy_sets(weeks: Weeks) -> None:
    entry(weeks, 3, 1, "bench_press")["rest_s"] = 100


def _short_rest_after_few_repetitions(weeks: Weeks) -> None:
    entry(weeks, 1, 1, "dumbbell_curl").update(repetitions=4, rest_s=90)


def _through_pain(weeks: Weeks) -> None:
    entry(weeks, 2, 1, "bench_press")["notes"] = "Push through the pain, it makes you stronger."


def _drugs_in_a_session(weeks: Weeks) -> None:
    session(weeks, 2, 1)["notes"] = "Nimm vorher eine Ibuprofen."


MUTATIONS = [
    Mutation("week_numbers", _renumber, "week 30", "number 3"),
    Mutation("days_per_week", _drop_session, "week 4", "3 sessions; 4 days"),
    Mutation("days_per_week", _eighth_day, "week 8", "no day 8"),
    Mutation("session_content", _empty_session, "week 8, day 5", "no exercises"),
    Mutation("session_content", _exercise_twice, "week 1, day 2", "2 times"),
    Mutation("session_time", _long_rests, "week 2, day 1", "there are 45", in_a_hurry),
    Mutation("known_exercises", _unknown_substitute, "week 1, day 1, Bench press", "moon_press"),
    Mutation("known_exercises", _wrong_equipment, "week 1, day 1, Bench press", "barbell, bench, rack"),
    Mutation("units", _seconds_for_repetitions, "week 1, day 1, Bench press", "must be null"),
    Mutation("units", _plates_that_nobody_has, "week 1, day 1, Bench press", "0.5 kg"),
    Mutation("units", _load_on_push_ups, "week 1, day 1, Push-up", "must be null", beginner),
    Mutation("equipment", _kettlebell, "week 2, day 1, Curl (kettlebell)", "needs kettlebell"),
    Mutation("equipment", _kettlebell_as_substitute, "week 2, day 1, Curl (dumbbells)", "substitute"),
    Mutation("injuries", _squat, "week 3, day 1, Squat", "injury of the knee", bad_knee),
    Mutation("injuries", _squat_as_substitute, "week 3, day 1, Straight-leg", "substitute", bad_knee),
    Mutation("known_loads", _invented_load, "week 8, day 1, Curl (dumbbells)", "must be null"),
    Mutation("load_jump", _jump, "week 2, day 2, Back squat", "from 77.5 kg (week 1) to 100 kg, by 29%"),
    Mutation("rest_between_sessions", _swap_days, "week 1, day 2", "chest, back"),
    Mutation("rest_between_sessions", _sunday_before_monday, "week 2, day 1", "48 hours"),
    Mutation("rest_day", _seventh_day, "week 1", "one day must be free", all_week),
    Mutation("weekly_sets_most", _too_many_sets, "week 1", "calves: 21.5 hard sets, at most 20", short),
    Mutation("deload", _no_deload, "program", "advised: week 6", six_weeks),
    Mutation("forbidden_advice", _through_pain, "week 2, day 1, Bench press", "through pain"),
    Mutation("forbidden_advice", _drugs_in_a_session, "week 2, day 1", "taking drugs"),
    Mutation("experience", _too_difficult, "week 1, day 1, Archer", "advanced", beginner),
    Mutation("weekly_sets_least", _no_calves, "week 3", "calves: 1.5 hard sets"),
    Mutation("deload_rhythm", _hard_deload, "week 4", "hard sets after"),
    Mutation("intensity", _too_heavy_percent, "week 1, day 1, Bench press", "60 to 90 %"),
    Mutation("intensity", _load_beside_percent, "week 3, day 1, Bench press", "load_kg is 60"),
    Mutation("intensity", _no_intensity, "week 1, day 1, Curl (dumbbells)", "how hard"),
    Mutation("repetitions_fit", _too_many_repetitions, "week 1, day 1, Bench press", "about 67 %"),
    Mutation("repetitions_fit", _too_many_with_the_load, "week 1, day 1, Bench press", "about 67 %"),
    Mutation("in_reserve", _always_to_failure, "week 2, day 1, Curl (dumbbells)", "week before"),
    Mutation("in_reserve", _a_beginner_to_failure, "week 1, day 1, Push-up", "beginners", beginner),
    Mutation("in_reserve", _a_hold_to_failure, "week 1, day 1", "over 60", sixty_one),
    Mutation("rest_times", _no_rest, "week 1, day 1, Curl (dumbbells)", "at least 60 s"),
    Mutation("heavy_rests", _short_rest_after_heavy_sets, "week 3, day 1, Bench press", "at least 120 s"),
    Mutation("heavy_rests", _short_rest_after_few_repetitions, "week 1, day 1, Curl", "at least 120 s"),
    Mutation("progress", _nothing_grows, "program", "ask for more", short),
    Mutation("session_length", _hours, "week 1, day 1", "at most 150"),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.change.__name__.strip("_"))
def test_a_program_that_breaks_one_rule_is_caught_by_that_rule(mutation: Mutation) -> None:
    found = broken(mutation.told(), mutation.change).violations
    assert {violation.rule for violation in found} == {mutation.rule}
    assert found[0].where.startswith(mutation.where)
    assert mutation.words in found[0].message


def test_every_rule_has_its_mutation() -> None:
    assert {mutation.rule for mutation in MUTATIONS} == {rule.__name__ for rule in ENHANCED}


def test_a_program_of_another_length_is_caught() -> None:
    found = broken(lifter(), _drop_last_week).violations
    assert [violation.message for violation in found if violation.rule == "week_numbers"] == [
        "It has 7 weeks; 8 were asked for."
    ]


def test_two_sessions_on_a_day_are_caught() -> None:
    found = broken(lifter(), _twice_a_day, BASIC).violations
    assert any("Day 1 has 2 sessions" in violation.message for violation in found)


def test_a_deload_that_comes_too_late_is_caught() -> None:
    found = broken(people.lifter(weeks=9), _one_deload_late).violations
    assert any(one.rule == "deload_rhythm" and one.where == "week 8" for one in found)


def test_a_jump_of_forty_percent_is_caught_by_the_basic_rules_alone() -> None:
    def jump(weeks: Weeks) -> None:
        entry(weeks, 1, 2, "back_squat")["load_kg"] = 62.5
        entry(weeks, 2, 2, "back_squat")["load_kg"] = 87.5

    found = broken(lifter(), jump, BASIC).violations
    assert [violation.rule for violation in found[:1]] == ["load_jump"]
    assert "by 40%" in found[0].message
    assert "up to 68.8 kg" in found[0].message or "up to 68.75 kg" in found[0].message


def test_one_step_of_the_weights_is_no_jump() -> None:
    told = people.analysis(
        {"equipment": ["dumbbell"], "lifts": [{"exercise": "dumbbell_curl", "load_kg": 5, "repetitions": 8}]},
        days_per_week=1,
    )

    def step(weeks: Weeks) -> None:
        for week in weeks:
            become(week["sessions"][0]["exercises"][0], "dumbbell_curl", load_kg=4.0, substitutes=[])
            week["sessions"][0]["exercises"] = week["sessions"][0]["exercises"][:1]
        weeks[1]["sessions"][0]["exercises"][0]["load_kg"] = 5.0

    assert "load_jump" not in {violation.rule for violation in broken(told, step, BASIC).violations}


@pytest.mark.parametrize(
    ("field_name", "value"),
    [
        ("sets", 0),
        ("sets", 30),
        ("repetitions", 0),
        ("repetitions", 500),
        ("rest_s", 3),
        ("rest_s", 3_600),
        ("load_kg", -20),
        ("load_kg", 0),
        ("intensity", "0.75 % 1RM"),
        ("intensity", "heavy"),
        ("intensity", "RIR 9"),
        ("intensity", "RPE 11"),
        ("duration_s", 40),
    ],
)
def test_a_number_of_the_wrong_unit_is_caught(field_name: str, value: Any) -> None:
    def change(weeks: Weeks) -> None:
        entry(weeks, 1, 1, "bench_press")[field_name] = value

    assert "units" in {violation.rule for violation in broken(lifter(), change, BASIC).violations}


def test_pounds_for_kilograms_are_caught() -> None:
    def pounds(weeks: Weeks) -> None:
        for week in range(1, 9):
            bench = entry(weeks, week, 1, "bench_press")
            bench["load_kg"] = round(bench["load_kg"] * 2.2)

    found = {violation.rule for violation in broken(lifter(), pounds, BASIC).violations}
    assert found == {"known_loads"}


def test_minutes_for_seconds_of_steady_work_are_caught() -> None:
    told = people.analysis(goal="endurance", days_per_week=2)

    def minutes(weeks: Weeks) -> None:
        weeks[0]["sessions"][1]["exercises"][0]["duration_s"] = 30

    assert {violation.rule for violation in broken(told, minutes).violations} == {"units"}


def test_what_is_in_every_week_is_told_a_few_times() -> None:
    def change(weeks: Weeks) -> None:
        for week in weeks:
            for found in week["sessions"]:
                for one in found["exercises"]:
                    one["substitutes"] = ["moon_press"]

    found = broken(lifter(), change).violations
    assert len(found) == MAX_FINDINGS + 1
    assert found[-1].where == "program"
    assert "more of the kind" in found[-1].message


def test_a_program_of_nothing_but_nonsense_is_checked_to_the_end() -> None:
    def nonsense(weeks: Weeks) -> None:
        nobody = {
            "exercise_id": "x",
            "name": "x",
            "equipment": [],
            "sets": -1,
            "repetitions": -1,
            "rest_s": -1,
        }
        for week in weeks:
            week.update(week=-7, sessions=[{"day": 99, "title": "", "exercises": [nobody]}] * 9)

    found = broken(lifter(), nonsense)
    assert found.rules_checked == [rule.__name__ for rule in ENHANCED]
    assert {"week_numbers", "days_per_week", "known_exercises"} <= {one.rule for one in found.violations}


def test_no_weeks_at_all_are_no_program() -> None:
    assert not check([], lifter(), BASIC).is_passed


def test_levels_have_their_rules() -> None:
    assert rules_of(Level.ENHANCED) == rules_of(Level.RULE_BASED) == ENHANCED
    assert rules_of(Level.BASIC) == BASIC
    assert set(BASIC) < set(ENHANCED)
    assert all(rule.__doc__ for rule in ENHANCED)


def test_a_program_made_for_healthy_knees_fails_for_bad_ones() -> None:
    """What protects a person is the injury of the analysis, not the hand that wrote the program."""
    healthy = rule_based(people.analysis({"equipment": people.GYM}, goal="strength"))
    found = check(
        healthy, people.analysis({"equipment": people.GYM}, goal="strength", injuries=[Injury.KNEE])
    )
    assert "injuries" in {violation.rule for violation in found.violations}
