"""How a job is shown: every member, its derived ones too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.flow.place import QueuePlace
from generation.engine.model.job import Job, JobError, JobStatus, Options, StepState, StepStatus, Usage
from generation.engine.model.task import Task
from generation.http.jobs import ItemView, JobView, JobWithItems, UsageView
from generation.pipelines.shared.timestamps import iso

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

JOB = Job(
    job_id="job_1",
    owner="ada",
    org_id=None,
    pipeline="exam_course",
    subject="exam_course:first-aid",
    title="First aid",
    status=JobStatus.RUNNING,
    steps=(
        StepState(
            name="initialize",
            label="Preparing",
            status=StepStatus.COMPLETED,
            started_at=NOW,
            completed_at=NOW + timedelta(seconds=1.5),
        ),
        StepState(
            name="lessons",
            label="Writing",
            status=StepStatus.RUNNING,
            items_total=4,
            items_completed=1,
            started_at=NOW,
        ),
    ),
    created_at=NOW,
    started_at=NOW + timedelta(seconds=2),
    options=Options(mode="manual", max_cost_usd=Decimal("2.50")),
    progress=25,
    message="Writing lessons",
    current_step="lessons",
    usage=Usage(model_calls=2, input_tokens=10, output_tokens=20, cost_usd=Decimal("0.25")),
    artifact={"course_id": "course_1"},
    estimated_duration_ms=60_000,
    eta_at=NOW + timedelta(seconds=40),
    last_event_id=7,
    token=3,
    version=9,
)

SHOWN: dict[str, Any] = {
    "job_id": "job_1",
    "owner": "ada",
    "pipeline": "exam_course",
    "title": "First aid",
    "status": "running",
    "queue": None,
    "waiting_for": None,
    "waits_until": None,
    "progress": 25,
    "message": "Writing lessons",
    "current_step": "lessons",
    "current_item": None,
    "steps": [
        {
            "name": "initialize",
            "label": "Preparing",
            "status": "completed",
            "items_total": None,
            "items_completed": None,
            "started_at": "2026-11-22T09:30:00.000Z",
            "completed_at": "2026-11-22T09:30:01.500Z",
            "duration_ms": 1500,
        },
        {
            "name": "lessons",
            "label": "Writing",
            "status": "running",
            "items_total": 4,
            "items_completed": 1,
            "started_at": "2026-11-22T09:30:00.000Z",
            "completed_at": None,
            "duration_ms": None,
        },
    ],
    "is_finished": False,
    "can_resume": False,
    "attempt": 1,
    "error": None,
    "estimated_duration_ms": 60_000,
    "eta_ms": 30_000,
    "usage": {
        "model_calls": 2,
        "input_tokens": 10,
        "output_tokens": 20,
        "cache_read_tokens": 0,
        "cache_write_tokens": 0,
        "cost_usd": 0.25,
        "aborted_calls": 0,
        "uncertain_cost_usd": 0.0,
        "reused_calls": 0,
    },
    "artifact": {"course_id": "course_1"},
    "result": None,
    "options": {
        "auto_publish": False,
        "mode": "manual",
        "priority": "normal",
        "max_cost_usd": 2.5,
        "fresh": False,
        "check": "on",
    },
    "last_event_id": 7,
    "created_at": "2026-11-22T09:30:00.000Z",
    "started_at": "2026-11-22T09:30:02.000Z",
    "completed_at": None,
    "expires_at": None,
}


def _changed(**changed: Any) -> Job:
    return replace(JOB, **changed)


def test_a_running_job() -> None:
    assert JobView.of(JOB, NOW + timedelta(seconds=10)).model_dump(mode="json") == SHOWN


def test_a_failed_one_has_its_error_and_no_expected_end() -> None:
    error = JobError(code="model-refused", message="No.", step="lessons", item_id="t2", retryable=False)
    failed = _changed(status=JobStatus.FAILED, error=error)
    assert JobView.of(failed, NOW).model_dump(mode="json") == SHOWN | {
        "status": "failed",
        "is_finished": True,
        "can_resume": True,
        "eta_ms": None,
        "error": {
            "code": "model-refused",
            "message": "No.",
            "step": "lessons",
            "item_id": "t2",
            "retryable": False,
        },
    }


def test_an_expected_end_that_has_passed_is_now() -> None:
    assert JobView.of(JOB, NOW + timedelta(minutes=5)).eta_ms == 0


@pytest.mark.parametrize(
    ("aborted", "uncertain", "shown"),
    [(0, None, 0.0), (2, Decimal("0.5"), 0.5), (2, None, None)],
    ids=["none aborted", "price known", "price unknown"],
)
def test_what_aborted_calls_can_have_cost(
    aborted: int, uncertain: Decimal | None, shown: float | None
) -> None:
    usage = Usage(aborted_calls=aborted, uncertain_cost_usd=uncertain)
    assert UsageView.shown(usage).uncertain_cost_usd == shown


def test_with_items_it_is_the_same_and_its_items_without_the_tasks_of_single_steps() -> None:
    topic = Task(
        task_id="lessons/t1",
        step="lessons",
        step_index=1,
        item_id="t1",
        label="Bleeding",
        status=StepStatus.RUNNING,
        progress=40,
        attempts=2,
        job_attempt=1,
    )
    single = Task(task_id="initialize", step="initialize", step_index=0, label="Preparing", job_attempt=1)
    item = {
        "item_id": "t1",
        "step": "lessons",
        "label": "Bleeding",
        "status": "running",
        "progress": 40,
        "attempts": 2,
    }
    view = JobWithItems.with_items(JOB, [single, topic], NOW + timedelta(seconds=10))
    assert view.model_dump(mode="json") == SHOWN | {"items": [item]}
    cancelled = _changed(status=JobStatus.CANCELLED)
    assert ItemView.of(cancelled, topic).model_dump(mode="json") == item | {"status": "cancelled"}


def test_a_job_that_waits_for_its_turn_tells_its_place() -> None:
    pending = _changed(status=JobStatus.PENDING, tag=3)
    place = QueuePlace(position=3, ahead_of_own=1, expected_start_at=NOW + timedelta(minutes=5))
    view = JobView.of(pending, NOW, place).model_dump(mode="json")
    start = iso(NOW + timedelta(minutes=5))
    assert view["queue"] == {"position": 3, "ahead_of_own": 1, "expected_start_at": start}
    assert view["waiting_for"] == "turn"
    first = QueuePlace(position=1, ahead_of_own=0, expected_start_at=None)
    assert JobView.of(pending, NOW, first).waiting_for is None
    assert JobView.of(_changed(status=JobStatus.WAITING), NOW).waiting_for == "person"
