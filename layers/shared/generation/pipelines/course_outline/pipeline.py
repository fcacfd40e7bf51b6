"""course_outline: a topic becomes alternative outlines, for a person to choose from and edit."""

from __future__ import annotations

from generation.engine.pipeline import Pipeline, ResultView, Step
from generation.pipelines.course_outline.forecast import forecast
from generation.pipelines.course_outline.input import CourseOutlineInput, accept
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.course_outline.steps import finalize, generate_outlines, initialize

PIPELINE = Pipeline(
    name="course_outline",
    label="Outlines",
    input_model=CourseOutlineInput,
    request=CourseOutlineRequest,
    accept=accept,
    result_view=ResultView(
        # Where one chooses among them: they stand in the result of the job.
        address="/new/topic?outlines={job_id}",
        opening="Choose an outline",
        is_early=False,
    ),
    steps=(
        Step("initialize", initialize, label="Preparing"),
        Step("generate_outlines", generate_outlines, label="Generating outlines", weight=98),
        Step("finalize", finalize, label="Finishing"),
    ),
    forecast=forecast,
)
