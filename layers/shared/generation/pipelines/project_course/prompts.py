"""Prompts: the calls of the pipeline, worded.

A call's prompt begins with two blocks that all calls of its step share to the byte: a guide that is the same
for every job, and the outline of this course. They are marked for caching. The call over the whole course is
alone in its step: of it only the guide, which other jobs may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generation.engine.run import Prompt
from generation.pipelines.course_outline.prompts import about_the_data
from generation.pipelines.project_course.contracts import (
    MAX_LESSONS,
    MAX_TASKS,
    MIN_LESSONS,
    MIN_TASKS,
    LessonsAnswer,
    TasksAnswer,
    WholeCourseAnswer,
)
from generation.pipelines.project_course.preview import lessons_preview, tasks_preview, whole_course_preview
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.shared.answering import Contract
from generation.pipelines.shared.around import defined_in, terms_wanted
from generation.pipelines.shared.prompting import blocks, clipped, data, render
from generation.pipelines.shared.schema import answer_schema

_FILES = Path(__file__).parent / "prompts"

TERMS_A_LESSON = 1.5
OBJECTIVE, SUMMARY = 160, 600
"""Characters of a lesson's objectives and summary that the call over the whole course sees: as much as the
prompts ask for, in a course of 48 lessons."""

LESSON_FIELDS = ("title", "objectives", "body", "example", "summary")


def lessons_prompt(request: ProjectCourseRequest, index: int) -> Prompt:
    """Write the lessons of the project at `index` of the outline. `request` is what `accept` made."""
    projects = request.outline["projects"]
    return Prompt(
        shared=_shared("lessons_guide.md", request),
        text=blocks(
            render(
                _FILES / "lessons.md",
                number=index + 1,
                projects=len(projects),
                least=MIN_LESSONS,
                most=MAX_LESSONS,
                place=_place(index, len(projects)),
            ),
            data("call", _call("project_lessons", request, index)),
            data("project", projects[index]),
        ),
        schema=_schema(LessonsAnswer),
        # Six lessons of 1,200 words take 10,000 tokens in English; other scripts take more, thinking too.
        max_output_tokens=36_000,
        expected_chars=26_000,
        effort="high",
        preview=lessons_preview,
    )


def tasks_prompt(
    request: ProjectCourseRequest, project: int, lessons: Sequence[Mapping[str, Any]], index: int
) -> Prompt:
    """Write the tasks for `lessons[index]`, all of them being the lessons of the project at that index."""
    others = [
        {"lesson": number, "title": lesson["title"], "objectives": lesson["objectives"]}
        for number, lesson in enumerate(lessons, 1)
        if number != index + 1
    ]
    call = {
        **_call("lesson_tasks", request, project),
        "lesson": index + 1,
        "lessons": len(lessons),
    }
    return Prompt(
        shared=_shared("tasks_guide.md", request),
        text=blocks(
            render(
                _FILES / "tasks.md",
                number=index + 1,
                lessons=len(lessons),
                least=MIN_TASKS,
                most=MAX_TASKS,
                end=_end(index, len(lessons)),
            ),
            data("call", call),
            data("project", request.outline["projects"][project]),
            data("other_lessons", others),
            data("lesson", {name: lessons[index][name] for name in LESSON_FIELDS}),
        ),
        schema=_schema(TasksAnswer),
        max_output_tokens=14_000,
        expected_chars=4_500,
        effort="medium",
        preview=tasks_preview,
    )


def whole_course_prompt(request: ProjectCourseRequest, projects: Sequence[Mapping[str, Any]]) -> Prompt:
    """Write what the course has around its lessons. `projects`: of the course, as it is shown."""
    lessons = sum(len(project["lessons"]) for project in projects)
    terms, most = terms_wanted(lessons * TERMS_A_LESSON)
    call = {"kind": "whole_project_course", "language": request.language, "audience": request.audience}
    return Prompt(
        shared=(_guide("whole_course_guide.md"),),
        text=blocks(
            render(_FILES / "whole_course.md", terms=terms, most_terms=most),
            data("call", call),
            data("course", _outline(request)),
            data("course_projects", [_project(project) for project in projects]),
        ),
        schema=_schema(WholeCourseAnswer),
        max_output_tokens=20_000,
        expected_chars=5_000 + 150 * terms,
        effort="medium",
        preview=whole_course_preview,
    )


def _project(project: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": project["title"],
        "lessons": [
            {
                "lesson_id": lesson["lesson_id"],
                "title": lesson["title"],
                "objectives": [clipped(one, OBJECTIVE) for one in lesson["objectives"]],
                "summary": clipped(lesson["summary"], SUMMARY),
                "terms": defined_in(lesson["body"]),
            }
            for lesson in project["lessons"]
        ],
    }


def _call(kind: str, request: ProjectCourseRequest, project: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "language": request.language,
        "audience": request.audience,
        "project": project + 1,
        "projects": len(request.outline["projects"]),
    }


def _shared(guide: str, request: ProjectCourseRequest) -> tuple[str, ...]:
    return (_guide(guide), render(_FILES / "course.md", course=data("course", _outline(request))))


def _guide(name: str) -> str:
    return render(_FILES / name, about_the_data=about_the_data())


def _outline(request: ProjectCourseRequest) -> dict[str, Any]:
    return {
        **request.outline,
        # Jobs of an earlier release have an outline without them.
        "facts": request.outline.get("facts", []),
        "language": request.language,
        "audience": request.audience,
        "projects": [
            {"project": number, **project} for number, project in enumerate(request.outline["projects"], 1)
        ],
    }


def _place(index: int, projects: int) -> str:
    if projects == 1:
        name = "only_project.md"
    elif index == 0:
        name = "first_project.md"
    else:
        name = "last_project.md" if index == projects - 1 else "later_project.md"
    return render(_FILES / name).strip()


def _end(index: int, lessons: int) -> str:
    name = "last_lesson.md" if index == lessons - 1 else "earlier_lesson.md"
    return render(_FILES / name).strip()


@cache
def _schema(contract: type[Contract]) -> Mapping[str, Any]:
    return answer_schema(contract)
