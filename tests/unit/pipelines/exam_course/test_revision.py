"""What of a course is written anew where its exam was revised: topics of new questions, room, order."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.lessons import CHARS_PER_LESSON, QUESTIONS_PER_LESSON
from generation.pipelines.exam_course.prompts import chars, for_teaching
from generation.pipelines.exam_course.revision import plan
from tests.simulation.written_courses import written
from tests.unit.pipelines.exams import exam, question


def stored(questions: int) -> Document:
    return next(one for one in written("exam_course", "auto", questions) if one.kind == course.KIND)


def read(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [Question.model_validate(one).model_dump(mode="json", exclude_none=True) for one in questions]


def test_a_new_question_comes_to_the_topic_that_it_is_most_like() -> None:
    of = stored(24)
    topics = course.topics_of(of)
    before = exam(24)["questions"]
    words = ("tides", "bridges", "orchids", "glaciers", "fugues", "enzymes", "treaties", "comets")
    for topic, word in zip(topics, words, strict=False):
        for one in before:
            if one["question_id"] in topic.question_ids:
                one["text"] = f"What is there to say of {word}, and of nothing else than {word}?"
    new = [
        {**question(100 + place), "text": f"Who was it that wrote about {word} at first?"}
        for place, word in enumerate(words[: len(topics)])
    ]
    planned = plan(of, read(before), read([*before, *new]))
    assert [one.topic.question_ids[-1] for one in planned] == [one["question_id"] for one in new]


def test_lessons_have_the_room_that_the_model_s_call_has() -> None:
    of = stored(24)
    before = exam(24)["questions"]
    said = {"explanation": "Why so? " * 990, "text": "And what then? " * 260}
    long = [{**question(number), **said} for number in range(100, 124)]
    after = {one["question_id"]: one for one in read([*before, *long])}
    lessons = [one for topic in plan(of, read(before), list(after.values())) for one in topic.lessons]
    sizes = {name: chars(for_teaching(Question.model_validate(one))) for name, one in after.items()}
    assert {name for one in lessons for name in one.question_ids} == set(after)
    for one in lessons:
        assert len(one.question_ids) <= QUESTIONS_PER_LESSON
        assert sum(sizes[name] for name in one.question_ids) <= CHARS_PER_LESSON
    assert sum(len(one.question_ids) > 1 for one in lessons if one.is_written) >= 3


def test_a_lesson_s_number_is_not_given_twice() -> None:
    of = stored(24)
    parts = copy.deepcopy(dict(of.parts or {}))
    for topic in course.topics_of(of):
        parts[topic.topic_id]["last_lesson"] = 7
    before = exam(24)["questions"]
    new = [question(number) for number in range(100, 190)]
    lessons = [
        one.lesson_id
        for topic in plan(replace(of, parts=parts), read(before), read([*before, *new]))
        for one in topic.lessons
    ]
    there = {one["lesson_id"] for topic in course.topics_of(of) for one in parts[topic.topic_id]["lessons"]}
    assert {int(one.rpartition("-")[2]) > 7 for one in lessons if one not in there} == {True}
