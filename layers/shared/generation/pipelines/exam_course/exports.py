"""Exports: the course as a file, with the questions of its exam written out."""

from __future__ import annotations

from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Exports, Lookup
from generation.exports.exam_course import exam_course_markdown
from generation.exports.file import Format
from generation.pipelines.exam_course import course, exam_document


def markdown(stored: Document, other: Lookup) -> str:
    """An exam that has been deleted leaves its questions named by their ids."""
    exam = other(exam_document.KIND, stored.summary["exam_id"])
    content = ((exam and exam.parts) or {}).get(exam_document.PART) or {"questions": []}
    return exam_course_markdown(course.view(stored), content["questions"])


EXPORTS = Exports(kind="exam", writers={Format.MARKDOWN: markdown})
