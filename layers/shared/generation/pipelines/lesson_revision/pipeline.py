"""lesson_revision: what of a lesson may change is written anew by an instruction, as a proposal."""

from __future__ import annotations

from generation.engine.pipeline import Pipeline, ResultView, Step
from generation.pipelines.lesson_revision.forecast import forecast
from generation.pipelines.lesson_revision.input import PIPELINE_NAME, LessonRevisionInput, accept
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.lesson_revision.steps import finalize, initialize, revise_lesson

PIPELINE = Pipeline(
    name=PIPELINE_NAME,
    label="Lesson revision",
    input_model=LessonRevisionInput,
    request=LessonRevisionRequest,
    accept=accept,
    result_view=ResultView(
        address="/courses/{course_id}/{lesson_id}?proposal={version}",
        opening="Look at the proposal",
        is_early=False,
    ),
    steps=(
        Step("initialize", initialize, label="Reading the lesson"),
        Step("revise_lesson", revise_lesson, label="Revising the lesson", weight=98),
        Step("finalize", finalize, label="Finishing"),
    ),
    forecast=forecast,
)
