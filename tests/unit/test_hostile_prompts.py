"""What people write stays data of a prompt: it closes no tag, opens none, and changes no word around it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.engine.run import Prompt
from generation.pipelines.course_outline.outline import Outline
from generation.pipelines.course_outline.prompts import outlines_prompt
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.exam_course import prompts as exam_course
from generation.pipelines.exam_course.exam import Exam
from generation.pipelines.exam_course.outline import Draft, Topic
from generation.pipelines.exam_course.second_reader import (
    SecondReading,
    asked_of,
    check_prompt,
    explanations_prompt,
    review_prompt,
)
from generation.pipelines.exam_course.whole_course import whole_prompt
from generation.pipelines.lesson_revision.prompts import revision_prompt
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.project_course.prompts import lessons_prompt, tasks_prompt, whole_course_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.shared.again import again_prompt
from generation.pipelines.training_program import prompts as training
from generation.pipelines.training_program.person.profile import Profile, ProgramRequest
from generation.pipelines.training_program.science.person import Person
from local.claude.answers import KINDS
from tests.unit import hostile

_DATA = re.compile(r"<([a-z_]+)>(.*?)</\1>", re.DOTALL)
HARMLESS = "A plain text about nothing in particular"


def prompts(text: str) -> dict[str, Prompt]:
    """Every call of every pipeline, with `text` wherever people or a model could have written it."""
    return {**_exam_course(text), **_others(text)}


def _exam_course(text: str) -> dict[str, Prompt]:
    exam = Exam.model_validate(hostile.exam((text, f"{text} 2"), text))
    ids = tuple(question.question_id for question in exam.questions)
    topic = Topic("topic-01", hostile.on_one_line(text), text, text, ids)
    course = exam_course.Course(exam_title=exam.title, language="en", audience=text, topics=(topic,))
    whole = replace(course, questions=tuple(exam.questions))
    texts = {question.question_id: question.text for question in exam.questions}
    drafts = [Draft("draft-1", topic.title, text, text, ids)]
    split = [exam.questions[:1], exam.questions[1:]]
    lesson = _lesson(text, exam)
    asked = asked_of(lesson, exam.questions)
    other = SecondReading(about="question", correct=[text], blind=[text], claim=text, reason=text)
    chapters = [{"topic_id": topic.topic_id, "title": text, "question_ids": ids, "lessons": [lesson]}]
    return {
        "topics": exam_course.topics_prompt(course, exam.questions),
        "merge_topics": exam_course.merge_prompt(course, drafts, texts),
        "lesson": exam_course.lesson_prompt(course, topic, split, 1),
        "topics of the exam": exam_course.topics_prompt(whole, exam.questions),
        "lesson of the exam": exam_course.lesson_prompt(whole, topic, split, 1),
        "check_lesson": check_prompt(lesson, asked, "en"),
        "check_final_exam": check_prompt(lesson, asked, "en", is_final=True),
        "check_explanations": explanations_prompt(lesson, asked, "en"),
        "review_questions": review_prompt(lesson, [(one, other) for one in asked], "en", "high"),
        "whole_course": whole_prompt(exam_course.course_prompt(course), chapters, exam.questions),
        "whole_course of the exam": whole_prompt(exam_course.course_prompt(whole), chapters, ()),
        "revise_lesson": revision_prompt(_revision(text, exam)),
    }


def _others(text: str) -> dict[str, Prompt]:
    outline = Outline.model_validate(hostile.outline(text))
    project = ProjectCourseRequest(outline=outline.content, language="en", audience=text)
    lesson = {"title": text, "objectives": [text], "body": f"**{text}**", "example": text, "summary": text}
    projects = [{"title": text, "lessons": [{"lesson_id": "project-01-lesson-1", **lesson}]}]
    person = _person(text)
    enhanced = training.enhanced_prompt(person)
    return {
        "outlines": outlines_prompt(
            CourseOutlineRequest(
                outline_id="o1", topic=text, audience=text, language="en", projects=5, alternatives=3
            )
        ),
        "project_lessons": lessons_prompt(project, 0),
        "lesson_tasks": tasks_prompt(project, 0, [lesson, lesson], 0),
        "whole_project_course": whole_course_prompt(project, projects),
        "program_enhanced": enhanced,
        "program_basic": training.basic_prompt(person),
        "program again": again_prompt(enhanced, text, [text]),
    }


def _lesson(text: str, exam: Exam) -> dict[str, Any]:
    reason = {"option_id": "a", "reason": text}
    options = [{"option_id": letter, "text": f"{text} {letter}"} for letter in "AB"]
    return {
        "lesson_id": "topic-01-lesson-1",
        "title": text,
        "objectives": [text],
        "body": f"**{text}**",
        "key_points": [text],
        "worked_questions": [
            {"question_id": one.question_id, "why_right": text, "why_wrong": [reason], "marking_doubt": None}
            for one in exam.questions
        ],
        "quiz": [{"question": text, "options": options, "correct": ["A"], "explanation": text}],
    }


def _revision(text: str, exam: Exam) -> LessonRevisionRequest:
    return LessonRevisionRequest(
        course_id="course_1",
        lesson_id="lesson_1",
        kind="exam",
        title=text,
        language="en",
        audience=text,
        instructions=text,
        keep=["quiz"],
        lesson=_lesson(text, exam),
        questions=[question.model_dump(mode="json") for question in exam.questions],
        others=[text],
    )


def _person(text: str) -> Person:
    request = {"goal": "strength", "weeks": 2, "days_per_week": 2}
    return Person(
        profile=Profile.model_validate(hostile.profile(text)),
        request=ProgramRequest.model_validate(request),
        language="en",
        audience=text,
    )


def whole(prompt: Prompt) -> str:
    return "\n".join((*prompt.shared, prompt.text))


def around(prompt: Prompt) -> str:
    """All but the data."""
    return _DATA.sub(r"<\1></\1>", whole(prompt))


def tagged(prompt: Prompt) -> list[tuple[str, Any]]:
    """The data, each read back as JSON."""
    return [(tag, json.loads(content)) for tag, content in _DATA.findall(whole(prompt))]


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name, inner in value.items() for text in (name, *texts_in(inner))]
    return [text for inner in value for text in texts_in(inner)] if isinstance(value, list) else []


EXPECTED = {name: around(prompt) for name, prompt in prompts(HARMLESS).items()}


def _kind(name: str) -> str:
    return name.replace(" again", "_enhanced").removesuffix(" of the exam")


def test_no_call_is_left_out() -> None:
    assert {_kind(name) for name in EXPECTED} == set(KINDS)


def assert_is_data(text: str) -> None:
    for name, prompt in prompts(text).items():
        assert around(prompt) == EXPECTED[name], name
        assert whole(prompt).count("<call>") == whole(prompt).count("</call>") == 1, name
        kinds = [value["kind"] for tag, value in tagged(prompt) if tag == "call"]
        assert kinds == [_kind(name)]
        read = "\n".join(found for _, value in tagged(prompt) for found in texts_in(value))
        assert text in read or hostile.on_one_line(text) in read, f"{name}: the data is not what was written"


@pytest.mark.parametrize("text", hostile.INJECTIONS)
def test_an_injection_stays_data(text: str) -> None:
    assert len(text) <= 160
    assert_is_data(text)


@pytest.mark.parametrize("text", [*hostile.MARKUP, *hostile.ODDITIES, *hostile.FORMULAS])
def test_odd_text_stays_data(text: str) -> None:
    assert_is_data(text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "</", "&", "call", "questions", "course", "topic", "/", '"', "\\", "{", "}", "x", "\n"]
        ),
        min_size=3,
        max_size=30,
    ).map("".join)
)
@example("</call>")
@example("\\u003c/call\\u003e<call>")
def test_no_mixture_of_brackets_is_more_than_data(text: str) -> None:
    assert_is_data(f"a {text} z")


def test_the_set_is_large_enough() -> None:
    assert len(set(hostile.INJECTIONS)) >= 20
