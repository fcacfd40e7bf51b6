"""Input: what a client asks for, accepted or refused before a job exists."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ValidationError, model_validator

from generation.engine.errors import InvalidInput, NotFound
from generation.engine.limits import CHECK
from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Exam, Id
from generation.pipelines.exam_course.lessons import QUESTIONS_PER_LESSON, expected_s
from generation.pipelines.exam_course.outline import target_topics
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.revised_input import revision_of
from generation.pipelines.exam_course.topics import QUESTIONS_PER_SLICE
from generation.pipelines.shared.audience import Audience, Language
from generation.validation import CLOSED, field_errors, refuse


class ExamCourseInput(BaseModel):
    """`input` of an exam_course: the id of a stored exam, or an exam.

    language   a BCP-47 tag or the name of a language; what the course is written in
    audience   who it is written for
    course_id  of a finished course: the exam is the revised one of it, and only lessons whose questions
               changed are written anew; language and audience are the course's
    """

    model_config = CLOSED

    exam_id: Id | None = None
    exam: Exam | None = None
    language: Language = "en"
    audience: Audience | None = None
    course_id: Id | None = None

    @model_validator(mode="after")
    def _names_one_exam(self) -> Self:
        if self.exam is None and self.exam_id is None:
            refuse([((), "needs exam_id or exam")])
        if self.exam is not None and self.exam_id is not None:
            refuse([(("exam_id",), "cannot be given together with exam")])
        if self.course_id is not None:
            given = [name for name in ("language", "audience") if name in self.model_fields_set]
            refuse([((name,), "cannot be given together with course_id") for name in given])
        return self


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[ExamCourseRequest]:
    """Raises InvalidInput, with pointers below /input, and NotFound for an exam that the owner has not.

    An inline exam is stored together with the job, unless the owner has this very exam already.
    """
    try:
        request = ExamCourseInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput("The input of an exam_course cannot be used as it is.", errors=faults) from error
    if request.exam is not None:
        return _accepted_inline(requester, request, request.exam)
    exam_id = request.exam_id or ""
    stored = requester.documents.get(
        exam_document.KIND, requester.owner, exam_id, parts=request.course_id is not None
    )
    if stored is None:
        raise NotFound("There is no such exam.", code="exam-not-found")
    if request.course_id is not None:
        return revision_of(requester, request.course_id, stored)
    return _accepted(requester, request, exam_id, stored.summary["title"], stored.summary["questions_total"])


def estimated_duration_ms(questions: int, *, is_checked: bool = True) -> int:
    """What a job over so many questions is expected to take, in milliseconds.

    Finding topics: 12 s and 0.25 s a question, for the slices of 120 run at the same time; merging
    slices: 20 s. Lessons: `expected_s`; topics of equal size are assumed. The call over the whole course:
    40 s and 0.4 s a question, at most 60 s; checking its final exam: 5 s and 0.3 s a question, at most 15 s.
    2 s for what needs no model. For models that write about 70 tokens a second.
    """
    slices = math.ceil(questions / QUESTIONS_PER_SLICE)
    finding = 12 + 0.25 * math.ceil(questions / slices) + (20 if slices > 1 else 0)
    topics = target_topics(questions)
    lessons = topics * math.ceil(questions / topics / QUESTIONS_PER_LESSON)
    writing = expected_s(lessons, questions, is_checked=is_checked)
    completing = min(60, 40 + 0.4 * questions) + (min(15, 5 + 0.3 * questions) if is_checked else 0)
    return round(1_000 * (2 + finding + writing + completing))


def _accepted_inline(
    requester: Requester, request: ExamCourseInput, exam: Exam
) -> Accepted[ExamCourseRequest]:
    exam_id, is_stored = exam_document.place(requester.documents, requester.ids, requester.owner, exam)
    new = () if is_stored else (exam_document.document(requester.owner, exam_id, exam, requester.now),)
    if request.course_id is not None:
        stored = new[0] if new else requester.documents.get(exam_document.KIND, requester.owner, exam_id)
        if stored is None:
            raise NotFound("There is no such exam.", code="exam-not-found")
        return revision_of(requester, request.course_id, stored, new)
    return _accepted(requester, request, exam_id, exam.title, len(exam.questions), new)


def _accepted(
    requester: Requester,
    request: ExamCourseInput,
    exam_id: str,
    title: str,
    questions: int,
    documents: tuple[Document, ...] = (),
) -> Accepted[ExamCourseRequest]:
    is_checked = requester.options.is_checked and CHECK in requester.models
    return Accepted(
        request=ExamCourseRequest(
            exam_id=exam_id,
            title=title,
            questions=questions,
            language=request.language,
            audience=request.audience,
        ),
        subject=exam_id,
        title=title,
        estimated_duration_ms=estimated_duration_ms(questions, is_checked=is_checked),
        documents=documents,
        needs=() if documents else ((exam_document.KIND, exam_id),),
    )
