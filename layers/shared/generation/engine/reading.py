"""Reading: the documents of one job's owner as its worker sees them, its own writes included."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import replace

from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.engine.ports import Documents
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState

Key = tuple[str, str]


class Reading:
    """Each document is read once, one that the job began itself never; what the job writes of it
    afterwards is kept up here.

    That is sound because a job is the only writer of its artifacts while it has the lease.
    """

    def __init__(self, documents: Documents, state: WorkerState, journal: Journal) -> None:
        self._documents = documents
        self._state = state
        self._journal = journal
        self._known: dict[Key, Document | None] = {}
        self._writes: Counter[Key] = Counter()
        self._locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def document(self, kind: str, document_id: str) -> Document | None:
        """With its parts; None where it is not there."""
        key = (kind, document_id)
        async with self._locks[key]:
            while key not in self._known:
                writes = self._writes[key]
                if writes:
                    await self._journal.save()
                owner = self._state.job.owner
                read = await self._journal.io(self._documents.get, kind, owner, document_id)
                # A write that fell between makes what was read old: read again.
                if self._writes[key] == writes:
                    self._known[key] = read
            return self._known[key]

    def wrote(self, writes: tuple[DocumentWrite, ...]) -> None:
        for write in writes:
            key = (write.kind, write.document_id)
            self._writes[key] += 1
            known = self._known.pop(key, None) or (write.head if write.is_new else None)
            if known is not None:
                parts = {**(known.parts or {}), **write.parts}
                self._known[key] = replace(write.head or known, parts=parts)
