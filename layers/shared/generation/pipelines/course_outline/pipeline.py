"""course_outline: a topic becomes alternative outlines, for a person to choose from and edit."""

from __future__ import annotations

from generation.engine.pipeline import Pipeline, Step
from generation.pipelines.course_outline.request import accept
from generation.pipelines.course_outline.steps import finalize, generate_outlines, initialize

COURSE_OUTLINE = Pipeline(
    name="course_outline",
    accept=accept,
    steps=(
        Step("initialize", initialize, label="Preparing"),
        Step("generate_outlines", generate_outlines, label="Generating outlines", weight=98),
        Step("finalize", finalize, label="Finishing"),
    ),
)
