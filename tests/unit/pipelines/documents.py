"""A `Requester` over documents in memory."""

from __future__ import annotations

from datetime import UTC, datetime

from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Requester
from testing.memory.stores import MemoryDocuments

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class CountingDocuments(MemoryDocuments):
    """Counts the reads that bring a document with its parts: the dear ones."""

    def __init__(self) -> None:
        super().__init__()
        self.whole_reads = 0

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        self.whole_reads += parts
        return super().get(kind, owner, document_id, parts=parts)


class CountedIds:
    def new(self, prefix: str) -> str:
        return f"{prefix}_new"

    def jitter(self) -> float:
        return 0.0


def requester(documents: CountingDocuments, owner: str = "ada") -> Requester:
    return Requester(owner=owner, plan="free", now=NOW, documents=documents, ids=CountedIds())
