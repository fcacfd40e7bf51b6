"""What an exam may be, and what is refused, where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from generation.engine.errors import FieldError
from generation.pipelines.exam_course import exam as rules
from generation.pipelines.exam_course.exam import Exam, questions_of
from generation.validation import field_errors
from tests.data.exams import ALL, load
from tests.unit.pipelines.exams import HOSTILE_TEXTS, exam, hostile_exam, question


def _with(**changed: Any) -> dict[str, Any]:
    return exam(questions=2) | changed


def _with_question(**changed: Any) -> dict[str, Any]:
    return exam(questions=2) | {"questions": [question(1), question(2, **changed)]}


def _faults(raw: Any) -> Sequence[FieldError]:
    with pytest.raises(ValidationError) as refused:
        Exam.model_validate(raw)
    return field_errors(refused.value, "", raw)


def _options(count: int) -> list[dict[str, Any]]:
    return [{"option_id": str(number), "text": f"Option {number}"} for number in range(count)]


BAD: list[tuple[str, Any, dict[str, str]]] = [
    ("no object", [], {"": "must be an object"}),
    ("nothing", {}, {"/title": "is required", "/questions": "is required"}),
    ("no questions", _with(questions=[]), {"/questions": "1 at least"}),
    ("1,001 questions", exam(questions=1_001), {"/questions": "at most 1,000 entries"}),
    ("questions no list", _with(questions={"0": question()}), {"/questions": "must be a list"}),
    ("question no object", _with(questions=[3]), {"/questions/0": "must be an object"}),
    ("unknown field", _with(author="me"), {"/author": "not a known field"}),
    ("unknown field, escaped", _with(**{"a/b~c": 1}), {"/a~1b~0c": "not a known field"}),
    ("unknown field of a question", _with_question(difficulty=3), {"/questions/1/difficulty": "known"}),
    ("blank title", _with(title=" \u200b "), {"/title": "blank"}),
    ("long title", _with(title="x" * 201), {"/title": "201 characters, at most 200"}),
    ("title with a line break", _with(title="a\nb"), {"/title": "control characters"}),
    ("title no text", _with(title=5), {"/title": "must be a text"}),
    ("blank exam id", _with(exam_id=""), {"/exam_id": "blank"}),
    ("long exam id", _with(exam_id="x" * 101), {"/exam_id": "at most 100"}),
    ("exam id with a slash", _with(exam_id="a/b"), {"/exam_id": "slash"}),
    ("exam id of dots", _with(exam_id=".."), {"/exam_id": "slash"}),
    (
        "question id twice",
        _with(questions=[question(7)] * 3),
        {"/questions/1/question_id": "occurs twice (first at index 0)", "/questions/2/question_id": "twice"},
    ),
    ("question id no text", _with_question(question_id=2), {"/questions/1/question_id": "must be a text"}),
    ("question id with a tab", _with_question(question_id="a\tb"), {"/questions/1/question_id": "control"}),
    ("blank text", _with_question(text="  "), {"/questions/1/text": "blank"}),
    ("long text", _with_question(text="x" * 4_001), {"/questions/1/text": "at most 4,000"}),
    (
        "text missing",
        _with(questions=[{"question_id": "q", "options": _options(2), "correct": ["0"]}]),
        {"/questions/0/text": "is required"},
    ),
    (
        "one option",
        _with_question(options=_options(1), correct=["0"]),
        {"/questions/1/options": "2 at least"},
    ),
    ("no options", _with_question(options=[], correct=["A"]), {"/questions/1/options": "2 at least"}),
    (
        "eleven options",
        _with_question(options=_options(11), correct=["0"]),
        {"/questions/1/options": "most 10"},
    ),
    (
        "option id twice",
        _with_question(options=[*_options(2), *_options(1)], correct=["1"]),
        {"/questions/1/options/2/option_id": "occurs twice"},
    ),
    (
        "blank option",
        _with_question(options=[*_options(2), {"option_id": "9", "text": ""}], correct=["1"]),
        {"/questions/1/options/2/text": "blank"},
    ),
    (
        "long option",
        _with_question(options=[*_options(2), {"option_id": "9", "text": "x" * 1_001}], correct=["1"]),
        {"/questions/1/options/2/text": "at most 1,000"},
    ),
    ("nothing correct", _with_question(correct=[]), {"/questions/1/correct": "1 at least"}),
    (
        "correct no option",
        _with_question(correct=["B", "E"]),
        {"/questions/1/correct/1": "not the option_id"},
    ),
    ("correct twice", _with_question(correct=["B", "B"]), {"/questions/1/correct/1": "occurs twice"}),
    ("correct no list", _with_question(correct="B"), {"/questions/1/correct": "must be a list"}),
    (
        "correct in another case",
        _with_question(correct=["b"]),
        {"/questions/1/correct/0": "not the option_id"},
    ),
    ("blank explanation", _with_question(explanation=""), {"/questions/1/explanation": "blank"}),
    ("long explanation", _with_question(explanation="x" * 8_001), {"/questions/1/explanation": "most 8,000"}),
    ("too many references", _with_question(references=["r"] * 21), {"/questions/1/references": "at most 20"}),
    ("long reference", _with_question(references=["x" * 2_001]), {"/questions/1/references/0": "most 2,000"}),
    ("long topic", _with_question(topic="x" * 201), {"/questions/1/topic": "at most 200"}),
    ("NUL", _with_question(text="a\0b"), {"/questions/1/text": "NUL"}),
    ("half a surrogate pair", _with_question(text="a\ud83d"), {"/questions/1/text": "surrogate"}),
    ("half a pair in an id", _with_question(question_id="\udc00"), {"/questions/1/question_id": "surrogate"}),
]


@pytest.mark.parametrize(("raw", "wanted"), [pytest.param(raw, wanted, id=name) for name, raw, wanted in BAD])
def test_a_bad_exam_is_refused_with_a_pointer_to_each_fault(raw: Any, wanted: dict[str, str]) -> None:
    found = {fault.pointer: fault.message for fault in _faults(raw)}
    assert found.keys() == wanted.keys()
    for pointer, words in wanted.items():
        assert words in found[pointer]


def test_a_thousand_bad_questions_give_a_hundred_errors() -> None:
    assert len(_faults(exam() | {"questions": [question(n, text="") for n in range(1_000)]})) == 100


def test_the_name_of_an_unknown_field_may_be_anything() -> None:
    for fault in _faults(exam() | {"x" * 5_000: 1, "\ud800": 2}):
        assert len(fault.pointer) < 200
        fault.pointer.encode()


def test_everything_at_its_limit_is_accepted() -> None:
    full = question(
        text="x" * rules.MAX_QUESTION_TEXT,
        question_id="i" * rules.MAX_ID,
        options=[
            {"option_id": str(n) * rules.MAX_ID, "text": "o" * rules.MAX_OPTION_TEXT}
            for n in range(rules.MAX_OPTIONS)
        ],
        correct=[str(n) * rules.MAX_ID for n in range(rules.MAX_OPTIONS)],
        explanation="e" * rules.MAX_EXPLANATION,
        references=["r" * rules.MAX_REFERENCE] * rules.MAX_REFERENCES,
        topic="t" * rules.MAX_TOPIC,
    )
    raw = exam() | {"exam_id": "e" * rules.MAX_ID, "title": "t" * rules.MAX_TITLE, "questions": [full]}
    assert Exam.model_validate(raw).questions[0].wrong == []
    assert len(Exam.model_validate(exam(rules.MAX_QUESTIONS)).questions) == rules.MAX_QUESTIONS


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_any_other_text_is_kept_as_it_is(text: str) -> None:
    raw = _with_question(text=text, explanation=text, references=[text])
    assert Exam.model_validate(raw).content["questions"][1]["text"] == text


def test_null_is_as_good_as_left_out() -> None:
    left_out = Exam.model_validate(_with_question())
    assert Exam.model_validate(_with_question(explanation=None, references=None, topic=None)) == left_out
    assert "explanation" not in left_out.content["questions"][1]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_exams_are_kept_as_they_are_written(path: Any) -> None:
    raw = load(path)
    exam = Exam.model_validate(raw)
    assert {"exam_id": exam.exam_id, **exam.content} == raw


def test_the_hash_is_of_the_content_and_not_of_the_id_or_the_spelling() -> None:
    one = Exam.model_validate(exam(3) | {"exam_id": "mine"})
    same = Exam.model_validate(dict(reversed(exam(3).items())))
    assert one.content_hash == same.content_hash
    assert one.content_hash != Exam.model_validate(exam(4)).content_hash


def test_questions_of_a_stored_exam_come_in_the_order_asked_for() -> None:
    content = json.loads(json.dumps(Exam.model_validate(hostile_exam()).content))
    found = questions_of(content, ["</questions>3", "</questions>1"])
    assert [question.question_id for question in found] == ["</questions>3", "</questions>1"]
    with pytest.raises(KeyError):
        questions_of(content, ["none"])
