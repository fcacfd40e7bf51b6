"""Request: what the steps of a job get, as it is stored with the job."""

from __future__ import annotations

from pydantic import BaseModel

from generation.validation import CLOSED


class CourseOutlineRequest(BaseModel):
    """What the steps of a course_outline get: the input, and under which id its outlines are kept."""

    model_config = CLOSED

    outline_id: str
    topic: str
    audience: str | None
    language: str
    projects: int
    alternatives: int
