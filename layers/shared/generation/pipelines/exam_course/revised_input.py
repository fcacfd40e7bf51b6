"""Revised input: a course whose exam was revised, accepted or refused before a job exists."""

from __future__ import annotations

from generation.engine.errors import Conflict, FieldError, InvalidInput, no_such_document
from generation.engine.limits import CHECK
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import Options
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.course import CourseStatus
from generation.pipelines.exam_course.lessons import expected_s
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.revision import plain, plan


def revision_of(
    requester: Requester, course_id: str, exam: Document, new: tuple[Document, ...] = ()
) -> Accepted[ExamCourseRequest]:
    """exam: the revised one, with its parts. Raises NotFound, InvalidInput, Conflict."""
    _refuse_options(requester.options)
    stored, before = course_and_exam(requester, course_id)
    plans = plan(stored, plain(before), plain(exam))
    written = sum(len(one.written) for one in plans)
    questions = sum(len(lesson.question_ids) for one in plans for lesson in one.written)
    is_new_one = exam.document_id != before.document_id and not new
    others = ((exam_document.KIND, exam.document_id),) if is_new_one else ()
    is_checked = requester.options.is_checked and CHECK in requester.models
    return Accepted(
        request=ExamCourseRequest(
            exam_id=exam.document_id,
            title=exam.summary["title"],
            questions=exam.summary["questions_total"],
            language=stored.summary["language"],
            audience=stored.summary["audience"],
            course_id=course_id,
            revises_exam_id=before.document_id,
        ),
        # Of the course, so that it is written by one job at a time, and by no person meanwhile.
        subject=course_id,
        title=stored.summary["title"],
        estimated_duration_ms=estimated_duration_ms(written, questions, is_checked=is_checked),
        documents=new,
        needs=(
            (course.KIND, course_id),
            (exam_document.KIND, before.document_id),
            *others,
        ),
    )


def _refuse_options(options: Options) -> None:
    """What a revision has no use for: its topics are there, and a course that is public stays so."""
    faults = []
    if options.mode == "manual":
        faults.append(FieldError("/options/mode", "cannot be manual with course_id: no topics are found"))
    if options.auto_publish:
        faults.append(
            FieldError(
                "/options/auto_publish", "cannot be given with course_id: the status of the course stays"
            )
        )
    if faults:
        raise InvalidInput("A revision of a course cannot have these options.", errors=tuple(faults))


def course_and_exam(requester: Requester, course_id: str) -> tuple[Document, Document]:
    """The course, and the exam that it is made from now, with their parts."""
    stored = requester.documents.get(course.KIND, requester.owner, course_id)
    if stored is None:
        raise no_such_document(course.KIND)
    if stored.summary["kind"] != "exam":
        fault = FieldError("/input/course_id", "is not a course that was made from an exam")
        raise InvalidInput("The input of an exam_course cannot be used as it is.", errors=(fault,))
    if stored.status == CourseStatus.GENERATING:
        raise Conflict("The course is being written.", code="course-being-written")
    before = requester.documents.get(exam_document.KIND, requester.owner, stored.summary["exam_id"])
    if before is None or exam_document.PART not in (before.parts or {}):
        raise Conflict(
            "The exam that the course was made from is not there any more, so nothing tells what changed.",
            code="exam-missing",
        )
    return stored, before


def estimated_duration_ms(lessons: int, questions: int, *, is_checked: bool = True) -> int:
    """As for a new course, without topics and what stands around the lessons; 2 s for what needs no model."""
    if not lessons:
        return 2_000
    return round(1_000 * (2 + expected_s(lessons, questions, is_checked=is_checked)))
