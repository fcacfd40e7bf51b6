"""Forecast: a call for each project, one for each lesson, and one over the course."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generation.engine.forecast import ExpectedCall, Forecast, Round
from generation.engine.pipeline import Accepted, Requester
from generation.engine.run import Prompt
from generation.pipelines.project_course.contracts import MIN_LESSONS
from generation.pipelines.project_course.input import LESSONS
from generation.pipelines.project_course.prompts import lessons_prompt, tasks_prompt, whole_course_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest

LESSON: dict[str, Any] = {
    "title": "x" * 40,
    "objectives": ["x" * 80] * 3,
    "body": "x" * 4_500,
    "example": "x" * 1_500,
    "summary": "x" * 300,
}
"""As long as a lesson usually is, in characters."""


def forecast(requester: Requester, accepted: Accepted[ProjectCourseRequest]) -> Forecast:
    request = accepted.request
    return Forecast(few=_rounds(request, MIN_LESSONS), many=_rounds(request, LESSONS + 1))


def _rounds(request: ProjectCourseRequest, lessons: int) -> list[Round]:
    """With so many lessons of each project."""
    projects = range(len(request.outline["projects"]))
    writing = [
        ExpectedCall(step="generate_lessons", prompt=_lessons(request, index, lessons)) for index in projects
    ]
    tasks = [
        ExpectedCall(
            step="generate_tasks", prompt=tasks_prompt(request, index, [LESSON] * lessons, 0), times=lessons
        )
        for index in projects
    ]
    lesson = {**LESSON, "lesson_id": "x" * 20}
    shown = [{**one, "lessons": [lesson] * lessons} for one in request.outline["projects"]]
    whole = ExpectedCall(step="save_course", prompt=whole_course_prompt(request, shown))
    return [writing, tasks, [whole]]


def _lessons(request: ProjectCourseRequest, index: int, lessons: int) -> Prompt:
    """The prompt names a range; the answer is as long as the lessons in it are many."""
    prompt = lessons_prompt(request, index)
    return replace(prompt, expected_chars=prompt.expected_chars * lessons // LESSONS)
