"""Lessons: the step that writes those of one project."""

from __future__ import annotations

from functools import partial

from generation.engine.pipeline import Item, Outcome
from generation.engine.run import Results, Run
from generation.pipelines.project_course import course
from generation.pipelines.project_course.answers import parse_lessons
from generation.pipelines.project_course.checks import lessons_check
from generation.pipelines.project_course.prompts import lessons_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.project_course.stored import course_of
from generation.pipelines.shared import sent_back

LABEL_BYTES = 160
"""Of a title as the job shows it: the labels of eight projects, or of six lessons, stay far under the 8 KB
of a result, and the one that is current far under the 4 KB of the job's item."""


def project_items(results: Results) -> list[Item]:
    """One item a project; what it is stands in the outline."""
    projects = results["initialize"]["projects"]
    return [Item(item_id=project["project_id"], label=project["label"]) for project in projects]


async def generate_lessons(run: Run[ProjectCourseRequest], item: Item) -> Outcome:
    """All lessons of a project in one call, so that they are cut to its product together."""
    stored = await course_of(run)
    projects = course.projects_of(stored)
    index = next(n for n, project in enumerate(projects) if project["project_id"] == item.item_id)
    title = projects[index]["title"]
    lessons = await sent_back.ask(
        run,
        "lessons",
        lessons_prompt(run.request, index),
        lambda text: parse_lessons(text, project=title),
        partial(lessons_check, run.request.language),
    )
    numbered = [
        {"lesson_id": f"{item.item_id}-lesson-{number}", **lesson} for number, lesson in enumerate(lessons, 1)
    ]
    return Outcome(
        result={
            "lessons": [
                {"lesson_id": lesson["lesson_id"], "label": label(lesson["title"])} for lesson in numbered
            ]
        },
        documents=(course.part(stored, item.item_id, {"lessons": numbered}),),
        message=f"Generated {len(numbered)} lessons for: {item.label}",
        generated=len(numbered),
    )


def label(title: str) -> str:
    """A title as the job shows it: as it is, or its beginning."""
    if len(title.encode()) <= LABEL_BYTES:
        return title
    return title.encode()[: LABEL_BYTES - 3].decode(errors="ignore").rstrip() + "…"
