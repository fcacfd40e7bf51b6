"""Answers: right ones become weeks that keep the rules, wrong ones are told what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from generation.pipelines.training_program.answers import (
    RULES_VIOLATED,
    read_basic,
    read_enhanced,
)
from generation.pipelines.training_program.checks import plan_faults
from generation.pipelines.training_program.person.profile import Profile, ProgramRequest
from generation.pipelines.training_program.program import prescriptions
from generation.pipelines.training_program.rules.checks import BASIC, ENHANCED, check
from generation.pipelines.training_program.science.exercises import exercises
from generation.pipelines.training_program.science.person import Person
from tests.unit.pipelines.training_program import people
from tests.unit.pipelines.training_program.plans import (
    Change,
    Plan,
    at_home,
    basic,
    enhanced,
    finish,
    lifter,
)


def track_of(plan: Plan, exercise_id: str) -> Plan:
    """The track of its own that an exercise gets for a test: changing it changes nothing else."""
    [planned, *others] = [
        one
        for session in plan["sessions"]
        for one in session["exercises"]
        if one["exercise_id"] == exercise_id
    ]
    track: Plan = json.loads(
        json.dumps(next(t for t in plan["tracks"] if t["track_id"] == planned["track_id"]))
    )
    track["track_id"] = "own"
    plan["tracks"].append(track)
    for one in (planned, *others):
        one["track_id"] = "own"
    return track


def first(plan: Plan) -> Plan:
    exercise: Plan = plan["sessions"][0]["exercises"][0]
    return exercise


def squat(plan: Plan) -> tuple[list[Plan], Plan]:
    """The back squat, and the exercises of its session."""
    return next(
        (session["exercises"], one)
        for session in plan["sessions"]
        for one in session["exercises"]
        if one["exercise_id"] == "back_squat"
    )


# ---- Right ones


@given(profile=people.profiles, wish=people.requests)
@settings(max_examples=60, deadline=None)
def test_the_offline_answers_keep_the_rules_whoever_asks_for_what(
    profile: dict[str, Any], wish: dict[str, Any]
) -> None:
    person = Person(
        profile=Profile.model_validate(profile),
        request=ProgramRequest.model_validate(wish),
        language="en",
        audience=None,
    )
    for reading, rules in (
        (read_enhanced(enhanced(person), person), ENHANCED),
        (read_basic(basic(person), person), BASIC),
    ):
        assert reading.faults == ()
        assert reading.plan is not None
        assert finish(plan_faults(reading.plan, person)) == ()
        assert check(reading.plan.weeks, person.analysis, rules).is_passed


def test_a_plan_is_multiplied_out() -> None:
    person = lifter()
    plan = read_enhanced(enhanced(person), person).plan
    assert plan is not None
    assert [(week.week, week.is_deload) for week in plan.weeks] == [(n, n in (4, 8)) for n in range(1, 9)]
    assert all([session.day for session in week.sessions] == [1, 2, 4, 5] for week in plan.weeks)
    squats = [one for _, _, one in prescriptions(plan.weeks) if one.exercise_id == "back_squat"]
    maximum = next(one for one in person.analysis.maxima if one.exercise_id == "back_squat")
    for squat in squats:
        assert squat.load_kg is not None
        assert squat.load_kg % 2.5 == 0
        percent = float((squat.intensity or "").split(" ")[0])
        assert squat.load_kg == pytest.approx(maximum.kg * percent / 100, abs=1.25)
        assert squat.equipment == ["barbell", "rack"]
        assert set(squat.substitutes) <= person.allowed.keys()
    assert len({squat.load_kg for squat in squats}) > 3, "it grows, and is less in a deload"


def test_an_exercise_may_change_between_blocks() -> None:
    def change(plan: Plan) -> None:
        exercises, planned = squat(plan)
        later = {**planned, "exercise_id": "goblet_squat", "from_week": 5, "track_id": "later"}
        planned["to_week"] = 4
        exercises.insert(exercises.index(planned) + 1, later)
        weeks = [{**week, "intensity": 2} for week in track_of(plan, "back_squat")["weeks"]]
        plan["tracks"].append({"track_id": "later", "unit": "rir", "counts": "repetitions", "weeks": weeks})

    person = lifter()
    plan = read_enhanced(enhanced(person, change), person).plan
    assert plan is not None
    squats = ("back_squat", "goblet_squat")
    taken = [one.exercise_id for _, _, one in prescriptions(plan.weeks) if one.exercise_id in squats]
    assert taken == ["back_squat"] * 4 + ["goblet_squat"] * 4


@pytest.mark.parametrize(("ask", "read"), [(enhanced, read_enhanced), (basic, read_basic)])
def test_the_model_writes_no_name_that_the_catalogue_has(ask: Any, read: Any) -> None:
    for language in ("en-GB", "English"):
        person = lifter(language=language)
        assert "names" not in json.loads(ask(person))
        plan = read(ask(person), person).plan
        assert all(one.name == exercises()[one.exercise_id].name for *_, one in prescriptions(plan.weeks))


@pytest.mark.parametrize(("ask", "read"), [(enhanced, read_enhanced), (basic, read_basic)])
def test_in_another_language_each_exercise_is_named_once(ask: Any, read: Any) -> None:
    def translate(plan: Plan) -> None:
        for one in plan["names"]:
            one["name"] = f"{one['exercise_id']} auf Deutsch"

    def forget(plan: Plan) -> None:
        del plan["names"][0]

    person = lifter(language="de")
    ids = [one["exercise_id"] for one in json.loads(ask(person))["names"]]
    assert len(set(ids)) == len(ids)
    plan = read(ask(person, translate), person).plan
    assert all(one.name == f"{one.exercise_id} auf Deutsch" for *_, one in prescriptions(plan.weeks))
    assert read(ask(person, forget), person).faults == (f'names: "{ids[0]}" is not named.',)


def test_substitutes_that_cannot_be_done_are_left_out() -> None:
    def change(plan: Plan) -> None:
        first(plan)["substitutes"] = ["kettlebell_swing", "no_such", first(plan)["exercise_id"], "push_up"]

    person = lifter()
    plan = read_enhanced(enhanced(person, change), person).plan
    assert plan is not None
    assert plan.weeks[0].sessions[0].exercises[0].substitutes == ["push_up"]


def test_a_basic_week_gets_progression_and_deload_from_the_analysis() -> None:
    person = lifter()
    plan = read_basic(basic(person), person).plan
    assert plan is not None
    assert [week.week for week in plan.weeks if week.is_deload] == person.analysis.progression.deload_weeks
    loads = [one.load_kg for _, _, one in prescriptions(plan.weeks) if one.exercise_id == "back_squat"]
    assert len(set(loads)) > 3


# ---- Wrong ones, by rule


def jump(plan: Plan) -> None:
    weeks = track_of(plan, "back_squat")["weeks"]
    weeks[1]["intensity"] = weeks[0]["intensity"] * 1.4


def every_day(plan: Plan) -> None:
    plan["sessions"] = [{**plan["sessions"][0], "day": day} for day in range(1, 8)]


def no_equipment(plan: Plan) -> None:
    track = track_of(plan, "back_squat")
    track["unit"] = "rir"
    for week in track["weeks"]:
        week["intensity"] = 2
    squat(plan)[1]["exercise_id"] = "kettlebell_goblet_squat"


def injured(plan: Plan) -> None:
    plan["sessions"][0]["exercises"][0]["exercise_id"] = "bodyweight_squat"


def no_deload(plan: Plan) -> None:
    for week in plan["weeks"]:
        week["is_deload"] = False


def too_many_sets(plan: Plan) -> None:
    for track in plan["tracks"]:
        for week in track["weeks"]:
            week["sets"] = 10


def minutes_of_rest(plan: Plan) -> None:
    plan["tracks"][0]["weeks"][0]["rest_s"] = 3


VIOLATIONS: list[tuple[str, Change, str, str]] = [
    ("a load jump of 40 %", jump, "load_jump", "by 4"),
    ("no rest day", every_day, "rest_day", "all seven days"),
    ("no rest for a muscle", every_day, "rest_between_sessions", "48 hours"),
    ("more days than wanted", every_day, "days_per_week", "7 sessions"),
    ("no equipment", no_equipment, "equipment", "kettlebell"),
    ("no deload", no_deload, "deload", "no deload week"),
    ("too much", too_many_sets, "weekly_sets_most", "at most"),
    ("another unit", minutes_of_rest, "units", "in seconds"),
]


@pytest.mark.parametrize(
    ("change", "rule", "words"), [pytest.param(*case[1:], id=case[0]) for case in VIOLATIONS]
)
def test_what_breaks_a_rule_is_caught_and_named(change: Change, rule: str, words: str) -> None:
    person = lifter()
    reading = read_enhanced(enhanced(person, change), person)
    assert (reading.plan, reading.code) == (None, RULES_VIOLATED)
    named = [fault for fault in reading.faults if fault.endswith(f"(rule {rule})")]
    assert named
    assert words in named[0]


@pytest.mark.parametrize("read", [read_enhanced, read_basic])
def test_an_exercise_that_an_injury_excludes_is_named(read: Any) -> None:
    person = at_home()
    answer = enhanced(person, injured) if read is read_enhanced else basic(person, injured)
    reading = read(answer, person)
    assert reading.code == RULES_VIOLATED
    assert any("ruled out by the injury of the knee" in fault for fault in reading.faults)
