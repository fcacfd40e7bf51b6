"""Exports: the program as a file."""

from __future__ import annotations

from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Exports, Lookup
from generation.exports.file import Format
from generation.exports.training_program import training_program_markdown
from generation.pipelines.training_program import program_document


def markdown(stored: Document, other: Lookup) -> str:
    return training_program_markdown(program_document.view(stored))


EXPORTS = Exports(kind=program_document.KIND, writers={Format.MARKDOWN: markdown})
