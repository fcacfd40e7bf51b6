"""Deletion and restoration over HTTP: routes as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Any

from generation.http.answers import answers, route, says
from generation.http.courses import CourseHead
from generation.http.exams import ExamSummary
from generation.http.jobs import JobView
from generation.http.programs import ProgramHead

GONE = says("Deleted: from now on it is as if it had never been.")


def _delete(noun: str, tag: str, article: str, description: str) -> dict[str, Any]:
    return route(
        f"delete{noun.title()}",
        tag,
        f"Delete {article} {noun}",
        answers({204: GONE}, 404, 409),
        description=f"{description} Within 7 days it can be restored; then it goes for good.",
    )


def _restore(noun: str, tag: str, article: str, model: Any, *problems: int) -> dict[str, Any]:
    return route(
        f"restore{noun.title()}",
        tag,
        f"Restore {article} {noun} that was deleted",
        answers({200: says("There again, or still.", model)}, *problems, 404),
        description="404 after 7 days, as for what never was.",
    )


DELETE_EXAM = _delete(
    "exam",
    "Library",
    "an",
    "Courses made of it stay. 409 `exam-in-use` while a job needs it: `job_id` names it. What it counted for "
    "is free at once. As many as may be stored can be restored; of more that are deleted the last ones go "
    "for good at once.",
)
RESTORE_EXAM = _restore("exam", "Library", "an", ExamSummary, 403)
DELETE_COURSE = _delete(
    "course",
    "Library",
    "a",
    "409 `course-in-use` while a job writes it: `job_id` names it. What a copy counts for is free at "
    "once; of more copies than may be stored the last ones that are deleted go for good at once.",
)
RESTORE_COURSE = _restore("course", "Library", "a", CourseHead, 403)
DELETE_PROGRAM = _delete(
    "program", "Training", "a", "409 `program-in-use` while a job writes it: `job_id` names it."
)
RESTORE_PROGRAM = _restore("program", "Training", "a", ProgramHead)
DELETE_JOB = _delete(
    "job", "Jobs", "a", "What it made stays. 409 `job-not-finished` while it is active: cancel it first."
)
RESTORE_JOB = _restore("job", "Jobs", "a", JobView)
