"""What follows from a worker crash: queued again, or failed when they come in a row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import JobError, JobStatus, OpenCalls
from generation.engine.policy import RecoveryPolicy
from generation.engine.recovery.worker_crash import crashed, failed, queued_again
from tests.unit.engine.examples import NOW, job

POLICY = RecoveryPolicy()
OPEN = OpenCalls(calls=1, most_usd=Decimal("0.5"))


@pytest.mark.parametrize(
    ("before", "status", "slot"),
    [
        (0, JobStatus.RUNNING, ActiveSlot.KEEP),
        (3, JobStatus.RUNNING, ActiveSlot.KEEP),
        (4, JobStatus.FAILED, ActiveSlot.RELEASE),
    ],
)
def test_the_fifth_crash_in_a_row_fails_the_job(before: int, status: JobStatus, slot: ActiveSlot) -> None:
    follows = crashed(job(crashes=before, lease_until=NOW), NOW, POLICY)
    assert (follows.job.status, follows.slot) == (status, slot), "most_crashes"
    assert follows.job.lease_until is None
    if status is JobStatus.FAILED:
        assert follows.job.error is not None
        assert follows.job.error.code == "worker-failed"


def test_a_job_that_is_queued_again_is_due_at_once_and_looks_the_same() -> None:
    stored = job(lease_until=NOW, due_at=NOW)
    follows = queued_again(stored, NOW, "Queued again")
    assert follows.job == replace(stored, lease_until=None, due_at=None, queued_at=NOW, last_log_id=1)
    assert (follows.events, [entry.message for entry in follows.logs]) == ((), ["Queued again"])


def test_calls_that_nobody_makes_any_more_are_booked_and_seen() -> None:
    follows = queued_again(job(open_calls=OPEN), NOW, "Queued again")
    assert (follows.job.open_calls, follows.job.usage) == (OpenCalls(), OPEN.aborted())
    assert follows.job.version == 8


def test_a_job_that_is_given_up_tells_why_and_frees_its_slot() -> None:
    error = JobError(code="deadline-exceeded", message="Too long.")
    follows = failed(job(open_calls=OPEN), error, NOW)
    assert (follows.job.error, follows.job.status, follows.job.version) == (error, JobStatus.FAILED, 8)
    assert [event.type for event in follows.events] == ["job_failed"]
    assert follows.slot is ActiveSlot.RELEASE
