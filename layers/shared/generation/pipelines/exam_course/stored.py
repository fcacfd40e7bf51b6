"""Stored: what the steps read of what earlier ones, or the client, have written."""

from __future__ import annotations

from collections.abc import Sequence

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document
from generation.engine.run import Run
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Question, questions_of
from generation.pipelines.exam_course.outline import Topic
from generation.pipelines.exam_course.prompts import Course
from generation.pipelines.exam_course.request import ExamCourseRequest


def setting(
    run: Run[ExamCourseRequest], *, questions: Sequence[Question] = (), topics: Sequence[Topic] = ()
) -> Course:
    """What all calls of the job have in common. `questions`: see Course."""
    return Course(
        exam_title=run.request.title,
        language=run.request.language,
        audience=run.request.audience,
        questions=tuple(questions),
        topics=tuple(topics),
    )


async def exam_of(run: Run[ExamCourseRequest], question_ids: Sequence[str] | None = None) -> list[Question]:
    """Those questions of the job's exam, or all of them. Raises PermanentError if the exam is gone."""
    stored = await run.document(exam_document.KIND, run.request.exam_id)
    if stored is None or stored.parts is None:
        raise PermanentError("The exam is not there any more.", code="exam-missing", retryable=False)
    content = stored.parts[exam_document.PART]
    if question_ids is None:
        question_ids = [question["question_id"] for question in content["questions"]]
    return questions_of(content, question_ids)


async def course_of(run: Run[ExamCourseRequest]) -> Document:
    """The course as far as it is written. Raises PermanentError if it is gone."""
    stored = await run.document(course.KIND, run.results["initialize"]["course_id"])
    if stored is None:
        raise PermanentError("The course is not there any more.", code="course-missing", retryable=False)
    return stored
