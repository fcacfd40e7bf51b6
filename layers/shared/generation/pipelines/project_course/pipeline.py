"""project_course: an outline becomes a course: lessons for every project, tasks for every
lesson, then what it has around them."""

from __future__ import annotations

from generation.engine.pipeline import Each, FanOut, Pipeline, ResultView, Step
from generation.pipelines.project_course.exports import EXPORTS
from generation.pipelines.project_course.forecast import forecast
from generation.pipelines.project_course.input import ProjectCourseInput, accept
from generation.pipelines.project_course.lessons import generate_lessons, project_items
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.project_course.steps import finalize, initialize, save_course
from generation.pipelines.project_course.tasks import generate_tasks, lesson_items, look_at_lessons

PIPELINE = Pipeline(
    name="project_course",
    label="Project course",
    input_model=ProjectCourseInput,
    request=ProjectCourseRequest,
    accept=accept,
    result_view=ResultView(address="/courses/{course_id}", opening="Open the course"),
    steps=(
        Step("initialize", initialize, label="Preparing the course"),
        FanOut(
            "generate_lessons",
            over=project_items,
            run=generate_lessons,
            label="Generating lessons",
            nouns=("project", "projects"),
            started="Generating lessons for project {number}/{total}: {item}",
            weight=44,
        ),
        FanOut(
            "generate_tasks",
            over=Each(step="generate_lessons", items=lesson_items),
            run=generate_tasks,
            label="Generating tasks",
            nouns=("lesson", "lessons"),
            # Without numbers: how many lessons there will be is not known while projects are being written.
            opening="Starting task generation",
            started="Generating tasks for: {item}",
            weight=48,
            gate=look_at_lessons,
        ),
        # With the call over the whole course.
        Step("save_course", save_course, label="Saving the course", weight=6),
        Step("finalize", finalize, label="Finishing"),
    ),
    exports=EXPORTS,
    forecast=forecast,
)
