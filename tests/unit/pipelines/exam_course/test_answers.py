"""What the model may answer, and what goes back to it with which errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.errors import InvalidOutput
from generation.pipelines.exam_course.answers import parse_lesson, parse_merge, parse_topics
from generation.pipelines.exam_course.exam import Question
from tests.unit.pipelines.exams import question
from tests.unit.pipelines.scripted import lesson_of, only

IDS = ["q1", "q2", "q3"]
RAW = [question(1), question(2, correct=["A", "D"]), question(3, correct=["A", "B", "C", "D"])]
QUESTIONS = [Question.model_validate(raw) for raw in RAW]

Change = Callable[[dict[str, Any]], Any]


def _topics(*groups: list[str], name: str = "question_ids") -> str:
    topics = [
        {"title": f"T{n}", "brief": "B", "description": "D", name: group} for n, group in enumerate(groups, 1)
    ]
    return json.dumps(only(**{"topics" if name == "question_ids" else "merged_topics": topics}))


def _errors(parse: Callable[[], Any]) -> list[str]:
    with pytest.raises(InvalidOutput) as refused:
        parse()
    return refused.value.errors


def test_every_question_in_one_topic_is_right() -> None:
    topics = parse_topics(_topics(["q3", "q1"], ["q2"]), IDS, 2)
    assert [topic.question_ids for topic in topics] == [["q3", "q1"], ["q2"]]
    [first, _] = parse_merge(_topics(["d2"], ["d1"], name="draft_ids"), ["d1", "d2"], 2)
    assert first.draft_ids == ["d2"]


@pytest.mark.parametrize(
    ("groups", "wanted"),
    [
        ([["q1"], ["q2"]], '1 of 3 question ids are missing: "q3"'),
        ([["q1", "q2"], ["q2", "q3"]], 'occur more than once: "q2"'),
        ([["q1", "q1", "q2", "q3"]], 'occur more than once: "q1"'),
        ([["q1", "q2", "q3", "Q3"]], 'not in the data: "Q3"'),
        ([["q1"], ["q2"], ["q3"]], "there are 3, at most 2 are allowed"),
        ([["q1", "q2", "q3"], []], "/topics/1/question_ids"),
        ([], "/topics"),
    ],
)
def test_topics_that_are_no_partition_go_back(groups: list[list[str]], wanted: str) -> None:
    [error] = _errors(lambda: parse_topics(_topics(*groups), IDS, 2))
    assert wanted in error


def test_merged_topics_are_held_to_the_same() -> None:
    [error] = _errors(lambda: parse_merge(_topics(["d1"], name="draft_ids"), ["d1", "d,2"], 2))
    assert error == 'merged_topics: 1 of 2 draft ids are missing: "d,2".'


def test_all_faults_are_named_at_once() -> None:
    errors = _errors(lambda: parse_topics(_topics(["q1", "q1"], ["x"], ["y"]), IDS, 2))
    assert len(errors) == 4


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "Invalid JSON"),
        ("Here are the topics:", "Invalid JSON"),
        ('{"topics": [{"title": "T", "descr', "Invalid JSON"),
        ("[]", "The answer: must be an object"),
        ('{"topics": 1}', "/topics: must be a list"),
        ('{"topics": [], "more": 1}', "/more: is not a known field"),
        (
            '{"topics": [{"title": "\\ud800", "brief": "B", "description": "D", "question_ids": ["q1"]}]}',
            "Invalid JSON",
        ),
        (
            '{"topics": [{"title": "\\u0000", "brief": "B", "description": "D", "question_ids": ["q1"]}]}',
            "NUL",
        ),
        (
            '{"topics": [{"title": " ", "brief": "B", "description": "D", "question_ids": ["q1"]}]}',
            "/topics/0/title: must not",
        ),
        ("9" * 300_001, "longer than 300,000"),
    ],
)
def test_what_is_no_such_answer_goes_back(text: str, wanted: str) -> None:
    assert any(wanted in error for error in _errors(lambda: parse_topics(text, IDS, 2)))


@pytest.mark.parametrize(
    ("filled", "wanted"),
    [
        ({}, ["lesson: this is what the request asks for, it must not be null."]),
        ({"topics": True}, ["topics: the request asks for lesson alone, this must be null.",
                            "lesson: this is what the request asks for, it must not be null."]),
        ({"topics": True, "lesson": True}, ["topics: the request asks for lesson alone, this must be null."]),
        ({"merged_topics": True, "lesson": True},
         ["merged_topics: the request asks for lesson alone, this must be null."]),
    ],
)  # fmt: skip
def test_what_the_call_did_not_ask_for_goes_back(filled: dict[str, Any], wanted: list[str]) -> None:
    right: dict[str, Any] = {
        **json.loads(_topics(["q1"])),
        "merged_topics": json.loads(_topics(["d1"], name="draft_ids"))["merged_topics"],
        "lesson": lesson_of(RAW),
    }
    text = json.dumps(only(**{name: right[name] for name in filled}))
    assert _errors(lambda: parse_lesson(text, QUESTIONS)) == wanted


def test_lessons_and_merged_topics_are_no_topics() -> None:
    merged = _topics(["q1"], name="draft_ids")
    assert "topics: this is what" in _errors(lambda: parse_topics(merged, IDS, 2))[0]
    assert "merged_topics: this is what" in _errors(lambda: parse_merge(_topics(IDS), IDS, 2))[1]


def test_errors_are_bounded() -> None:
    invented = [f"x{number}" * 100 for number in range(5_000)]
    errors = _errors(lambda: parse_topics(_topics(invented), IDS, 2))
    assert sum(map(len, errors)) < 20_000
    topics = json.dumps(only(topics=[{"title": "", "brief": "", "description": "", "question_ids": []}] * 50))
    errors = _errors(lambda: parse_topics(topics, IDS, 2))
    assert len(errors) == 20
    assert errors[-1] == "... and 81 more errors like these."


def _lesson(change: Change | None = None) -> str:
    lesson = lesson_of(RAW)
    if change is not None:
        change(lesson)
    return json.dumps(only(lesson=lesson))


def test_a_lesson_is_put_into_the_order_of_the_exam() -> None:
    def shuffle(answer: dict[str, Any]) -> None:
        answer["worked_questions"].reverse()
        for worked in answer["worked_questions"]:
            worked["why_wrong"].reverse()
        answer["title"] = "  Title  "

    lesson = parse_lesson(_lesson(shuffle), QUESTIONS)
    assert lesson == parse_lesson(_lesson(), QUESTIONS) | {"title": "Title"}
    assert [worked["question_id"] for worked in lesson["worked_questions"]] == IDS
    wrong = [[one["option_id"] for one in worked["why_wrong"]] for worked in lesson["worked_questions"]]
    assert wrong == [["A", "C", "D"], ["B", "C"], []]


BAD_LESSONS: list[tuple[str, Change, str]] = [
    ("question ids given", lambda a: a.update(question_ids=["q1"]), "/question_ids: is not a known field"),
    (
        "question not worked",
        lambda a: a["worked_questions"].pop(),
        'worked_questions: 1 of 3 question ids are missing: "q3"',
    ),
    (
        "question worked twice",
        lambda a: a["worked_questions"].append(a["worked_questions"][0]),
        "more than once",
    ),
    (
        "unknown question worked",
        lambda a: a["worked_questions"][0].update(question_id="q9"),
        'in the data: "q9"',
    ),
    (
        "wrong option left out",
        lambda a: a["worked_questions"][0]["why_wrong"].pop(),
        'question "q1", why_wrong: 1 of 3 option ids are missing: "D"',
    ),
    (
        "right option called wrong",
        lambda a: a["worked_questions"][0]["why_wrong"].append({"option_id": "B", "reason": "No."}),
        'the exam marks "B" as correct',
    ),
    (
        "unknown option",
        lambda a: a["worked_questions"][2]["why_wrong"].append({"option_id": "Z", "reason": "No."}),
        'not in the data: "Z"',
    ),
    (
        "blank reason",
        lambda a: a["worked_questions"][0]["why_wrong"][1].update(reason="\n"),
        "/worked_questions/0/why_wrong/1/reason: must not be blank",
    ),
    (
        "blank why_right",
        lambda a: a["worked_questions"][1].update(why_right=""),
        "/worked_questions/1/why_right",
    ),
    ("no objectives", lambda a: a.update(objectives=[]), "/objectives"),
    ("too many objectives", lambda a: a.update(objectives=["o"] * 7), "/objectives"),
    ("one key point", lambda a: a.update(key_points=["k"]), "/key_points"),
    ("too many key points", lambda a: a.update(key_points=["k"] * 11), "/key_points"),
    ("one quiz question", lambda a: a.update(quiz=a["quiz"][:1]), "/quiz"),
    ("six quiz questions", lambda a: a.update(quiz=a["quiz"] * 3), "/quiz"),
    (
        "quiz answer no option",
        lambda a: a["quiz"][1].update(correct=["E"]),
        'quiz[1].correct: "E" is not an option_id',
    ),
    (
        "quiz answer twice",
        lambda a: a["quiz"][1].update(correct=["A", "A"]),
        "quiz[1].correct: an option id occurs",
    ),
    ("quiz without an answer", lambda a: a["quiz"][0].update(correct=[]), "/quiz/0/correct"),
    (
        "quiz option twice",
        lambda a: a["quiz"][0]["options"].append({"option_id": "A", "text": "x"}),
        "quiz[0].options: option ids occur more than once",
    ),
    (
        "quiz with one option",
        lambda a: a["quiz"][0].update(options=[{"option_id": "C", "text": "x"}]),
        "/quiz/0/options",
    ),
    ("blank body", lambda a: a.update(body="  "), "/body: must not be blank"),
    ("endless body", lambda a: a.update(body="x" * 100_001), "/body: has 100,001 characters"),
    ("long title", lambda a: a.update(title="x" * 201), "/title: has 201 characters"),
    ("field missing", lambda a: a.pop("quiz"), "/quiz: is required"),
    ("field too many", lambda a: a.update(summary="s"), "/summary: is not a known field"),
]


@pytest.mark.parametrize(("change", "wanted"), [pytest.param(c, w, id=name) for name, c, w in BAD_LESSONS])
def test_a_lesson_that_breaks_its_contract_goes_back(change: Change, wanted: str) -> None:
    errors = _errors(lambda: parse_lesson(_lesson(change), QUESTIONS))
    assert any(wanted in error for error in errors), errors
