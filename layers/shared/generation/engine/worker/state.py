"""State: what one worker knows of its job. The only place that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from generation.engine.model import transitions
from generation.engine.model.checkpoint import DocumentWrite
from generation.engine.model.event import Event, LogEntry, LogLevel
from generation.engine.model.job import Job, StepStatus
from generation.engine.model.task import Call, Task
from generation.engine.model.version import versioned
from generation.engine.ports import Clock, Progress
from generation.engine.worker import plan
from generation.engine.worker.journal import Journal, Unit


class WorkerState:
    """Job, tasks and calls as they are now. `apply` changes them and has the journal write the change."""

    def __init__(self, stored: Job, progress: Progress, journal: Journal, clock: Clock) -> None:
        """`stored` is the job as the store gave it with its lease."""
        job = replace(transitions.take_over(stored), due_at=None)
        self._job = versioned(stored, job)
        self._tasks = {task.task_id: plan.begun_by(stored, task) for task in progress.tasks}
        self._calls = {(call.task_id, call.key): call for call in progress.calls}
        self._journal = journal
        self._clock = clock

    @property
    def job(self) -> Job:
        return self._job

    @property
    def tasks(self) -> Mapping[str, Task]:
        return MappingProxyType(self._tasks)

    @property
    def calls(self) -> Mapping[tuple[str, str], Call]:
        return MappingProxyType(self._calls)

    def apply(
        self,
        job: Job,
        events: tuple[Event, ...] = (),
        *,
        tasks: tuple[Task, ...] = (),
        calls: tuple[Call, ...] = (),
        logs: tuple[LogEntry, ...] = (),
        documents: tuple[DocumentWrite, ...] = (),
    ) -> None:
        """The change holds at once, and is in the store with the next checkpoint: all of it or nothing."""
        rows = tuple(task for task in tasks if _has_row(task) and task != self._tasks.get(task.task_id))
        self._tasks.update((task.task_id, task) for task in tasks)
        self._calls.update(((call.task_id, call.key), call) for call in calls)
        if calls or any(task.result is not None for task in rows):
            job = replace(job, crashes=0)
        before, self._job = self._job, versioned(self._job, job, writes_tasks=bool(rows))
        if self._job != before or rows or calls or events or logs or documents:
            self._journal.add(Unit(self._job, rows, calls, events, logs, documents))

    def log(self, message: str, level: LogLevel = LogLevel.INFO, **details: Any) -> None:
        """A line for people in the job's log."""
        job, entry = transitions.log(self._job, self._clock.now(), level, message, **details)
        self.apply(job, logs=(entry,))


def _has_row(task: Task) -> bool:
    """Whether the task is in the store. One without an item is not before it has ended: no reader sees
    it, and a next worker runs it anew."""
    return task.item_id is not None or task.status in (StepStatus.COMPLETED, StepStatus.FAILED)
