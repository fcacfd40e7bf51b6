"""Exams over HTTP: models, and routes as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Self
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from generation.engine.model.checkpoint import Document
from generation.engine.ports import Page
from generation.http.answers import answers, route, says
from generation.http.documents import SHOWN, CourseOption, DateTime
from generation.library import Creation
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Exam as Exam
from generation.pipelines.exam_course.exam import Question


class ExamSummary(BaseModel):
    model_config = SHOWN

    exam_id: str
    title: str
    questions_total: int
    created_at: DateTime


first_shown = exam_document.summary
"""The body of the answer to an upload, as it is kept under an idempotency key."""


def exam_summary(document: Document) -> ExamSummary:
    return ExamSummary(**exam_document.summary(document))


class ExamPage(BaseModel):
    model_config = SHOWN

    exams: list[ExamSummary]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        return cls(exams=list(map(exam_summary, page.items)), next_cursor=page.cursor)


class RawQuestion(BaseModel):
    model_config = SHOWN

    question_id: str
    text: str | None = None
    options: list[CourseOption] | None = None
    explanation: str | None = None
    topic: str | None = None


class ExamView(BaseModel):
    model_config = SHOWN

    exam_id: str
    title: str
    questions: list[Question] = Field(description="Without leftovers of markup: tags, entities.")
    raw: list[RawQuestion] | None = Field(
        default=None, description="As they were sent: those texts that were cleaned. Absent where none was."
    )
    created_at: DateTime


def stored(upload: Creation) -> Response[ExamSummary]:
    headers: dict[str, str | list[str]] = {"Location": f"/v1/exams/{quote(upload.shown['exam_id'], safe='')}"}
    if upload.replayed:
        headers["Idempotency-Replayed"] = "true"
    view = ExamSummary(**upload.shown)
    return Response(201, "application/json", view, headers)


ADD_EXAM = route(
    "addExam",
    "Library",
    "Store an exam",
    answers({201: says("Stored.", ExamSummary, "Location", "Idempotency-Replayed")}, 400, 403, 413, 422),
    description="`exam_id` is kept if it is free. The very same exam is stored once.",
)
LIST_EXAMS = route("listExams", "Library", "Exams", answers({200: says("A page.", ExamPage)}, 422))
GET_EXAM = route(
    "getExam", "Library", "An exam", answers({200: says("The exam.", ExamView)}, 404), compress=True
)
