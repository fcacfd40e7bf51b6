"""Rights service: what somebody may ask for of everything that is his."""

from __future__ import annotations

from dataclasses import dataclass

from generation.engine.errors import DuplicateJob, NotFound
from generation.engine.model.job import DATA_ERASURE, DATA_EXPORT, Options
from generation.engine.ports import Documents
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Answer, Caller
from generation.rights.pieces import KIND, TEXT, piece_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """`jobs` knows the two pipelines and no others."""

    jobs: JobService

    def export(self, caller: Caller) -> Answer:
        """A job, or the one that is active. Raises ErasureRunning, Unavailable."""
        return self._started(caller, DATA_EXPORT)

    def erase(self, caller: Caller) -> Answer:
        """A job, or the one that is active. Raises Unavailable."""
        return self._started(caller, DATA_ERASURE)

    def _started(self, caller: Caller, pipeline: str) -> Answer:
        try:
            return self.jobs.start(caller, pipeline, {}, Options())
        except DuplicateJob as running:
            job = self.jobs.job(caller, running.extra["job_id"])
            return Answer(job=job, queue=self.jobs.place(job))


@dataclass(frozen=True, slots=True, kw_only=True)
class Archives:
    documents: Documents

    def piece(self, caller: Caller, archive_id: str, number: int) -> str:
        """Text of a piece of the caller's own archive. Raises NotFound, also for somebody else's, and for one
        whose time is over."""
        stored = self.documents.get(KIND, caller.owner, piece_id(archive_id, number))
        if stored is None or not stored.parts:
            raise NotFound("There is no such archive.", code="archive-not-found")
        text: str = stored.parts[TEXT]
        return text
