"""Tasks: the step that writes those of one lesson."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generation.engine.model.job import Options
from generation.engine.pipeline import Item, Outcome, Result
from generation.engine.run import Run
from generation.pipelines.project_course import course
from generation.pipelines.project_course.answers import parse_tasks
from generation.pipelines.project_course.checks import tasks_check
from generation.pipelines.project_course.prompts import tasks_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.project_course.stored import course_of
from generation.pipelines.shared import sent_back


def lesson_items(project_id: str, result: Result) -> Sequence[Item]:
    """One item for each lesson of a project whose lessons are there."""
    return [
        Item(item_id=lesson["lesson_id"], label=lesson["label"], data={"project_id": project_id})
        for lesson in result["lessons"]
    ]


def look_at_lessons(options: Options) -> str | None:
    """In manual mode the lessons can be read in the course before the tasks are paid for."""
    waits = "Waiting: read the lessons of the course, then continue to have the tasks generated"
    return waits if options.mode == "manual" else None


async def generate_tasks(run: Run[ProjectCourseRequest], item: Item) -> Outcome:
    """All tasks of a lesson in one call, so that their difficulty rises."""
    stored = await course_of(run)
    projects = [project["project_id"] for project in course.projects_of(stored)]
    lessons = course.lessons_of(stored, item.data["project_id"])
    index = next(n for n, lesson in enumerate(lessons) if lesson["lesson_id"] == item.item_id)
    prompt = tasks_prompt(run.request, projects.index(item.data["project_id"]), lessons, index)
    check = partial(tasks_check, run.request.language, lessons[index])
    tasks = await sent_back.ask(run, "tasks", prompt, parse_tasks, check)
    numbered = [{"task_id": f"{item.item_id}-task-{number}", **task} for number, task in enumerate(tasks, 1)]
    return Outcome(
        result={"tasks": len(numbered)},
        documents=(course.part(stored, item.item_id, {"tasks": numbered}),),
        message=f"Generated {len(numbered)} tasks for: {item.label}",
        generated=len(numbered),
    )
