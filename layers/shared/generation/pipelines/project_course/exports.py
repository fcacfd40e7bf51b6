"""Exports: the course as a file."""

from __future__ import annotations

from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Exports, Lookup
from generation.exports.file import Format
from generation.exports.project_course import project_course_markdown
from generation.pipelines.project_course import course


def markdown(stored: Document, other: Lookup) -> str:
    return project_course_markdown(course.view(stored))


EXPORTS = Exports(kind="project", writers={Format.MARKDOWN: markdown})
