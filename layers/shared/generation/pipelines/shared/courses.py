"""Courses: what a reader gets to see of a course, whichever pipeline made it."""

from __future__ import annotations

import hashlib
import json
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


Members = Mapping[str, Any]
"""Names of members; those of a member that is an object, or a list of them, stand under its name."""


def _plain(*names: str) -> Members:
    return dict.fromkeys(names)


_OPTIONS = {"options": _plain("option_id", "text")}
_QUESTION = {**_plain("question", "correct", "explanation", "topic_id", "is_graded"), **_OPTIONS}
_WORKED = {
    **_plain("question_id", "why_right", "is_graded"),
    "why_wrong": _plain("option_id", "reason"),
}
_TASK = _plain("task_id", "title", "instructions", "expected_result", "hints", "minutes", "difficulty")
_LESSON = {
    **_plain("lesson_id", "title", "objectives", "body", "key_points", "question_ids", "status"),
    **_plain("example", "summary"),
    "worked_questions": _WORKED,
    "quiz": _QUESTION,
    "tasks": _TASK,
}
_CHAPTER = {**_plain("title", "description", "status"), "lessons": _LESSON}

PUBLIC: Members = {
    **_plain("kind", "title", "description", "language", "audience", "made_by", "published_at"),
    **_plain("introduction", "summary"),
    "topics": {**_plain("topic_id", "question_ids"), **_CHAPTER},
    "projects": {**_plain("project_id", "objectives"), **_CHAPTER},
    "glossary": _plain("term", "meaning", "lesson_ids"),
    "final_exam": _QUESTION,
}
"""What of a course is its readers', at every level. All else is its author's: job, exam, findings, doubts
about the exam's keys, what a second reader said, facts that its authors agreed on, ids of the author's
things. `is_graded` of a question stands in place of the doubts about it."""


def public(stored: Document) -> dict[str, Any]:
    """A shared course for whoever has its link. Needs the parts."""
    whole = view(stored)
    return {"slug": whole["share"]["slug"], **_only(whole, PUBLIC)}


def public_version(head: Document) -> str:
    """Changes with what `public` shows, and is told without the parts: whatever writes parts of a finished
    course writes its head too. Another release may show other members, so it names them as well."""
    said = [head.document_id, head.status, head.summary, PUBLIC]
    text = json.dumps(said, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _only(value: Any, members: Members | None) -> Any:
    if members is None or value is None:
        return value
    if isinstance(value, list):
        return [_only(one, members) for one in value]
    shown = {name: _only(value[name], below) for name, below in members.items() if name in value}
    if "is_graded" in members:
        shown["is_graded"] = not (value.get("marking_doubt") or value.get("disputed"))
    return shown


_OF_ITS_OWN = (exam_course.SLUG, exam_course.LINK, "published_at", "lesson_changes", "revisions")
"""What a copy does not have of its course: who reads it, and how often it was changed."""


def copied(stored: Document, course_id: str, created_at: datetime) -> Document:
    """A draft that holds what the course does, under an id of its own. Unlike what a job makes it counts
    against its owner's quota, since it costs nothing else. Needs the parts."""
    summary = {name: value for name, value in stored.summary.items() if name not in _OF_ITS_OWN}
    return replace(
        stored,
        document_id=course_id,
        status=exam_course.CourseStatus.DRAFT.value,
        created_at=created_at,
        summary={**summary, "published_at": None, "is_copy": True},
        size=size_of(stored.parts),
    )


def writers(stored: Document) -> tuple[str, ...]:
    """Subjects of the jobs that write a course which is there already."""
    return (job_subject(exam_document.PIPELINE, stored.document_id),)
