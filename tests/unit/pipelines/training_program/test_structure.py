"""Answers that cannot be written out: each says why, so that the model can mend it."""

from __future__ import annotations

from typing import Any

import pytest

from generation.pipelines.training_program.answers import (
    INVALID_OUTPUT,
    PlanReading,
    read_basic,
    read_enhanced,
)
from tests.unit.pipelines.training_program.plans import Change, Plan, at_home, basic, enhanced, lifter
from tests.unit.pipelines.training_program.test_answers import track_of


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
        _set("tracks", 0, "counts", to="seconds"),
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
        reading: PlanReading = read(text, at_home())
        assert (reading.plan, reading.code, reading.text) == (None, INVALID_OUTPUT, text)
        assert reading.faults
