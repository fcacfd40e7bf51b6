"""Checks: what the quality rules find in an answer of the model; `pipelines.shared.sent_back` asks them.

The rules are imported where they are used: handlers that only read and write the table import pipelines too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generation.quality.findings import Finding

Raw = Mapping[str, Any]


def lessons_check(language: str, lessons: Sequence[Raw]) -> list[Finding]:
    """Of the lessons of a project, which have no tasks yet."""
    from generation.quality.artifact import ProjectLesson
    from generation.quality.checking import check_project_lessons

    return check_project_lessons([ProjectLesson.model_validate(one) for one in lessons], language)


def tasks_check(language: str, lesson: Raw, tasks: Sequence[Raw]) -> list[Finding]:
    """Of the tasks of a lesson."""
    from generation.quality.artifact import ProjectLesson
    from generation.quality.checking import check_tasks

    return check_tasks(ProjectLesson.model_validate({**lesson, "tasks": list(tasks)}), language)


def facts_check(at: str, lesson: Raw, facts: Sequence[str]) -> list[Finding]:
    """Of a lesson at that pointer, with its tasks, held against what the outline agreed on."""
    from generation.quality import blocks
    from generation.quality.artifact import ProjectLesson
    from generation.quality.facts import facts as contradicting

    return list(contradicting(blocks.of_project_lesson(at, ProjectLesson.model_validate(lesson)), facts))


def whole_course_check(language: str, whole: Raw) -> list[Finding]:
    """Of what a course has around its lessons."""
    from generation.quality.artifact import WholeCourse
    from generation.quality.checking import check_whole_course

    return check_whole_course(WholeCourse.model_validate(whole), language)
