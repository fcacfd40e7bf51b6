"""The pipeline's own prompts, answered offline, pass the pipeline's own checks: both ends of the seam."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from pydantic import ValidationError

from generation.engine.run import Prompt
from generation.pipelines.exam_course.answers import parse_lesson, parse_merge, parse_topics
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.lessons import lesson_parts
from generation.pipelines.exam_course.outline import Draft, Topic, drafts, max_topics, merged, outline
from generation.pipelines.exam_course.prompts import Course, lesson_prompt, merge_prompt, topics_prompt
from generation.pipelines.exam_course.topics import slices
from local.claude import tokens
from local.claude.answers import answer, kind_of
from tests.data.exams import FIFTIES, UNEXPLAINED
from tests.unit.local.claude.course.exams import questions_of, weird_questions

COURSE = Course(exam_title="Practice", language="en", audience=None)


def ask(prompt: Prompt) -> str:
    whole = "\n".join((*prompt.shared, prompt.text))
    text = answer(kind_of(prompt.text), whole, dict(prompt.schema or {})).text
    assert tokens.estimate(text) <= prompt.max_output_tokens
    return text


def found_topics(questions: Sequence[Question]) -> list[Topic]:
    """What the step detect_topics makes of these answers."""
    ids = [question.question_id for question in questions]
    most = max_topics(len(questions))
    found: list[Draft] = drafts(
        [
            parse_topics(ask(topics_prompt(COURSE, part)), [question.question_id for question in part], most)
            for part in slices(questions)
        ]
    )
    if len(slices(questions)) == 1:
        return outline(found, ids)
    texts = {question.question_id: question.text for question in questions}
    text = ask(merge_prompt(COURSE, found, texts))
    return merged(found, parse_merge(text, [draft.draft_id for draft in found], most), ids)


def assert_lessons_pass(topics: Sequence[Topic], questions: Sequence[Question]) -> None:
    """Whether the calls bring their questions or begin with the whole exam, from which the imitation may
    then take wrong options for its quizzes."""
    by_id = {question.question_id: question for question in questions}
    whole = replace(COURSE, questions=tuple(questions))
    for topic in topics:
        parts = lesson_parts([by_id[question_id] for question_id in topic.question_ids])
        for index, part in enumerate(parts):
            parse_lesson(ask(lesson_prompt(COURSE, topic, parts, index)), part)
            if len(slices(questions)) == 1:
                parse_lesson(ask(lesson_prompt(whole, topic, parts, index)), part)


def exam(raw: list[dict[str, Any]]) -> list[Question]:
    return [Question.model_validate(question) for question in raw]


@pytest.mark.parametrize("path", FIFTIES, ids=lambda path: path.stem)
def test_exam_of_fifty_becomes_ten_topics_with_lessons(path: Any) -> None:
    questions = exam(questions_of(path))

    topics = found_topics(questions)

    assert len(topics) == 10
    assert_lessons_pass(topics, questions)


def test_large_exam_is_sorted_in_slices_and_merged() -> None:
    raw = [
        {**question, "question_id": f"{path.stem}-{copy}-{question['question_id']}", "text": text}
        for copy in range(6)
        for path in FIFTIES
        for question in questions_of(path)
        if (text := f"{question['text']} Variant {copy}.")
    ][:599]
    questions = exam(raw)

    topics = found_topics(questions)

    assert 20 <= len(topics) <= max_topics(599)
    assert max(len(topic.question_ids) for topic in topics) <= 2 * 599 / len(topics) + 12
    assert_lessons_pass(topics, questions)


def test_a_single_question_is_a_course() -> None:
    questions = exam(questions_of(UNEXPLAINED)[:1])

    topics = found_topics(questions)

    assert len(topics) == 1
    assert_lessons_pass(topics, questions)


@pytest.mark.parametrize("letter", ["x", "質", "&"])
def test_longest_texts_in_any_script_stay_within_the_limits(letter: str) -> None:
    def words(count: int) -> str:
        return ((letter * 7 + " ") * count)[: count * 8 - 1]

    raw: list[dict[str, Any]] = [
        {
            "question_id": f"q{number}",
            "text": f"{number} {words(490)}?",
            "options": [{"option_id": option, "text": words(120)} for option in "ABCDEFGHIJ"],
            "correct": ["A"],
            "explanation": f"{words(30)}. " * 30,
            "references": ["https://example.com/" + "x" * 1_900] * 20,
        }
        for number in range(12)
    ]
    questions = exam(json.loads(json.dumps(raw)))

    assert_lessons_pass(found_topics(questions), questions)


@settings(max_examples=50, deadline=None)
@given(weird_questions())
def test_whatever_the_api_takes_as_an_exam_becomes_a_course(raw: list[dict[str, Any]]) -> None:
    stored = [{key: value for key, value in question.items() if value} for question in raw]
    try:
        questions = exam(stored)
    except ValidationError:
        assume(False)

    assert_lessons_pass(found_topics(questions), questions)
