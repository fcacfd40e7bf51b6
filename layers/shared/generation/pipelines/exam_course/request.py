"""Request: what the steps of a job get, as it is stored with the job."""

from __future__ import annotations

from pydantic import BaseModel

from generation.validation import CLOSED


class ExamCourseRequest(BaseModel):
    """What the steps of an exam_course get.

    exam_id    of the stored exam
    title      of the exam
    questions  how many it has
    course_id  of the course that is revised; None: a new one is made
    revises_exam_id  of the exam that this course was made from
    """

    model_config = CLOSED

    exam_id: str
    title: str
    questions: int
    language: str
    audience: str | None
    course_id: str | None = None
    revises_exam_id: str | None = None
