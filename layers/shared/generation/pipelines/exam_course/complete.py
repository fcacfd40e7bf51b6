"""Complete: what a course is held against before it is saved, whether it is new or revised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document
from generation.engine.run import Run
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.checks import known
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.whole_course import MISSING
from generation.pipelines.shared.around import note
from generation.pipelines.shared.quality import MAX_LOGGED, checked, told


def prove(stored: Document) -> None:
    """That every question is worked through. Raises PermanentError (`coverage-incomplete`)."""
    covered = course.coverage(stored)
    worked, total = covered["questions_covered"], covered["questions_total"]
    if worked != total:
        raise PermanentError(
            f"The lessons work through {worked} of {total} questions.", code="coverage-incomplete"
        )


async def quality_of(
    run: Run[ExamCourseRequest], view: Mapping[str, Any], questions: Sequence[Question], *, is_whole: bool
) -> dict[str, Any]:
    """`quality` of the course, told in the job's log. is_whole: it has what stands around the lessons."""
    quality = await checked(view, run.now(), known(questions))
    if not is_whole:
        quality = {**quality, "findings": [*quality["findings"], note(MISSING)]}
    if quality["findings"]:
        run.log(told(quality), findings=quality["findings"][:MAX_LOGGED])
    return quality
