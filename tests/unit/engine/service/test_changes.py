"""Takeovers by cancel, retry and proceed in numbers: how long their lease is, how often they are tried."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from generation.engine.errors import DocumentGone, Unavailable
from generation.engine.limits import Limits
from generation.engine.model.checkpoint import Checkpoint, Document
from generation.engine.model.job import Job, JobStatus
from generation.engine.service.changes import JobChanges
from generation.engine.service.requests import Caller
from testing.memory.jobs import MemoryJobStore
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue, MemoryWorld
from tests.unit.engine.examples import NOW, Clock, job

ADA = Caller(owner="ada")


class OvertakenStore:
    """Between each read and the takeover after it somebody else changes the job."""

    def __init__(self, stored: Job) -> None:
        self._stored = stored
        self.leases: list[float] = []

    def read(self, job_id: str) -> Job:
        return self._stored

    def take(self, job_id: str, *, until: datetime, **_: Any) -> None:
        self.leases.append((until - NOW).total_seconds())


@pytest.mark.parametrize(
    ("stored", "ask"),
    [
        (job(), lambda service: service.cancel(ADA, "job_1")),
        (job(status=JobStatus.FAILED), lambda service: service.retry(ADA, "job_1")),
        (job(status=JobStatus.WAITING), lambda service: service.proceed(ADA, "job_1")),
    ],
    ids=["cancel", "retry", "proceed"],
)
def test_a_takeover_is_tried_takeover_tries_times_with_a_short_lease(stored: Job, ask: Any) -> None:
    store: Any = OvertakenStore(stored)
    unused: Any = None
    service = JobChanges(
        store=store,
        documents=unused,
        queue=unused,
        clock=Clock(),
        limits=Limits(),
        control=MemoryControl(MemoryWorld()),
    )
    with pytest.raises(Unavailable):
        ask(service)
    assert store.leases == [5.0] * 5, "takeover, takeover_tries"


class _Deleted(MemoryDocuments):
    """Whatever is looked at is deleted right after."""

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        found = super().get(kind, owner, document_id, parts=parts)
        self.delete(kind, owner, document_id, until=NOW + timedelta(days=7))
        return found


@pytest.mark.parametrize("status", [JobStatus.WAITING, JobStatus.FAILED])
def test_a_job_does_not_go_on_where_what_it_needs_is_deleted_in_that_moment(status: JobStatus) -> None:
    world = MemoryWorld()
    documents, store = _Deleted(world, now=lambda: NOW), MemoryJobStore(world, now=lambda: NOW)
    stored = job(status=status, needs=(("exam", "exam_1"),), completed_at=NOW)
    documents.create(Document(kind="exam", owner="ada", document_id="exam_1", status="", created_at=NOW))
    store.create(Checkpoint(job=stored), {})
    service = JobChanges(
        store=store,
        documents=documents,
        queue=MemoryQueue(lambda: NOW),
        clock=Clock(),
        limits=Limits(),
        control=MemoryControl(world),
    )
    go_on = service.proceed if status is JobStatus.WAITING else service.retry
    with pytest.raises(DocumentGone):
        go_on(ADA, "job_1")
    assert service.job(ADA, "job_1").status is status
