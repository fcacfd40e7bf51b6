"""A `Requester` with documents in a dict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from generation.engine.checkpoint import Document, Once
from generation.engine.pipeline import Requester
from generation.engine.ports import Page
from generation.errors import AlreadyThere

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class DictDocuments:
    kept: dict[tuple[str, str, str], Document] = field(default_factory=dict)
    whole_reads: int = 0

    def create(self, document: Document, once: Once | None = None) -> None:
        key = (document.kind, document.owner, document.document_id)
        if key in self.kept:
            raise AlreadyThere(document.document_id)
        self.kept[key] = document

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        self.whole_reads += parts
        found = self.kept.get((kind, owner, document_id))
        return found if found is None or parts else replace(found, parts=None)

    def list(self, kind: str, owner: str, *, limit: int, cursor: str | None) -> Page[Document]:
        raise NotImplementedError

    def set_status(
        self, kind: str, owner: str, document_id: str, *, expect: str, status: str, summary: Mapping[str, Any]
    ) -> bool:
        raise NotImplementedError


class CountedIds:
    def new(self, prefix: str) -> str:
        return f"{prefix}_new"

    def jitter(self) -> float:
        return 0.0


def requester(documents: DictDocuments, owner: str = "ada") -> Requester:
    return Requester(owner=owner, plan="free", now=NOW, documents=documents, ids=CountedIds())
