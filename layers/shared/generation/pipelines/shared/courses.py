"""Courses: what a reader gets to see of a course, whichever pipeline made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.engine.model.job import job_subject
from generation.pipelines.exam_course import course as exam_course
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import size_of
from generation.pipelines.project_course import course as project_course

_VIEWS: Mapping[str, Callable[[Document], dict[str, Any]]] = {
    "exam": exam_course.view,
    "project": project_course.view,
}


def view(stored: Document) -> dict[str, Any]:
    """The Course of the HTTP contract, also while it is being written. Needs the parts."""
    return _VIEWS[stored.summary["kind"]](stored)


PUBLIC = (
    "kind", "title", "description", "language", "audience", "made_by", "published_at", "introduction",
    "topics", "projects", "glossary", "summary", "final_exam",
)  # fmt: skip
"""What of a course is its readers'. All else is its author's: job, exam, findings, doubts about the exam's
keys, facts that its authors agreed on, ids of the author's things."""

_AUTHORS = frozenset({"checked_by"})
"""Of a lesson."""


def public(stored: Document) -> dict[str, Any]:
    """A shared course for whoever has its link. Needs the parts."""
    whole = view(stored)
    shown = {name: whole[name] for name in PUBLIC if name in whole}
    for chapters in ("topics", "projects"):
        if chapters in shown:
            shown[chapters] = [_public_chapter(chapter) for chapter in shown[chapters]]
    return {"slug": whole["share"]["slug"], **shown}


def _public_chapter(chapter: Mapping[str, Any]) -> dict[str, Any]:
    lessons = [
        {name: value for name, value in lesson.items() if name not in _AUTHORS}
        for lesson in chapter["lessons"]
    ]
    return {**chapter, "lessons": lessons}


_OF_ITS_OWN = (exam_course.SLUG, exam_course.LINK, "published_at", "lesson_changes")
"""What a copy does not have of its course: who reads it, and how often a person has changed it."""


def copied(stored: Document, course_id: str, created_at: datetime) -> Document:
    """A draft that holds what the course does, under an id of its own. Unlike what a job makes it counts
    against its owner's quota, since it costs nothing else. Needs the parts."""
    summary = {name: value for name, value in stored.summary.items() if name not in _OF_ITS_OWN}
    return replace(
        stored,
        document_id=course_id,
        status=exam_course.CourseStatus.DRAFT.value,
        created_at=created_at,
        summary={**summary, "published_at": None},
        size=size_of(stored.parts),
    )


def writers(stored: Document) -> tuple[str, ...]:
    """Subjects of the jobs that write a course which is there already."""
    return (job_subject(exam_document.PIPELINE, stored.document_id),)
