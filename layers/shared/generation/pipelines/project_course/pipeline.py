"""project_course: an outline becomes a course: lessons for every project, tasks for every lesson."""

from __future__ import annotations

from generation.engine.pipeline import Each, FanOut, Pipeline, Step
from generation.pipelines.project_course.lessons import generate_lessons, project_items
from generation.pipelines.project_course.request import accept
from generation.pipelines.project_course.steps import finalize, initialize, save_course
from generation.pipelines.project_course.tasks import generate_tasks, lesson_items, look_at_lessons

PROJECT_COURSE = Pipeline(
    name="project_course",
    accept=accept,
    steps=(
        Step("initialize", initialize, label="Preparing the course"),
        FanOut(
            "generate_lessons",
            over=project_items,
            run=generate_lessons,
            label="Generating lessons",
            started="Generating lessons for project {number}/{total}: {item}",
            weight=46,
        ),
        FanOut(
            "generate_tasks",
            over=Each(step="generate_lessons", items=lesson_items),
            run=generate_tasks,
            label="Generating tasks",
            # Without numbers: how many lessons there will be is not known while projects are being written.
            opening="Starting task generation",
            started="Generating tasks for: {item}",
            weight=50,
            gate=look_at_lessons,
        ),
        Step("save_course", save_course, label="Saving the course", weight=2),
        Step("finalize", finalize, label="Finishing"),
    ),
)
