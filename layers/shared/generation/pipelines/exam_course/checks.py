"""Checks: what the quality rules find in an answer of the model; `pipelines.shared.sent_back` asks them.

The rules are imported where they are used: handlers that only read and write the table import pipelines too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generation.pipelines.exam_course.exam import Question

if TYPE_CHECKING:
    from generation.pipelines.exam_course.outline import Topic
    from generation.quality.artifact import Exam
    from generation.quality.findings import Finding


def known(questions: Sequence[Question]) -> Exam:
    """The exam, or a part of it, as the rules read it."""
    from generation.quality.artifact import exam

    return exam({"questions": [question.model_dump(mode="json") for question in questions]})


def lesson_check(
    language: str, questions: Sequence[Question]
) -> Callable[[Mapping[str, Any]], list[Finding]]:
    """Of a lesson over these questions, as `parse_lesson` gives it."""

    def check(lesson: Mapping[str, Any]) -> list[Finding]:
        from generation.quality.artifact import Lesson
        from generation.quality.checking import check_lesson

        return check_lesson(Lesson.model_validate(lesson), language, known(questions).questions)

    return check


def whole_course_check(
    language: str, questions: Sequence[Question]
) -> Callable[[Mapping[str, Any]], list[Finding]]:
    """Of what a course over these questions has around its lessons, as `parse_whole_course` gives it."""

    def check(whole: Mapping[str, Any]) -> list[Finding]:
        from generation.quality.artifact import WholeCourse
        from generation.quality.checking import check_whole_course

        return check_whole_course(WholeCourse.model_validate(whole), language, known(questions))

    return check


def topics_check(language: str, topics: Sequence[Topic]) -> list[Finding]:
    """Of all topics of a course."""
    from generation.quality.artifact import Topic as Shown
    from generation.quality.checking import check_topics

    shown = [Shown.model_validate({**topic.to_json(), "lessons": []}) for topic in topics]
    return check_topics(shown, language)
