"""Transitions of a job: what it is afterwards, and which events tell of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.model import transitions
from generation.engine.model.event import EventType, LogLevel
from generation.engine.model.job import Job, JobError, JobStatus, OpenCalls, StepStatus, Usage
from generation.engine.policy import JOB_RETENTION, LONGEST_WAIT, MESSAGE_CHARS
from tests.unit.engine.examples import NOW, done, item_task, job

LATER = NOW + timedelta(seconds=2)
STEPS = ("plan", "write", "illustrate", "publish")


def in_step(name: str, **changes: Any) -> Job:
    """Steps before it are complete, it is running."""
    steps = job().steps
    at = STEPS.index(name)
    states = [StepStatus.COMPLETED] * at + [StepStatus.RUNNING] + [StepStatus.PENDING] * (3 - at)
    steps = tuple(replace(step, status=state) for step, state in zip(steps, states, strict=True))
    return job(steps=steps, current_step=name, **changes)


def statuses(of: Job) -> list[str]:
    return [step.status.value for step in of.steps]


def test_events_are_numbered_without_gaps_and_the_version_is_left_alone() -> None:
    change = transitions.start_step(job(last_event_id=4), "plan", NOW)
    change = transitions.also(change, transitions.complete_step(change[0], "plan", LATER, ""))
    assert [event.event_id for event in change[1]] == [5, 6]
    assert (change[0].last_event_id, change[0].version) == (6, 7)


def test_a_step_starts_and_completes() -> None:
    begun, (event,) = transitions.start_step(job(), "plan", NOW)
    assert event.fields == {"step": "plan", "step_index": 0, "total_steps": 4, "message": "Planning"}
    assert (begun.current_step, begun.step("plan").started_at) == ("plan", NOW)
    ended, (event,) = transitions.complete_step(begun, "plan", LATER, "")
    assert event.fields == {"step": "plan", "duration_ms": 2000, "message": "Planning: done"}
    assert ended.step("plan").status is StepStatus.COMPLETED


def test_of_two_running_steps_the_first_stays_the_current_one() -> None:
    begun, _ = transitions.start_step(in_step("write"), "illustrate", NOW)
    assert begun.current_step == "write"
    ended, _ = transitions.complete_step(begun, "write", NOW, "")
    assert ended.current_step == "illustrate"


def test_an_item_that_is_complete_counts_and_moves_the_job_on() -> None:
    running = in_step("write", progress=30)
    running = running.with_step(replace(running.step("write"), items_total=2, items_completed=1))
    task = replace(done(item_task("write", "a")), started_at=NOW, completed_at=LATER)
    after, events = transitions.complete_item(running, task, 3, 70, LATER)
    assert (after.step("write").items_completed, after.progress) == (2, 70)
    assert after.message == "Writing: 2 of 2 done"
    assert events[0].fields["duration_ms"] == 2000
    assert events[1].type is EventType.STEP_PROGRESS


@pytest.mark.parametrize(("before", "percent", "after"), [(30, 50, 50), (60, 50, 60), (60, 100, 99)])
def test_progress_does_not_go_back_and_is_below_100_until_the_end(
    before: int, percent: int, after: int
) -> None:
    moved, (event,) = transitions.advance(in_step("write", progress=before), "write", percent, "", NOW)
    assert (moved.progress, event.fields["progress"]) == (after, after)


@pytest.mark.parametrize(
    ("end", "status", "steps", "event"),
    [
        (
            lambda of: transitions.fail(of, JobError(code="x", message="No.", step="write"), LATER),
            JobStatus.FAILED,
            ["completed", "failed", "skipped", "skipped"],
            EventType.JOB_FAILED,
        ),
        (
            lambda of: transitions.cancel(of, None, LATER),
            JobStatus.CANCELLED,
            ["completed", "cancelled", "skipped", "skipped"],
            EventType.JOB_CANCELLED,
        ),
        (
            lambda of: transitions.complete(of, LATER),
            JobStatus.COMPLETED,
            ["completed", "running", "pending", "pending"],  # only called when every step is complete
            EventType.JOB_COMPLETED,
        ),
    ],
)
def test_an_end_lets_the_lease_go_and_leaves_no_step_running(
    end: Any, status: JobStatus, steps: list[str], event: EventType
) -> None:
    after, events = end(in_step("write", lease_until=LATER, due_at=LATER, eta_at=LATER))
    assert (after.status, statuses(after), [told.type for told in events]) == (status, steps, [event])
    assert (after.lease_until, after.due_at, after.eta_at) == (None, None, None)
    assert (after.completed_at, after.expires_at) == (LATER, LATER + JOB_RETENTION)


def test_a_retry_is_the_next_attempt_and_keeps_what_is_done() -> None:
    failed, _ = transitions.fail(in_step("write"), JobError(code="x", message="No.", step="write"), LATER)
    again = transitions.reopen(replace(failed, sweeps=2, crashes=5), LATER, timedelta(hours=1))
    assert (again.status, again.attempt, again.error) == (JobStatus.PENDING, 2, None)
    assert statuses(again) == ["completed", "pending", "pending", "pending"]
    assert (again.deadline_from, again.deadline_at) == (LATER, LATER + timedelta(hours=1))
    assert again.expires_at is None
    assert (again.sweeps, again.crashes) == (0, 0)


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (timedelta(0), LONGEST_WAIT),
        (timedelta(days=20), LONGEST_WAIT),
        (timedelta(days=40), timedelta(days=19)),  # a day before the job's parts go
    ],
)
def test_a_job_waits_for_a_person_while_its_parts_live(age: timedelta, left: timedelta) -> None:
    waiting = transitions.wait(job(created_at=NOW - age), "publish", "Approve it.", NOW)
    assert (waiting.status, waiting.current_step) == (JobStatus.WAITING, "publish")
    assert waiting.deadline_at == NOW + left


def test_a_job_that_proceeds_has_passed_the_gate() -> None:
    waiting = transitions.wait(job(), "publish", "Approve it.", NOW)
    going = transitions.proceed(waiting, LATER, timedelta(hours=1))
    assert (going.status, going.passed, going.attempt) == (JobStatus.PENDING, ("publish",), 1)
    assert (going.deadline_from, going.deadline_at) == (LATER, LATER + timedelta(hours=1))


def test_a_call_is_told_before_it_begins_and_booked_when_it_has_ended() -> None:
    call = OpenCalls.one(Decimal("0.5"))
    begun = transitions.begin_call(job(longest_call_ms=50), call)
    assert begun.open_calls == call
    ended = transitions.end_call(begun, call, Usage(model_calls=1), 40)
    assert (ended.open_calls, ended.usage.model_calls, ended.longest_call_ms) == (OpenCalls(), 1, 50)
    assert transitions.end_call(begun, call, Usage(), 60).longest_call_ms == 60


def test_who_takes_a_job_over_books_what_is_found_open() -> None:
    call = OpenCalls.one(Decimal("0.5"))
    taken = transitions.take_over(job(open_calls=call))
    assert (taken.open_calls, taken.usage) == (OpenCalls(), call.aborted())
    assert transitions.take_over(job()) == job()


@pytest.mark.parametrize(("text", "chars"), [("x" * 1_000, MESSAGE_CHARS), ("short", len("short"))])
def test_messages_are_bounded(text: str, chars: int) -> None:
    _, entry = transitions.log(job(), NOW, LogLevel.INFO, text)
    assert len(entry.message) == chars
    assert len(transitions.advance(job(), "plan", 1, text, NOW)[0].message) == chars
