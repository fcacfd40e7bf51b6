"""Request: what the steps of a job get, as it is stored with the job."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from generation.validation import CLOSED


class ProjectCourseRequest(BaseModel):
    """What the steps of a project_course get; `outline` is one that kept to its rules when the job began."""

    model_config = CLOSED

    outline: dict[str, Any]
    language: str
    audience: str | None
