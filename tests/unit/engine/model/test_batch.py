"""Counts and end of a batch, by what stands in its places."""

from __future__ import annotations

from typing import Any

import pytest

from generation.engine.model.batch import CANCELLED, KIND, STARTED, STARTING, Batch, BatchPlace
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import JobStatus
from tests.unit.engine.examples import NOW, job

MISSING = BatchPlace(job_id="job_1", job=None)
REFUSED = BatchPlace(job_id="job_1", job=None, problem={"code": "too-many-jobs"})
RUNNING = BatchPlace(job_id="job_1", job=job(status=JobStatus.RUNNING))
FAILED = BatchPlace(job_id="job_1", job=job(status=JobStatus.FAILED))


def batch(status: str, *places: BatchPlace, **how: Any) -> Batch:
    document = Document(kind=KIND, owner="ada", document_id="batch_1", status=status, created_at=NOW)
    return Batch(document=document, places=places, **how)


@pytest.mark.parametrize(
    ("found", "counts", "is_finished"),
    [
        (batch(STARTED, RUNNING, FAILED, REFUSED), {"running": 1, "failed": 1, "refused": 1}, False),
        (batch(STARTED, FAILED, REFUSED, MISSING), {"failed": 1, "refused": 1, "gone": 1}, True),
        (batch(CANCELLED, FAILED, MISSING), {"failed": 1, "refused": 1}, True),
        (batch(STARTING, FAILED, MISSING, is_starting=True), {"failed": 1}, False),
        (batch(STARTING, FAILED, REFUSED, MISSING), {"failed": 1, "refused": 2}, True),
    ],
)
def test_each_place_counts_once(found: Batch, counts: dict[str, int], is_finished: bool) -> None:
    assert {name: count for name, count in found.counts.items() if count} == counts
    assert found.is_finished == is_finished
