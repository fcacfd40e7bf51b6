"""Transitions of a job, as pure functions: the job afterwards and the events that tell of it.

The terminal ones (complete, fail, cancel) let the lease go; nothing follows them but `reopen`. None sets
the version: who writes the job afterwards does (see `version`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from generation.engine.model.event import Event, EventType, LogEntry, LogLevel
from generation.engine.model.job import (
    Earlier,
    Job,
    JobError,
    JobStatus,
    OpenCalls,
    Reservation,
    StepState,
    StepStatus,
    Usage,
)
from generation.engine.model.task import Task
from generation.engine.policy import ERROR_CHARS, JOB_RETENTION, LONGEST_WAIT, MESSAGE_CHARS

Change = tuple[Job, tuple[Event, ...]]


def emit(job: Job, now: datetime, kind: EventType, **fields: Any) -> Change:
    event = Event(event_id=job.last_event_id + 1, type=kind, timestamp=now, fields=fields)
    return replace(job, last_event_id=event.event_id), (event,)


def log(job: Job, now: datetime, level: LogLevel, message: str, **details: Any) -> tuple[Job, LogEntry]:
    """A line in the job's log, for people; not a change that a reader of the job sees."""
    entry = LogEntry(
        log_id=job.last_log_id + 1,
        timestamp=now,
        level=level,
        message=message[:MESSAGE_CHARS],
        details=details,
    )
    return replace(job, last_log_id=entry.log_id), entry


def also(change: Change, following: Change) -> Change:
    """`following` was made from the job of `change`."""
    return following[0], change[1] + following[1]


def take_over(job: Job) -> Job:
    """As who takes the job over begins with it. Calls found open are nobody's any more: whether they
    were answered is not known, so they are booked at the most that they can have cost."""
    job = replace(job, pause_reason=None)
    return end_call(job, job.open_calls, job.open_calls.aborted()) if job.open_calls.calls else job


def begin_call(job: Job, call: OpenCalls) -> Job:
    """To be written before the call is made. Reservations that came with the job are its worker's from
    now on: one that died could have used them."""
    return replace(job, open_calls=job.open_calls + call, waits_until=None, reservations=())


def end_call(job: Job, call: OpenCalls, usage: Usage, took_ms: int = 0) -> Job:
    """To be written together with what the call has left. `took_ms` is of an answered one."""
    return replace(
        job,
        open_calls=job.open_calls - call,
        usage=job.usage + usage,
        longest_call_ms=max(job.longest_call_ms, took_ms),
    )


def hand_over(
    job: Job,
    now: datetime,
    *,
    due_at: datetime,
    is_limited: bool = False,
    reservations: tuple[Reservation, ...] = (),
) -> Job:
    """To the next worker, not before `due_at`. `is_limited`: the model's limit is what it waits for, and
    that does not count in its deadline."""
    deadline_at = job.deadline_at
    if is_limited and deadline_at is not None:
        deadline_at += due_at - now
    return replace(
        job,
        due_at=due_at,
        queued_at=now,
        sweeps=0,
        crashes=0,
        waits_until=due_at if is_limited else None,
        reservations=reservations,
        deadline_at=deadline_at,
    )


def create(job: Job, now: datetime) -> Change:
    return emit(
        job,
        now,
        EventType.JOB_CREATED,
        pipeline=job.pipeline,
        estimated_duration_ms=job.estimated_duration_ms,
    )


def enter_order(job: Job, tag: int, *, is_ranked: bool) -> Job:
    """A new or reopened job waits for its turn."""
    return replace(job, tag=tag, is_ranked=is_ranked)


def start_step(job: Job, name: str, now: datetime) -> Change:
    step = job.step(name)
    index = job.steps.index(step)
    job = replace(
        job.with_step(replace(step, status=StepStatus.RUNNING, started_at=step.started_at or now)),
        status=JobStatus.RUNNING,
        started_at=job.started_at or now,
        current_step=job.current_step if _is_running(job, job.current_step) else name,
        message=step.label,
    )
    return emit(
        job,
        now,
        EventType.STEP_STARTED,
        step=name,
        step_index=index,
        total_steps=len(job.steps),
        message=step.label,
    )


def _is_running(job: Job, name: str | None) -> bool:
    return name is not None and job.step(name).status is StepStatus.RUNNING


def complete_step(job: Job, name: str, now: datetime, message: str) -> Change:
    step = replace(job.step(name), status=StepStatus.COMPLETED, completed_at=now)
    running = next((s.name for s in job.steps if s.status is StepStatus.RUNNING and s.name != name), None)
    message = (message or f"{step.label}: done")[:MESSAGE_CHARS]
    job = replace(job.with_step(step), current_step=running or name, current_item=None, message=message)
    return emit(job, now, EventType.STEP_COMPLETED, step=name, duration_ms=step.duration_ms, message=message)


def start_item(job: Job, task: Task, total: int, message: str, now: datetime) -> Change:
    job = replace(job, current_item=task.label, message=message[:MESSAGE_CHARS])
    return emit(
        job,
        now,
        EventType.ITEM_STARTED,
        step=task.step,
        item_id=task.item_id,
        label=task.label,
        index=task.index,
        total=total,
    )


def preview_item(job: Job, task: Task, progress: int, preview: str, now: datetime) -> Change:
    return emit(
        job,
        now,
        EventType.ITEM_PROGRESS,
        step=task.step,
        item_id=task.item_id,
        label=task.label,
        progress=progress,
        preview=preview,
    )


