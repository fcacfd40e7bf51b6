"""Ends of attempts for the tests of the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from generation.engine.figures.attempt_end import AttemptEnd, StepEnd
from generation.engine.model.job import JobStatus, StepStatus, Usage

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
USAGE = Usage(model_calls=3, input_tokens=300, output_tokens=600, cost_usd=Decimal("0.0123"))


def end(number: int = 1, **changes: Any) -> AttemptEnd:
    """A completed job of ada's, of today."""
    made = AttemptEnd(
        job_id=f"job_{number:04}",
        attempt=1,
        owner="ada",
        org_id="mill",
        pipeline="exam_course",
        status=JobStatus.COMPLETED,
        created_at=NOON - timedelta(minutes=2),
        ended_at=NOON,
        queue_ms=2_000,
        duration_ms=100_000,
        model="claude-sonnet-5-5",
        usage=USAGE,
        steps=(
            StepEnd(name="detect_topics", status=StepStatus.COMPLETED, duration_ms=20_000),
            StepEnd(name="generate_lessons", status=StepStatus.COMPLETED, duration_ms=75_000),
        ),
    )
    return replace(made, **changes)


def failed(number: int = 2, **changes: Any) -> AttemptEnd:
    """It failed at its second step, while a third one ran."""
    steps = (
        StepEnd(name="detect_topics", status=StepStatus.COMPLETED, duration_ms=20_000),
        StepEnd(name="generate_lessons", status=StepStatus.FAILED),
        StepEnd(name="generate_tasks", status=StepStatus.FAILED),
    )
    changes = {
        "status": JobStatus.FAILED,
        "code": "refused",
        "failed_step": "generate_lessons",
        "duration_ms": None,
        "steps": steps,
        **changes,
    }
    return end(number, **changes)


def cancelled(number: int = 3, **changes: Any) -> AttemptEnd:
    """It was cancelled before it was begun."""
    changes = {
        "status": JobStatus.CANCELLED,
        "queue_ms": None,
        "duration_ms": None,
        "model": None,
        "usage": Usage(),
        "steps": (),
        **changes,
    }
    return end(number, **changes)
