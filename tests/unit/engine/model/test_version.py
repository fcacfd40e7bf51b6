"""The version of a job rises exactly when the job's view differs, or rows of tasks are written."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.model.job import (
    Earlier,
    Job,
    JobError,
    JobStatus,
    OpenCalls,
    Options,
    Reservation,
    StepState,
    StepStatus,
    Usage,
)
from generation.engine.model.ledger import Funding
from generation.engine.model.version import versioned
from generation.http.jobs import JobView

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
STEP = StepState(name="write", label="Writing")
JOB = Job(
    job_id="job_1",
    owner="ada",
    org_id=None,
    pipeline="simulated",
    subject="simulated:1",
    title="First aid",
    status=JobStatus.RUNNING,
    steps=(STEP,),
    created_at=NOW,
    version=7,
)

OTHER: dict[str, Any] = {
    "job_id": "job_2",
    "owner": "bob",
    "org_id": "org",
    "pipeline": "another",
    "subject": "simulated:2",
    "title": "Second aid",
    "status": JobStatus.CANCELLED,
    "steps": (replace(STEP, status=StepStatus.RUNNING),),
    "created_at": LATER,
    "options": Options(max_cost_usd=Decimal(1)),
    "attempt": 2,
    "progress": 1,
    "message": "Writing",
    "current_step": "write",
    "current_item": "Wounds",
    "error": JobError(code="refused", message="No."),
    "usage": Usage(model_calls=1),
    "open_calls": OpenCalls(calls=1),
    "waits_until": LATER,
    "earlier": Earlier(steps=1),
    "reservations": (Reservation(model="m", begins_at=LATER, cost=timedelta(seconds=1)),),
    "plan": "pro",
    "funding": Funding(day="2026-11-27", reserved_usd=Decimal(1)),
    "pause_reason": "The bill",
    "required_plan": "pro",
    "needs": {"exam": "exam_1"},
    "made_by": "claude",
    "passed": ("write",),
    "artifact": {"course_id": "course_1"},
    "result": {"lessons": 1},
    "estimated_duration_ms": 1,
    "eta_at": LATER,
    "longest_call_ms": 1,
    "last_event_id": 1,
    "last_log_id": 1,
    "version": 99,
    "token": 1,
    "lease_until": LATER,
    "due_at": LATER,
    "queued_at": LATER,
    "sweeps": 1,
    "crashes": 1,
    "deadline_at": LATER,
    "deadline_from": LATER,
    "tag": 5,
    "is_ranked": True,
    "begun_at": NOW,
    "started_at": NOW,
    "completed_at": LATER,
    "expires_at": LATER,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Job)])
def test_a_field_raises_the_version_exactly_when_the_view_shows_it(name: str) -> None:
    changed = replace(JOB, **{name: OTHER[name]})
    is_shown = JobView.of(changed, NOW) != JobView.of(JOB, NOW)
    assert versioned(JOB, changed) == replace(changed, version=8 if is_shown else 7)


def test_a_job_that_is_written_as_it_was_keeps_its_version() -> None:
    assert versioned(JOB, JOB) == JOB


def test_rows_of_tasks_raise_it_though_the_job_is_the_same() -> None:
    assert versioned(JOB, JOB, writes_tasks=True) == replace(JOB, version=8)


def test_several_changes_at_once_raise_it_once() -> None:
    changed = replace(JOB, title="Second aid", progress=3)
    assert versioned(JOB, changed, writes_tasks=True).version == 8
