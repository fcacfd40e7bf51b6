"""Exam document: how an exam is stored, and under which id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.engine.ports import Documents, Ids
from generation.pipelines.exam_course.exam import Exam, size_of
from generation.pipelines.exam_course.markup import cleaned_question
from generation.pipelines.shared.timestamps import iso

KIND = "exam"
PART = "exam"
RAW = "raw"
"""Parts: the exam, and of its questions those texts that were cleaned, as they were sent."""

PIPELINE = "exam_course"
"""Whose jobs are about an exam; its name stands here for those who do not load the pipeline."""

STORED = "stored"
"""The only status of an exam: it does not change."""


def place(documents: Documents, ids: Ids, owner: str, exam: Exam) -> tuple[str, bool]:
    """The id for an exam, and whether the owner has this very exam there already.

    Its own id is kept if it is free. An exam without one gets an id made from its content, so that the
    same exam sent again is the same exam: one copy, and one subject for "one active job per exam". An
    exam whose own id another exam has, be it a deleted one that can be restored, is treated as if it had
    none.
    """
    for candidate in _places(exam):
        stored = documents.get(KIND, owner, candidate, parts=False)
        if stored is not None and stored.summary["content_hash"] == exam.content_hash:
            return candidate, True
        if stored is None and documents.deleted(KIND, owner, candidate) is None:
            return candidate, False
    # An owner comes here who has deleted the exam, or gives one exam the content id of another.
    return ids.new("exam"), False


def deleted_place(documents: Documents, owner: str, exam: Exam) -> str | None:
    """The id under which this very exam was deleted; None where it was not, or has gone."""
    for candidate in _places(exam):
        deleted = documents.deleted(KIND, owner, candidate)
        if deleted is not None and deleted.summary["content_hash"] == exam.content_hash:
            return candidate
    return None


def _places(exam: Exam) -> list[str]:
    candidates = [exam.exam_id] if exam.exam_id is not None else []
    return [*candidates, f"exam_{exam.content_hash[:32]}"]


def document(owner: str, exam_id: str, exam: Exam, created_at: datetime) -> Document:
    """Texts are cleaned of leftovers of markup; what they were before is kept beside them. The hash is that
    of what was sent, by which the same exam is known again."""
    made = [cleaned_question(question) for question in exam.content["questions"]]
    content = {**exam.content, "questions": [question for question, _ in made]}
    raw = [before for _, before in made if before]
    return Document(
        kind=KIND,
        owner=owner,
        document_id=exam_id,
        status=STORED,
        created_at=created_at,
        summary={
            "title": exam.title,
            "questions_total": len(exam.questions),
            "content_hash": exam.content_hash,
        },
        size=exam.size + (size_of(raw) if raw else 0),
        parts={PART: content, **({RAW: {"questions": raw}} if raw else {})},
    )


def view(stored: Document) -> dict[str, Any]:
    """The exam with its id and time, and `raw`: what its texts were before they were cleaned, of those that
    changed. Needs the parts."""
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    raw = {"raw": stored.parts[RAW]["questions"]} if RAW in stored.parts else {}
    return {
        "exam_id": stored.document_id,
        "created_at": iso(stored.created_at),
        **stored.parts[PART],
        "title": stored.summary["title"],  # which its owner may have changed
        **raw,
    }


def summary(stored: Document) -> dict[str, Any]:
    """For lists: `exam_id title questions_total created_at`."""
    return {
        "exam_id": stored.document_id,
        "title": stored.summary["title"],
        "questions_total": stored.summary["questions_total"],
        "created_at": iso(stored.created_at),
    }
