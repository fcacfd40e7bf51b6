"""Courses: what a reader gets to see of a course, whichever pipeline made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.engine.model.job import job_subject
from generation.pipelines.exam_course import course as exam_course
from generation.pipelines.exam_course import exam_document
from generation.pipelines.project_course import course as project_course

_VIEWS: Mapping[str, Callable[[Document], dict[str, Any]]] = {
    "exam": exam_course.view,
    "project": project_course.view,
}


def view(stored: Document) -> dict[str, Any]:
    """The Course of the HTTP contract, also while it is being written. Needs the parts."""
    return _VIEWS[stored.summary["kind"]](stored)


def writers(stored: Document) -> tuple[str, ...]:
    """Subjects of the jobs that write a course which is there already."""
    return (job_subject(exam_document.PIPELINE, stored.document_id),)
