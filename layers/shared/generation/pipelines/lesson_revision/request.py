"""Request: what the steps of a job get, as it is stored with the job."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from generation.validation import CLOSED


class LessonRevisionRequest(BaseModel):
    """What the steps of a lesson_revision get: all that the call depends on, as it was at the start.

    kind       of the course
    title      of the course, for the model
    keep       fields that stay as they are
    lesson     that is revised
    questions  of the exam, that the lesson works through
    others     titles of the course's other lessons
    last_task  highest number that a task of the lesson has had
    """

    model_config = CLOSED

    course_id: str
    lesson_id: str
    kind: Literal["exam", "project"]
    title: str
    language: str
    audience: str | None
    instructions: str
    keep: list[str]
    lesson: dict[str, Any]
    questions: list[dict[str, Any]]
    others: list[str]
    last_task: int = 0