def complete_item(job: Job, task: Task, generated: int, progress: int, now: datetime) -> Change:
    """`progress` is that of the job, with this item done."""
    step = job.step(task.step)
    done = (step.items_completed or 0) + 1
    job = job.with_step(replace(step, items_completed=done))
    change = emit(
        job,
        now,
        EventType.ITEM_COMPLETED,
        step=task.step,
        item_id=task.item_id,
        label=task.label,
        generated=generated,
        duration_ms=task.duration_ms,
    )
    message = f"{step.label}: {done} of {step.items_total} done"
    return also(change, advance(change[0], task.step, progress, message, now))


def advance(job: Job, step: str, progress: int, message: str, now: datetime) -> Change:
    job = replace(job, progress=max(job.progress, min(progress, 99)), message=message[:MESSAGE_CHARS])
    return emit(job, now, EventType.STEP_PROGRESS, step=step, progress=job.progress, message=job.message)


def complete(job: Job, now: datetime) -> Change:
    job = _end(job, JobStatus.COMPLETED, now)
    job = replace(job, progress=100, current_item=None, error=None)
    started = job.started_at or job.created_at
    total = round((now - started).total_seconds() * 1000)
    return emit(job, now, EventType.JOB_COMPLETED, result=job.result, total_duration_ms=total)


def fail(job: Job, error: JobError, now: datetime) -> Change:
    error = replace(error, message=error.message[:ERROR_CHARS])
    job = replace(_end(job, JobStatus.FAILED, now), error=error, message=error.message[:MESSAGE_CHARS])
    job = replace(job, steps=tuple(_stopped(step, error.step, StepStatus.FAILED) for step in job.steps))
    told = {
        "code": error.code,
        "message": error.message,
        "step": error.step,
        "item_id": error.item_id,
        "retryable": error.retryable,
    }
    return emit(job, now, EventType.JOB_FAILED, error=told, failed_step=error.step)


def cancel(job: Job, reason: str | None, now: datetime) -> Change:
    job = _end(job, JobStatus.CANCELLED, now)
    job = replace(job, message="Cancelled", current_item=None)
    job = replace(job, steps=tuple(_stopped(step, None, StepStatus.CANCELLED) for step in job.steps))
    cancelled_at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return emit(job, now, EventType.JOB_CANCELLED, reason=reason, cancelled_at=cancelled_at)


def _end(job: Job, status: JobStatus, now: datetime) -> Job:
    return replace(
        job,
        status=status,
        completed_at=now,
        expires_at=now + JOB_RETENTION,
        eta_at=None,
        due_at=None,
        lease_until=None,
        waits_until=None,
        reservations=(),
        tag=None,
        is_ranked=False,
    )


def _stopped(step: StepState, failed: str | None, status: StepStatus) -> StepState:
    """A job that has ended has no running step; what it never began was skipped."""
    if step.name == failed or step.status is StepStatus.RUNNING:
        return replace(step, status=status)
    return replace(step, status=StepStatus.SKIPPED) if step.status is StepStatus.PENDING else step


def wait(job: Job, step: str, message: str, now: datetime) -> Job:
    """Until a person lets the job proceed to `step`; no event of the feed tells of it. From here on its
    deadline is that of the wait."""
    # Its parts go after twice JOB_RETENTION: the day before that is the last on which a retry finds them.
    last_day = job.created_at + 2 * JOB_RETENTION - timedelta(days=1)
    return replace(
        job,
        status=JobStatus.WAITING,
        current_step=step,
        current_item=None,
        message=message[:MESSAGE_CHARS],
        eta_at=None,
        waits_until=None,
        reservations=(),
        deadline_at=min(now + LONGEST_WAIT, last_day),
        deadline_from=now,
    )


def reopen(job: Job, now: datetime, queue_deadline: timedelta) -> Job:
    """Retry: the same job, its next attempt. It waits for its turn as a new one does, and opens with the
    `step_started` of its worker."""
    steps = tuple(
        step
        if step.status is StepStatus.COMPLETED
        else replace(step, status=StepStatus.PENDING, started_at=None)
        for step in job.steps
    )
    return replace(
        job,
        status=JobStatus.PENDING,
        attempt=job.attempt + 1,
        earlier=Earlier(usage=job.usage, steps=_completed(job), until=now),
        steps=steps,
        message="Queued again",
        error=None,
        completed_at=None,
        expires_at=None,
        deadline_at=now + queue_deadline,
        deadline_from=now,
        begun_at=None,
        queued_at=now,
        sweeps=0,
        crashes=0,
        lease_until=None,
        due_at=None,
    )


def _completed(job: Job) -> int:
    return sum(1 << n for n, step in enumerate(job.steps) if step.status is StepStatus.COMPLETED)


def proceed(job: Job, now: datetime, deadline: timedelta) -> Job:
    """A job that waited for a person goes on; the time it waited does not count. It was begun
    before, so it waits for no turn."""
    return replace(
        job,
        status=JobStatus.PENDING,
        passed=(*job.passed, job.current_step or ""),
        message="Queued again",
        deadline_at=now + deadline,
        deadline_from=now,
        queued_at=now,
        sweeps=0,
        crashes=0,
        lease_until=None,
    )
