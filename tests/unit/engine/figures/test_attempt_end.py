"""Attempt end: what is kept of an attempt, and that two attempts of a job share nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from generation.engine.figures.attempt_end import ID_BYTES, StepEnd, attempt_end, owner_prefix
from generation.engine.model import transitions
from generation.engine.model.job import Earlier, Job, JobError, JobStatus, StepState, StepStatus, Usage
from tests.unit.engine.examples import NOW, job
from tests.unit.engine.figures.examples import end

SECOND = timedelta(seconds=1)
FIRST_USE = Usage(model_calls=2, input_tokens=20, output_tokens=40, cost_usd=Decimal("0.02"), limited_calls=1)


def step(name: str, status: StepStatus, took_s: float | None = None) -> StepState:
    begun = None if status in (StepStatus.PENDING, StepStatus.SKIPPED) else NOW
    ended = None if took_s is None else NOW + took_s * SECOND
    return StepState(name=name, label=name, status=status, started_at=begun, completed_at=ended)


def running(**changes: Any) -> Job:
    """Queued at NOW, begun three seconds later; its first step is done, the second one runs."""
    steps = (
        step("plan", StepStatus.COMPLETED, 2.0),
        step("write", StepStatus.RUNNING),
        step("publish", StepStatus.PENDING),
    )
    members = {"steps": steps, "begun_at": NOW + 3 * SECOND, "usage": FIRST_USE, "made_by": "sonnet"}
    return job(**{**members, **changes})


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING])
def test_a_job_that_has_not_ended_has_none(status: JobStatus) -> None:
    assert attempt_end(running(status=status)) is None


def test_a_completed_job() -> None:
    steps = (step("plan", StepStatus.COMPLETED, 2.0), step("write", StepStatus.COMPLETED, 9.5))
    ended, _ = transitions.complete(running(steps=steps), NOW + 13 * SECOND)
    found = attempt_end(ended)
    assert found is not None
    assert (found.status, found.code, found.failed_step) == (JobStatus.COMPLETED, None, None)
    assert (found.queue_ms, found.duration_ms) == (3_000, 10_000)
    assert (found.model, found.usage, found.is_first) == ("sonnet", FIRST_USE, True)
    assert found.steps == (
        StepEnd(name="plan", status=StepStatus.COMPLETED, duration_ms=2_000),
        StepEnd(name="write", status=StepStatus.COMPLETED, duration_ms=9_500),
    )


def test_a_failed_job_names_code_and_step_and_has_no_duration() -> None:
    error = JobError(code="refused", message="No.", step="write")
    ended, _ = transitions.fail(running(), error, NOW + 13 * SECOND)
    found = attempt_end(ended)
    assert found is not None
    assert (found.status, found.code, found.failed_step) == (JobStatus.FAILED, "refused", "write")
    assert (found.queue_ms, found.duration_ms) == (3_000, None)
    assert [(one.name, one.status) for one in found.steps] == [
        ("plan", StepStatus.COMPLETED),
        ("write", StepStatus.FAILED),
    ]


def test_a_job_that_was_cancelled_before_it_was_begun_has_waited_for_nothing() -> None:
    waiting = running(steps=(step("plan", StepStatus.PENDING),), begun_at=None, usage=Usage(), made_by=None)
    ended, _ = transitions.cancel(waiting, None, NOW + 13 * SECOND)
    found = attempt_end(ended)
    assert found is not None
    assert (found.status, found.queue_ms, found.steps, found.model) == (JobStatus.CANCELLED, None, (), None)


def test_a_job_that_waited_for_a_person_has_no_duration() -> None:
    ended, _ = transitions.complete(running(passed=("publish",)), NOW + 13 * SECOND)
    found = attempt_end(ended)
    assert found is not None
    assert found.duration_ms is None


def test_a_later_attempt_has_its_own_part_alone() -> None:
    error = JobError(code="refused", message="No.", step="write")
    ended, _ = transitions.fail(running(), error, NOW + 13 * SECOND)
    reopened_at = NOW + 60 * SECOND
    again = transitions.reopen(ended, reopened_at, 3600 * SECOND)
    assert again.earlier == Earlier(usage=FIRST_USE, steps=0b001, until=reopened_at)
    more = FIRST_USE + Usage(model_calls=1, input_tokens=5, cost_usd=Decimal("0.01"))
    steps = (
        again.steps[0],
        step("write", StepStatus.COMPLETED, 70.0),
        step("publish", StepStatus.COMPLETED, 71.0),
    )
    begun = replace(again, steps=steps, usage=more, begun_at=reopened_at + 4 * SECOND)
    completed, _ = transitions.complete(begun, reopened_at + 30 * SECOND)
    found = attempt_end(completed)
    assert found is not None
    assert (found.attempt, found.is_first) == (2, False)
    assert (found.queue_ms, found.duration_ms) == (4_000, 26_000)
    assert found.usage == Usage(model_calls=1, input_tokens=5, cost_usd=Decimal("0.01"))
    assert [one.name for one in found.steps] == ["write", "publish"]
    first = attempt_end(ended)
    assert first is not None
    assert first.usage + found.usage == more
    assert first.id != found.id


def test_clocks_that_disagree_make_no_time_negative() -> None:
    ended, _ = transitions.complete(running(begun_at=NOW - SECOND), NOW - 2 * SECOND)
    found = attempt_end(ended)
    assert found is not None
    assert (found.queue_ms, found.duration_ms) == (0, 0)


def test_ends_of_an_owner_stand_together_and_ids_are_short() -> None:
    ends = [end(n, owner=owner) for n in range(50) for owner in ("ada", "bob", "a#b")]
    assert len({one.position for one in ends}) == len(ends)
    in_order = [one.owner for one in sorted(ends, key=lambda one: one.position)]
    assert sum(a != b for a, b in pairwise(in_order)) == 2
    assert all(one.position.startswith(owner_prefix(one.owner)) for one in ends)
    assert {len(one.id) for one in ends} == {ID_BYTES}
