"""Catalogue: every pipeline by its name. A new one is a folder, and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.engine.pipeline import Pipeline
from generation.pipelines.course_outline.pipeline import COURSE_OUTLINE
from generation.pipelines.exam_course.pipeline import EXAM_COURSE
from generation.pipelines.project_course.pipeline import PROJECT_COURSE
from generation.pipelines.training_program.pipeline import TRAINING_PROGRAM

PIPELINES: Mapping[str, Pipeline] = MappingProxyType(
    {
        pipeline.name: pipeline
        for pipeline in (
            EXAM_COURSE,
            COURSE_OUTLINE,
            PROJECT_COURSE,
            TRAINING_PROGRAM,
        )
    }
)
