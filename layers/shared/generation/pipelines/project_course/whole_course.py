"""Whole course: what a course has around its lessons, by one call over all of them before it is saved.

Its title stays that of the outline, which a person has chosen. A course is complete without the rest: where
the call fails for good, the course is saved as it is and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from generation.engine.errors import CallError
from generation.engine.model.checkpoint import Document
from generation.engine.model.event import LogLevel
from generation.engine.run import Run
from generation.pipelines.project_course import course
from generation.pipelines.project_course.checks import whole_course_check
from generation.pipelines.project_course.contracts import WholeCourseAnswer
from generation.pipelines.project_course.prompts import whole_course_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.shared import sent_back
from generation.pipelines.shared.answering import read, refuse
from generation.pipelines.shared.around import KEY, glossary_faults, in_order

MISSING = "Introduction, glossary and summary"
"""Where no answer could be had."""


async def whole_course(run: Run[ProjectCourseRequest], stored: Document) -> dict[str, Any] | None:
    """`{introduction, glossary, summary}`; None where no answer could be had."""
    projects = course.projects_of(stored)
    run.log("Writing introduction, glossary and summary")
    try:
        return await sent_back.ask(
            run,
            KEY,
            whole_course_prompt(run.request, projects),
            lambda text: parse_whole_course(text, projects),
            partial(whole_course_check, run.request.language),
        )
    except CallError as error:
        run.log(
            f"The course is saved without introduction, glossary and summary: {error}",
            LogLevel.WARNING,
            **error.details,
        )
        return None


def parse_whole_course(text: str, projects: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Terms that lessons of the course explain, each once. Raises InvalidOutput."""
    answer = read(WholeCourseAnswer, text)
    lessons = {lesson["lesson_id"] for project in projects for lesson in project["lessons"]}
    refuse(glossary_faults(answer.glossary, lessons))
    made = answer.model_dump(mode="json")
    return {**made, "glossary": in_order(made["glossary"])}
