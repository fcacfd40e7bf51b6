"""What the model may answer, and what goes back to it with which errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.errors import InvalidOutput
from generation.pipelines.project_course.answers import parse_lessons, parse_tasks
from tests.unit.pipelines.project_course.examples import lesson, task

Entries = list[dict[str, Any]]
Change = Callable[[Entries], Any]


def _lessons(change: Change | None = None, count: int = 3) -> str:
    lessons = [lesson(number) for number in range(1, count + 1)]
    if change is not None:
        change(lessons)
    return json.dumps({"lessons": lessons})


def _tasks(change: Change | None = None, count: int = 3) -> str:
    tasks = [task(number) for number in range(1, count + 1)]
    if change is not None:
        change(tasks)
    return json.dumps({"tasks": tasks})


def _errors(parse: Callable[[], Any]) -> list[str]:
    with pytest.raises(InvalidOutput) as refused:
        parse()
    return refused.value.errors


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_three_to_six_lessons_are_right(count: int) -> None:
    lessons = parse_lessons(_lessons(count=count), project="Loaf")
    assert lessons == [lesson(number) for number in range(1, count + 1)]
    assert list(lessons[0]) == ["title", "objectives", "body", "example", "summary"]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_to_four_tasks_are_right(count: int) -> None:
    tasks = parse_tasks(_tasks(count=count))
    assert tasks == [task(number) for number in range(1, count + 1)]
    fields = ["title", "instructions", "expected_result", "hints", "minutes", "difficulty"]
    assert list(tasks[0]) == fields


def test_equal_difficulty_is_no_fall() -> None:
    tasks = parse_tasks(_tasks(lambda t: [one.update(difficulty=2) for one in t]))
    assert [one["difficulty"] for one in tasks] == [2, 2, 2]


BAD_LESSONS: list[tuple[str, Change, str]] = [
    ("two", lambda ls: ls.pop(), "/lessons: must have entries, 3 at least"),
    (
        "seven",
        lambda ls: ls.extend([lesson(n) for n in range(4, 8)]),
        "/lessons: must have at most 6 entries",
    ),
    (
        "same title",
        lambda ls: ls[2].update(title="first STEP"),
        'lessons[2].title: "first STEP" stands at lessons[0].title already.',
    ),
    ("title of the project", lambda ls: ls[1].update(title="loaf!"), "lessons[1].title: is the title of the"),
    (
        "example in the body",
        lambda ls: ls[0].update(body=f"## It\n\n{ls[0]['example']}"),
        "lessons[0].example: stands in the body already",
    ),
    ("objective twice", lambda ls: ls[0].update(objectives=["Do", "do."]), "lessons[0].objectives[1]"),
    ("no objectives", lambda ls: ls[0].update(objectives=[]), "/lessons/0/objectives"),
    ("six objectives", lambda ls: ls[0].update(objectives=list("abcdef")), "/lessons/0/objectives"),
    ("long objective", lambda ls: ls[0].update(objectives=["x" * 501]), "/lessons/0/objectives/0: has 501"),
    ("blank body", lambda ls: ls[0].update(body=" \n"), "/lessons/0/body: must not be blank"),
    ("blank example", lambda ls: ls[0].update(example=""), "/lessons/0/example: must not be blank"),
    ("blank summary", lambda ls: ls[0].update(summary=""), "/lessons/0/summary: must not be blank"),
    ("endless body", lambda ls: ls[0].update(body="x" * 40_001), "/lessons/0/body: has 40,001 characters"),
    ("endless example", lambda ls: ls[0].update(example="x" * 20_001), "/lessons/0/example: has 20,001"),
    ("endless summary", lambda ls: ls[0].update(summary="x" * 4_001), "/lessons/0/summary: has 4,001"),
    ("long title", lambda ls: ls[0].update(title="x" * 201), "/lessons/0/title: has 201 characters"),
    ("title of two lines", lambda ls: ls[0].update(title="a\nb"), "/lessons/0/title: must not hold control"),
    ("field missing", lambda ls: ls[0].pop("example"), "/lessons/0/example: is required"),
    ("field too many", lambda ls: ls[0].update(quiz=[]), "/lessons/0/quiz: is not a known field"),
]


@pytest.mark.parametrize(("change", "wanted"), [pytest.param(c, w, id=name) for name, c, w in BAD_LESSONS])
def test_lessons_that_break_their_contract_go_back(change: Change, wanted: str) -> None:
    errors = _errors(lambda: parse_lessons(_lessons(change), project="Loaf"))
    assert any(wanted in error for error in errors), errors


BAD_TASKS: list[tuple[str, Change, str]] = [
    ("one", lambda ts: ts.__delitem__(slice(1, None)), "/tasks: must have entries, 2 at least"),
    ("five", lambda ts: ts.extend([task(4), task(5)]), "/tasks: must have at most 4 entries"),
    (
        "same title",
        lambda ts: ts[1].update(title="Press Dough 1."),
        'tasks[1].title: "Press Dough 1." stands at tasks[0].title already.',
    ),
    (
        "same instructions",
        lambda ts: ts[1].update(instructions=ts[0]["instructions"]),
        "tasks[1].instructions: ",
    ),
    (
        "difficulty falls",
        lambda ts: ts[1].update(difficulty=5),
        "tasks[2].difficulty: falls from 5 to 3; put the tasks into the order of their difficulty.",
    ),
    (
        "hint gives it away",
        lambda ts: ts[0]["hints"].append(f"It is: {ts[0]['expected_result'].upper()}"),
        'tasks[0].hints[2]: "It is: A NUMBER OF SECONDS',
    ),
    ("hint twice", lambda ts: ts[0].update(hints=["Look.", "Look"]), 'tasks[0].hints[1]: "Look" stands at'),
    ("one hint", lambda ts: ts[0]["hints"].pop(), "/tasks/0/hints: must have entries, 2 at least"),
    ("five hints", lambda ts: ts[0].update(hints=list("abcde")), "/tasks/0/hints: must have at most 4"),
    ("difficulty 0", lambda ts: ts[0].update(difficulty=0), "/tasks/0/difficulty: Input should be greater"),
    ("difficulty 6", lambda ts: ts[2].update(difficulty=6), "/tasks/2/difficulty: Input should be less"),
    ("difficulty a text", lambda ts: ts[0].update(difficulty="1"), "/tasks/0/difficulty: must be a whole"),
    ("no minutes", lambda ts: ts[0].update(minutes=0), "/tasks/0/minutes: Input should be greater"),
    ("nine hours", lambda ts: ts[0].update(minutes=540), "/tasks/0/minutes: Input should be less"),
    ("half minutes", lambda ts: ts[0].update(minutes=7.5), "/tasks/0/minutes: must be a whole number"),
    ("blank instructions", lambda ts: ts[0].update(instructions=""), "/tasks/0/instructions: must not be"),
    ("blank result", lambda ts: ts[0].update(expected_result=" "), "/tasks/0/expected_result: must not be"),
    ("long instructions", lambda ts: ts[0].update(instructions="x" * 4_001), "/tasks/0/instructions: has"),
    ("field missing", lambda ts: ts[0].pop("hints"), "/tasks/0/hints: is required"),
    ("field too many", lambda ts: ts[0].update(solution="x"), "/tasks/0/solution: is not a known field"),
]


@pytest.mark.parametrize(("change", "wanted"), [pytest.param(c, w, id=name) for name, c, w in BAD_TASKS])
def test_tasks_that_break_their_contract_go_back(change: Change, wanted: str) -> None:
    errors = _errors(lambda: parse_tasks(_tasks(change)))
    assert any(wanted in error for error in errors), errors


def test_a_short_result_may_occur_in_a_hint_by_accident() -> None:
    def short(tasks: Entries) -> None:
        tasks[0].update(expected_result="A loaf", hints=["How does a loaf rise?", "Look at the oven."])

    assert parse_tasks(_tasks(short))[0]["expected_result"] == "A loaf"


def test_all_faults_are_named_at_once() -> None:
    def spoil(tasks: Entries) -> None:
        tasks[0].update(title=tasks[1]["title"], difficulty=5, hints=["Look", "look"])

    assert len(_errors(lambda: parse_tasks(_tasks(spoil)))) == 3
