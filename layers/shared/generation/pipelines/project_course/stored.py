"""Stored: what the steps read of what earlier ones have written."""

from __future__ import annotations

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document
from generation.engine.run import Run
from generation.pipelines.exam_course.course import KIND
from generation.pipelines.project_course.request import ProjectCourseRequest


async def course_of(run: Run[ProjectCourseRequest]) -> Document:
    """The course as far as it is written. Raises PermanentError if it is gone."""
    stored = await run.document(KIND, run.results["initialize"]["course_id"])
    if stored is None:
        raise PermanentError("The course is not there any more.", code="course-missing", retryable=False)
    return stored
