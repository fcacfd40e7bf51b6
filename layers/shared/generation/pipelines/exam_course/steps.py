"""Steps: what happens before the topics are found and after the lessons are written."""

from __future__ import annotations

from pydantic import ValidationError

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import DocumentWrite, new_document
from generation.engine.pipeline import Item, Outcome
from generation.engine.run import Run
from generation.pipelines.exam_course import course, lessons, revising
from generation.pipelines.exam_course.complete import prove, quality_of
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.stored import course_of, exam_of
from generation.pipelines.exam_course.whole_course import whole_course
from generation.pipelines.shared.around import WHOLE
from generation.pipelines.shared.quality import PART, saved_as


async def initialize(run: Run[ExamCourseRequest]) -> Outcome:
    """Give the course its id and write its head, so that it can be read from now on."""
    if run.request.course_id is not None:
        return await revising.begin(run, run.request.course_id)
    head = course.begun(
        owner=run.owner,
        course_id=run.new_id("course"),
        job_id=run.job_id,
        request=run.request,
        created_at=run.now(),
    )
    return Outcome(
        result={"course_id": head.document_id},
        documents=(new_document(head),),
        message=f"Course begun: {run.request.title}",
        artifact={"course_id": head.document_id},
    )


async def fetch_ai_settings(run: Run[ExamCourseRequest]) -> Outcome:
    """Which model does what, and for whom it writes: for the log, and to be found with the job."""
    default = run.models[""]
    models = {step: run.models.get(step) or default for step in ("detect_topics", "generate_lessons")}
    run.log(
        "Settings of the model",
        models=models,
        language=run.request.language,
        audience=run.request.audience or "candidates of this exam",
    )
    used = " and ".join(dict.fromkeys(models.values()))
    return Outcome(result={"models": models}, message=f"Language: {run.request.language}; model: {used}")


async def fetch_questions(run: Run[ExamCourseRequest]) -> Outcome:
    """Read the exam and check it again: it may have been stored when the rules were others."""
    try:
        questions = await exam_of(run)
    except ValidationError as error:
        raise PermanentError(
            "The stored exam does not keep to the rules for exams.", code="exam-invalid", retryable=False
        ) from error
    explained = sum(question.explanation is not None for question in questions)
    several = sum(len(question.correct) > 1 for question in questions)
    return Outcome(
        result={"questions": len(questions), "explained": explained, "several_right": several},
        message=f"Read {len(questions)} question{'s' * (len(questions) != 1)}: {explained} with an "
        f"explanation, {several} with several right answers",
    )


async def generate_lessons(run: Run[ExamCourseRequest], item: Item) -> Outcome:
    """Those of one topic; of a course that is revised, those that are written anew."""
    if run.request.course_id is not None:
        return await revising.write_lessons(run, item)
    return await lessons.generate_lessons(run, item)


async def save_course(run: Run[ExamCourseRequest]) -> Outcome:
    """Prove that every question is worked through, hold the course against the quality rules, then make it a
    draft or publish it. What the rules block stays a draft: only a person may say that it is fine."""
    if run.request.course_id is not None:
        return await revising.save(run)
    stored = await course_of(run)
    prove(stored)
    questions = await exam_of(run)
    whole = await whole_course(run, stored, questions)
    title = None if whole is None else whole["title"]
    view = {**course.view(stored), **({} if whole is None else whole)}
    quality = await quality_of(run, view, questions, is_whole=whole is not None)
    published_at = run.now() if run.options.auto_publish and not quality["blocked"] else None
    head = course.saved(
        stored, made_by=run.made_by, published_at=published_at, blocked=quality["blocked"], title=title
    )
    counts = {name: head.summary[name] for name in ("topics_total", "lessons_total", "questions_total")}
    return Outcome(
        result={**counts, "status": head.status},
        documents=(
            DocumentWrite(
                kind=head.kind,
                owner=run.owner,
                document_id=head.document_id,
                head=head,
                parts={PART: quality, **({} if whole is None else {WHOLE: whole})},
            ),
        ),
        title=title,
        message=saved_as(quality, is_published=published_at is not None),
    )


async def finalize(run: Run[ExamCourseRequest]) -> Outcome:
    """Name the result, and say in one line what was made."""
    counts = run.results["save_course"]
    total = counts["questions_total"]
    return Outcome(
        message=f"Course ready ({counts['status']}): topics {counts['topics_total']}, lessons "
        f"{counts['lessons_total']}, questions covered {total} of {total}",
        job_result={"course_id": run.results["initialize"]["course_id"]},
    )
