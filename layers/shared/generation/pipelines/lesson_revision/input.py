"""Input: what a client asks for, accepted or refused before a job exists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from generation.engine.errors import Conflict, FieldError, InvalidInput, NotFound, no_such_document
from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.course import CourseStatus
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.shared.edited import EXAM_FIELDS, PROJECT_FIELDS, edited
from generation.pipelines.shared.lessons import LessonPlace, all_of, is_exam_course
from generation.pipelines.shared.prompting import clipped
from generation.validation import CLOSED, Written, field_errors

PIPELINE_NAME = "lesson_revision"

MAX_ID = 100
MAX_INSTRUCTIONS = 2_000
"""Characters."""

MAX_LESSON = 150_000
"""Characters of a lesson as JSON, far above what is generated: it stands in call and input of the job."""

MOST_OTHERS, OTHER = 60, 120
"""Titles of other lessons that the call names, and characters of each."""


class LessonRevisionInput(BaseModel):
    """`input` of a lesson_revision.

    instructions  what is to be other, in words
    keep          fields of the lesson that stay as they are to the byte
    """

    model_config = CLOSED

    course_id: Annotated[str, Written(most=MAX_ID, one_line=True)]
    lesson_id: Annotated[str, Written(most=MAX_ID, one_line=True)]
    instructions: Annotated[str, Written(most=MAX_INSTRUCTIONS)]
    keep: list[Annotated[str, Written(most=MAX_ID, one_line=True)]] = Field(default=[], max_length=20)


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[LessonRevisionRequest]:
    """Raises InvalidInput, with pointers below /input, NotFound, and Conflict for what is being written or
    cannot be revised. Nothing is changed: what comes of the job is a version that is not live."""
    try:
        request = LessonRevisionInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput(
            "The input of a lesson_revision cannot be used as it is.", errors=faults
        ) from error
    stored = requester.documents.get(course.KIND, requester.owner, request.course_id)
    if stored is None:
        raise no_such_document(course.KIND)
    if stored.status == CourseStatus.GENERATING:
        raise Conflict("The course is being written.", code="course-being-written")
    places = all_of(stored)
    place = places.get(request.lesson_id)
    if place is None:
        raise NotFound("The course has no such lesson.", code="lesson-not-found")
    _refuse_unknown(request.keep, EXAM_FIELDS if is_exam_course(stored) else PROJECT_FIELDS)
    lesson = _revisable(place)
    questions = _questions(requester, stored, lesson)
    others = [
        clipped(one.lesson["title"], OTHER) for name, one in places.items() if name != request.lesson_id
    ]
    exam = ((exam_document.KIND, stored.summary["exam_id"]),) if is_exam_course(stored) else ()
    return Accepted(
        request=LessonRevisionRequest(
            course_id=request.course_id,
            lesson_id=request.lesson_id,
            kind=stored.summary["kind"],
            title=stored.summary["title"],
            language=stored.summary["language"],
            audience=stored.summary["audience"],
            instructions=request.instructions,
            keep=sorted(set(request.keep)),
            lesson=lesson,
            questions=questions,
            others=others[:MOST_OTHERS],
            last_task=place.last_task,
        ),
        subject=f"{request.course_id}/{request.lesson_id}",
        title=lesson["title"],
        estimated_duration_ms=estimated_duration_ms(lesson, request.keep),
        needs=((course.KIND, request.course_id), *exam),
    )


def estimated_duration_ms(lesson: Mapping[str, Any], keep: list[str]) -> int:
    """Reading and thinking 12 s, and what is written at about 70 tokens, or 280 characters, a second."""
    asked = {name: value for name, value in lesson.items() if name not in keep}
    return 1_000 * (12 + len(json.dumps(asked, ensure_ascii=False)) // 280)


def _refuse_unknown(keep: list[str], fields: tuple[str, ...]) -> None:
    faults = [
        FieldError(f"/input/keep/{index}", f"is no field of this lesson; there are {', '.join(fields)}")
        for index, name in enumerate(keep)
        if name not in fields
    ]
    if not faults and set(fields) <= set(keep):
        faults = [FieldError("/input/keep", "leaves nothing that could be revised")]
    if faults:
        raise InvalidInput("The input of a lesson_revision cannot be used as it is.", errors=tuple(faults))


def _revisable(place: LessonPlace) -> dict[str, Any]:
    """The lesson, if it is such that what comes back can be held to the contract."""
    lesson = dict(place.lesson)
    try:
        edited(place, lesson)
    except InvalidInput as error:
        raise Conflict(
            "The lesson does not keep to the contract of today: change it first.", code="lesson-outdated"
        ) from error
    if len(json.dumps(lesson, ensure_ascii=False)) > MAX_LESSON:
        raise Conflict(
            f"The lesson has more than {MAX_LESSON:,} characters: shorten it first.", code="lesson-too-long"
        )
    return lesson


def _questions(requester: Requester, stored: Document, lesson: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not is_exam_course(stored):
        return []
    exam = requester.documents.get(exam_document.KIND, requester.owner, stored.summary["exam_id"])
    content = (exam.parts or {}).get(exam_document.PART) if exam else None
    found = {one["question_id"]: one for one in (content or {"questions": []})["questions"]}
    if not found.keys() >= set(lesson["question_ids"]):
        raise Conflict(
            "The exam of this course is not there any more, so its lessons cannot be written anew.",
            code="exam-missing",
        )
    return [found[question_id] for question_id in lesson["question_ids"]]
