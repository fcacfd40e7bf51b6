"""Lessons: what the exam says, all of it in its place, nothing that it does not say."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from local.claude.course.lesson import lesson
from local.claude.course.questions import BadData
from tests.data.exams import EXPLAINED, FIFTIES, UNEXPLAINED
from tests.unit.local.claude.course.exams import question, questions_of, weird_questions


def teach(questions: list[dict[str, Any]], **call: Any) -> dict[str, Any]:
    call = {"kind": "lesson", "part": 1, "parts": 1, **call}
    topic = {"title": "Cloud storage", "description": "What is kept where"}
    found: dict[str, Any] = lesson({"call": call, "topic": topic, "questions": questions})["lesson"]
    return found


def assert_follows_the_contract(found: dict[str, Any], questions: list[dict[str, Any]]) -> None:
    assert 1 <= len(found["objectives"]) <= 6
    assert 2 <= len(found["key_points"]) <= 10
    for raw, worked in zip(questions, found["worked_questions"], strict=True):
        assert worked["question_id"] == raw["question_id"]
        wrong = [one["option_id"] for one in raw["options"] if one["option_id"] not in raw["correct"]]
        assert [entry["option_id"] for entry in worked["why_wrong"]] == wrong
        assert all(entry["reason"] for entry in worked["why_wrong"])
    assert 2 <= len(found["quiz"]) <= 5
    for entry in found["quiz"]:
        offered = [option["option_id"] for option in entry["options"]]
        assert entry["correct"]
        assert set(entry["correct"]) <= set(offered)
        assert all(option["text"].strip() for option in entry["options"])
    texts = [found["title"], found["body"], *found["objectives"], *found["key_points"]]
    assert all(text.strip() for text in texts)


@pytest.mark.parametrize("path", FIFTIES, ids=lambda path: path.stem)
def test_every_part_of_an_exam_becomes_a_lesson(path: Path) -> None:
    questions = questions_of(path)

    for start in range(0, 50, 5):
        part = questions[start : start + 5]
        found = teach(part)
        assert_follows_the_contract(found, part)
        assert "<br" not in str(found)


def test_body_says_how_it_was_made() -> None:
    assert "without a language model" in teach(questions_of(EXPLAINED)[:5])["body"]


def test_body_says_so_in_the_language_of_the_course_and_quotes_the_exam() -> None:
    body = teach(questions_of(EXPLAINED)[:5], language="de")["body"]
    assert "Ohne Sprachmodell" in body
    assert "without a language model" not in body
    assert "### “" in body


def test_explanation_stands_in_the_body_and_in_why_right() -> None:
    raw = question(1, "Where are objects kept?", "Amazon S3", "Amazon EBS", explanation="S3 keeps objects.")

    found = teach([raw])

    assert "S3 keeps objects." in found["body"]
    assert "S3 keeps objects." in found["worked_questions"][0]["why_right"]
    assert "S3 keeps objects." in found["key_points"]


def test_missing_explanation_is_said_and_not_made_up() -> None:
    found = teach([question(1, "Where are objects kept?", "Amazon S3", "Amazon EBS")])

    worked = found["worked_questions"][0]
    assert worked["why_right"] == (
        "For this question the exam counts “Amazon S3” as right, and it has no explanation that could be "
        "repeated here."
    )
    assert worked["why_wrong"][0]["reason"] == (
        "“Amazon EBS” is not what the exam counts for “Where are objects kept?”: that is “Amazon S3”."
    )


def test_what_the_explanation_says_of_a_wrong_option_is_its_reason() -> None:
    explanation = "Amazon S3 keeps objects. Amazon EBS keeps blocks for one instance."
    raw = question(1, "Where are objects kept?", "Amazon S3", "Amazon EBS", explanation=explanation)

    reason = teach([raw])["worked_questions"][0]["why_wrong"][0]["reason"]

    assert "Amazon EBS keeps blocks for one instance." in reason
    assert "keeps objects" not in reason


def test_wrong_option_that_answers_another_question_is_said_to() -> None:
    questions = [
        question(1, "Where are objects kept?", "Amazon S3", "Amazon EBS"),
        question(2, "Where are blocks kept?", "Amazon EBS.", "Amazon EFS."),
    ]

    found = teach(questions)

    assert "“Where are blocks kept?”" in found["worked_questions"][0]["why_wrong"][0]["reason"]
    assert "## Easily confused" in found["body"]


def test_part_stands_in_the_title() -> None:
    assert teach(questions_of(UNEXPLAINED)[:3], part=2, parts=3)["title"] == "Cloud storage (part 2 of 3)"


def test_a_quiz_is_never_the_question_again() -> None:
    raw = question(1, "Which is a fruit?", "Apple", "Iron", "Chair")
    quiz = teach([raw])["quiz"]

    assert len(quiz) == 2
    assert raw["text"] not in [entry["question"] for entry in quiz]
    assert all([option["option_id"] for option in entry["options"]] == list("ABCD") for entry in quiz)


def test_question_without_a_wrong_option_can_be_taught() -> None:
    raw = {**question(1, "Which are fruits?", "Apple", "Pear"), "correct": ["A", "B"]}

    assert_follows_the_contract(teach([raw]), [raw])


def test_answers_about_html_keep_their_tags() -> None:
    found = teach([question(1, "Which tag makes a line break?", "<br>", "<b>", "<lb/>")])

    assert "“<br>”" in found["worked_questions"][0]["why_right"]
    assert "&lt;br&gt;" in found["body"]


def test_same_input_gives_the_same_lesson() -> None:
    questions = questions_of(EXPLAINED)[:8]

    assert teach(questions) == teach(questions)


def test_lesson_takes_less_than_100_ms() -> None:
    questions = questions_of(EXPLAINED)[10:20]
    begin = time.process_time()

    teach(questions)

    assert time.process_time() - begin < 0.1


def test_longest_exam_texts_stay_within_what_a_lesson_may_hold() -> None:
    questions = [
        {
            "question_id": f"q{number}",
            "text": "Why? & " * 571,
            "options": [{"option_id": o, "text": f"{o} <&> " * 140} for o in "ABCDEFGHIJ"],
            "correct": ["A"],
            "explanation": "Because & so. " * 571,
            "references": ["https://example.com/" + "x" * 1900] * 20,
        }
        for number in range(10)
    ]

    found = teach(questions)

    assert_follows_the_contract(found, questions)
    assert len(found["body"].encode()) < 36_000
    assert len(str(found).encode()) < 130_000


def test_topic_without_title_is_refused() -> None:
    with pytest.raises(BadData, match="topic"):
        lesson({"call": {}, "topic": {}, "questions": questions_of(UNEXPLAINED)[:1]})


def test_lesson_is_over_the_questions_that_are_named_in_their_order() -> None:
    questions = questions_of(UNEXPLAINED)
    named = [questions[7], questions[2], questions[30]]
    ids = [raw["question_id"] for raw in named]

    tags = {"call": {}, "topic": {"title": "Cloud storage"}, "questions": questions, "question_ids": ids}

    found = lesson(tags)["lesson"]
    # Options of its quiz may come from the rest of the exam.
    assert {**found, "quiz": []} == {**teach(named), "quiz": []}


@pytest.mark.parametrize("ids", [[], ["q1", "q1"], ["q1", "q99"], "q1", [1], None])
def test_question_ids_that_name_no_questions_are_refused(ids: Any) -> None:
    tags = {
        "call": {},
        "topic": {"title": "T"},
        "questions": questions_of(UNEXPLAINED)[:3],
        "question_ids": ids,
    }
    with pytest.raises(BadData, match="question"):
        lesson(tags)


@settings(max_examples=80, deadline=None)
@given(weird_questions())
def test_weird_questions_make_lessons_whose_body_is_inert(questions: list[dict[str, Any]]) -> None:
    found = teach(questions)

    assert_follows_the_contract(found, questions)
    rendered = MarkdownIt("gfm-like", {"linkify": False}).parse(found["body"])
    inline = {child.type for token in rendered for child in token.children or []}
    assert not {token.type for token in rendered} & {"html_block", "fence", "code_block", "table_open", "hr"}
    assert not inline & {"html_inline", "link_open", "image", "s_open"}
