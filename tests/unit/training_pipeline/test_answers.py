"""Answers: right ones become weeks that keep the rules, wrong ones are told what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from generation.pipelines.training_program.answers import (
    INVALID_OUTPUT,
    MAX_FAULTS,
    RULES_VIOLATED,
    Reading,
    read_basic,
    read_enhanced,
)
from generation.pipelines.training_program.person import Person
from generation.pipelines.training_program.profile import Profile, ProgramRequest
from generation.pipelines.training_program.program import prescriptions
from generation.pipelines.training_program.rules import BASIC, ENHANCED, check
from tests.unit.training import people
from tests.unit.training_pipeline.plans import Change, Plan, at_home, basic, enhanced, lifter


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
        plan["tracks"].append({"track_id": "later", "unit": "rir", "weeks": weeks})

    person = lifter()
    plan = read_enhanced(enhanced(person, change), person).plan
    assert plan is not None
    squats = ("back_squat", "goblet_squat")
    taken = [one.exercise_id for _, _, one in prescriptions(plan.weeks) if one.exercise_id in squats]
    assert taken == ["back_squat"] * 4 + ["goblet_squat"] * 4


def test_names_are_those_of_the_catalogue_unless_another_language_is_wanted() -> None:
    def change(plan: Plan) -> None:
        for session in plan["sessions"]:
            for planned in session["exercises"]:
                planned["name"] = "Kniebeuge"

    for language, shown in (("en-GB", False), ("English", False), ("de", True)):
        person = lifter(language=language)
        plan = read_enhanced(enhanced(person, change), person).plan
        assert plan is not None
        assert all((one.name == "Kniebeuge") is shown for _, _, one in prescriptions(plan.weeks))


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


# ---- Wrong ones, by structure


def _set(*path: str | int, to: Any) -> Change:
    def change(plan: Plan) -> None:
        place: Any = plan
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = to

    return change


def _twice(name: str) -> Change:
    def change(plan: Plan) -> None:
        plan[name].append(plan[name][0])

    return change


def _percent_without_maximum(plan: Plan) -> None:
    track_of(plan, "dumbbell_curl")["unit"] = "percent_1rm"


def _missing_week(plan: Plan) -> None:
    track = track_of(plan, "back_squat")
    track["weeks"] = track["weeks"][:-1]


def _doubled_week(plan: Plan) -> None:
    track = track_of(plan, "back_squat")
    track["weeks"].append(track["weeks"][0])


def _short_session(plan: Plan) -> None:
    for planned in plan["sessions"][0]["exercises"]:
        planned["to_week"] = 7


STRUCTURE: list[tuple[str, Change, str]] = [
    ("a week too few", lambda plan: plan["weeks"].pop(), "they have to be 1 to 8"),
    ("weeks from 0", _set("weeks", 0, "week", to=0), "they have to be 1 to 8"),
    ("a track twice", _twice("tracks"), "track_id of several tracks"),
    ("no such track", _set("sessions", 0, "exercises", 0, "track_id", to="x"), 'no track "x"'),
    ("no such exercise", _set("sessions", 0, "exercises", 0, "exercise_id", to="x"), "no exercise_id"),
    ("no such week", _set("sessions", 0, "exercises", 0, "to_week", to=9), "no range of the weeks 1 to 8"),
    ("backwards", _set("sessions", 0, "exercises", 0, "from_week", to=9), "no range of the weeks"),
    ("a week left out of a track", _missing_week, "says nothing of the weeks [8]"),
    ("a week twice in a track", _doubled_week, "several times"),
    ("a session that ends early", _short_session, "nothing to do in week 8"),
    ("percent of nothing", _percent_without_maximum, "no maximum of it is known"),
    (
        "seconds for repetitions",
        _set("tracks", 0, "weeks", 0, "duration_s", to=30),
        "repetitions count for it",
    ),
    ("unknown unit", _set("tracks", 0, "unit", to="kg"), "/tracks/0/unit"),
    ("a field too many", _set("notes", to="x"), "/notes: is not a known field"),
    ("no sessions", _set("sessions", to=[]), "/sessions"),
    ("a blank title", _set("title", to=" "), "/title: must not be blank"),
    ("infinity", _set("tracks", 0, "weeks", 0, "intensity", to=float("inf")), "/tracks/0/weeks/0/intensity"),
]


@pytest.mark.parametrize(("change", "words"), [pytest.param(*case[1:], id=case[0]) for case in STRUCTURE])
def test_a_plan_that_cannot_be_written_out_says_why(change: Change, words: str) -> None:
    person = lifter()
    reading = read_enhanced(enhanced(person, change), person)
    assert (reading.plan, reading.code) == (None, INVALID_OUTPUT)
    assert any(words in fault for fault in reading.faults), reading.faults


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("sessions", 0, "exercises", 0, "exercise_id", to="x"), "no exercise_id"),
        (
            lambda plan: plan["sessions"][0]["exercises"].extend(plan["sessions"][0]["exercises"] * 3),
            "12 may be",
        ),
        (_set("focus", to=""), "/focus"),
    ],
)
def test_a_basic_week_that_cannot_be_written_out_says_why(change: Change, words: str) -> None:
    person = lifter()
    reading = read_basic(basic(person, change), person)
    assert reading.code == INVALID_OUTPUT
    assert any(words in fault for fault in reading.faults), reading.faults


@pytest.mark.parametrize("text", ["", "no", "{", "[]", "null", "{}", '{"title": 1}', "\ud800", "9" * 5_000])
def test_garbage_is_never_a_plan_and_never_an_error(text: str) -> None:
    for read in (read_enhanced, read_basic):
        reading: Reading = read(text, at_home())
        assert (reading.plan, reading.code, reading.text) == (None, INVALID_OUTPUT, text)
        assert reading.faults


def test_faults_are_bounded() -> None:
    def change(plan: Plan) -> None:
        too_many_sets(plan)
        every_day(plan)
        no_deload(plan)

    person = lifter(weeks=16)
    faults = read_enhanced(enhanced(person, change), person).faults
    assert len(faults) <= MAX_FAULTS + 1
