"""The state of a worker: what a change leaves in memory, what it has written, and under which version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import pytest

from generation.engine.model import transitions
from generation.engine.model.job import Job, JobError, JobStatus, OpenCalls, StepState, StepStatus
from generation.engine.model.task import Call, Task
from generation.engine.ports import Progress
from generation.engine.worker.journal import Journal, Unit
from generation.engine.worker.state import WorkerState

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
JOB = Job(
    job_id="job_1",
    owner="ada",
    org_id=None,
    pipeline="simulated",
    subject="simulated:1",
    title="First aid",
    status=JobStatus.RUNNING,
    steps=(StepState(name="plan", label="Planning"), StepState(name="write", label="Writing")),
    created_at=NOW,
    attempt=2,
    version=7,
    crashes=3,
    due_at=NOW,
)
STEP_TASK = Task(task_id="plan", step="plan", step_index=0)
ITEM = Task(task_id="write/a", step="write", step_index=1, item_id="a", label="Wounds")


class StandingClock:
    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing here waits")


@dataclass
class Written:
    """In the place of the journal: the units that it would write."""

    units: list[Unit] = field(default_factory=list)

    def add(self, unit: Unit) -> None:
        self.units.append(unit)


def state_of(job: Job = JOB, *tasks: Task) -> tuple[WorkerState, list[Unit]]:
    written = Written()
    state = WorkerState(job, Progress({}, tasks, ()), cast("Journal", written), StandingClock())
    return state, written.units


def test_a_change_holds_at_once_and_goes_into_one_unit_with_its_version() -> None:
    state, units = state_of(JOB, ITEM)
    job, events = transitions.start_step(state.job, "write", NOW)
    begun = replace(ITEM, status=StepStatus.RUNNING)
    state.apply(job, events, tasks=(begun,))
    assert state.job == replace(job, version=8)
    assert state.tasks == {ITEM.task_id: begun}
    assert units == [Unit(state.job, tasks=(begun,), events=events)]


def test_a_log_line_is_written_and_seen_by_no_reader_of_the_job() -> None:
    state, units = state_of()
    state.log("Nearly there", step="write")
    assert (state.job.version, state.job.last_log_id) == (7, 1)
    assert [entry.message for entry in units[0].logs] == ["Nearly there"]


def test_a_row_of_a_task_raises_the_version_though_the_job_is_the_same() -> None:
    state, _ = state_of(JOB, ITEM)
    state.apply(state.job, tasks=(replace(ITEM, attempts=2),))
    assert state.job.version == 8


def test_what_is_as_it_was_is_not_written() -> None:
    state, units = state_of(JOB, ITEM)
    state.apply(state.job, tasks=(ITEM,))
    assert (units, state.job.version) == ([], 7)


@pytest.mark.parametrize(
    ("status", "has_row"),
    [
        (StepStatus.PENDING, False),
        (StepStatus.RUNNING, False),
        (StepStatus.COMPLETED, True),
        (StepStatus.FAILED, True),
    ],
)
def test_the_task_of_a_step_is_known_at_once_and_written_when_it_has_ended(
    status: StepStatus, has_row: bool
) -> None:
    state, units = state_of()
    task = replace(STEP_TASK, status=status)
    state.apply(state.job, tasks=(task,))
    assert state.tasks == {"plan": task}
    assert [unit.tasks for unit in units] == ([(task,)] if has_row else [])
    assert state.job.version == (8 if has_row else 7)


CHANGES: tuple[tuple[str, Mapping[str, Any], int], ...] = (
    ("a call", {"calls": (Call(task_id="plan", key="all"),)}, 0),
    ("the end of a task", {"tasks": (replace(STEP_TASK, status=StepStatus.COMPLETED, result={}),)}, 0),
    ("a failed task", {"tasks": (replace(STEP_TASK, status=StepStatus.FAILED),)}, 3),
    ("nothing", {}, 3),
)


@pytest.mark.parametrize(("what", "change", "crashes"), CHANGES)
def test_a_job_that_gets_on_has_no_crashes_in_a_row(
    what: str, change: Mapping[str, Any], crashes: int
) -> None:
    state, _ = state_of()
    state.apply(state.job, **change)
    assert state.job.crashes == crashes, what


def test_calls_that_are_found_open_are_booked_and_seen() -> None:
    state, units = state_of(replace(JOB, open_calls=OpenCalls(calls=2, most_usd=Decimal("0.5"))))
    assert state.job.usage.aborted_calls == 2
    assert state.job.usage.uncertain_cost_usd == Decimal("0.5")
    assert (state.job.open_calls, state.job.version) == (OpenCalls(), 8)
    assert units == []  # It is written with the first change: until then the next worker finds the same.


def test_a_worker_begins_what_an_earlier_attempt_left_unfinished_anew() -> None:
    failed = JobError(code="refused", message="No.")
    left = replace(ITEM, status=StepStatus.FAILED, error=failed, attempts=3, job_attempt=1)
    state, _ = state_of(JOB, left)
    assert state.tasks[ITEM.task_id] == replace(ITEM, job_attempt=1)
    assert (state.job.due_at, state.job.version) == (None, 7)
