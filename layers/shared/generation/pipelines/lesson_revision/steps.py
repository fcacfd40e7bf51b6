"""Steps: what happens, in order. The course itself is not written: a proposal is stored beside its lesson."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Outcome
from generation.engine.run import Run
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.lesson_revision.answers import asked_fields, parse_revision
from generation.pipelines.lesson_revision.prompts import revision_prompt
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.shared import history, sent_back
from generation.pipelines.shared.lesson_quality import found_in

if TYPE_CHECKING:
    from generation.quality.findings import Finding

KEY = "revision"


async def initialize(run: Run[LessonRevisionRequest]) -> Outcome:
    """Say what will be revised."""
    request = run.request
    await _course(run)
    run.log(
        f"Wish: {' '.join(request.instructions.split())}",
        fields=list(asked_fields(request)),
        keep=request.keep,
        language=request.language,
        model=run.models.get("revise_lesson") or run.models[""],
    )
    return Outcome(
        message=f"To be revised: {', '.join(asked_fields(request))}",
        artifact={"course_id": request.course_id},
    )


async def revise_lesson(run: Run[LessonRevisionRequest]) -> Outcome:
    """The call, sent back where its answer is blocked, and the proposal that comes of it. Its place is chosen
    when it is written: between two attempts another job may have proposed something."""
    request = run.request
    stored = await _course(run)
    lesson = await sent_back.ask(
        run,
        KEY,
        revision_prompt(request),
        lambda text: parse_revision(request, text),
        lambda lesson: _found(request, stored, lesson),
    )
    made = history.version(lesson, run.now(), run.answered_by(KEY), request.instructions)
    place = history.place_for_proposal(
        await run.document(history.KIND, history.document_id(request.course_id, request.lesson_id))
    )
    changed = [name for name, value in lesson.items() if request.lesson.get(name) != value]
    return Outcome(
        result={"version": made.version},
        documents=(history.proposed(stored, place, made),),
        message=f"Revised: {', '.join(changed)}" if changed else "The model left the lesson as it is",
    )


async def finalize(run: Run[LessonRevisionRequest]) -> Outcome:
    """Name the version, for a person to look at and accept."""
    version = run.results["revise_lesson"]["version"]
    return Outcome(
        message="Proposed: it is seen by readers once it is accepted",
        job_result={
            "course_id": run.request.course_id,
            "lesson_id": run.request.lesson_id,
            "version": version,
        },
    )


async def _course(run: Run[LessonRevisionRequest]) -> Document:
    stored = await run.document(course.KIND, run.request.course_id)
    if stored is None:
        raise PermanentError("The course is not there any more.", code="course-missing", retryable=False)
    return stored


def _found(request: LessonRevisionRequest, stored: Document, lesson: Mapping[str, Any]) -> list[Finding]:
    """In what the model wrote: what was kept is not for it to mend."""
    questions = [Question.model_validate(one) for one in request.questions]
    mine = ("", *asked_fields(request))
    return [
        one
        for one in found_in(stored, lesson, questions)
        if one.pointer.removeprefix("/").partition("/")[0] in mine
    ]
