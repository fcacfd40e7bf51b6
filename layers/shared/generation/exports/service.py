"""Export service: what an owner has, written as a file by its pipeline's own writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.errors import FieldError, InvalidInput, no_such_document
from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Pipeline, Writer
from generation.engine.ports import Documents
from generation.engine.service.requests import Caller
from generation.exports.file import File, Format, file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportService:
    documents: Documents
    pipelines: Mapping[str, Pipeline[Any]]

    def export(self, caller: Caller, kind: str, document_id: str, format: Format) -> File:
        """As far as it is written. Raises NotFound, also for somebody else's; InvalidInput for a format
        that its pipeline has no writer for."""
        stored = self.documents.get(kind, caller.owner, document_id)
        if stored is None:
            raise no_such_document(kind)
        write = self._writers(stored).get(format)
        if write is None:
            fault = FieldError("/query/format", f"is no format of this {kind}")
            raise InvalidInput("There is no such export.", errors=(fault,))

        def other(other_kind: str, other_id: str) -> Document | None:
            return self.documents.get(other_kind, caller.owner, other_id)

        name = file_name(stored.summary["title"], format, otherwise=kind)
        return File(name=name, format=format, content=write(stored, other))

    def _writers(self, stored: Document) -> Mapping[str, Writer]:
        made = str(stored.summary.get("kind", stored.kind))
        for pipeline in self.pipelines.values():
            if pipeline.exports is not None and pipeline.exports.kind == made:
                return pipeline.exports.writers
        return {}
