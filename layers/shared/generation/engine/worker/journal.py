"""Journal: a worker's own state of its job, and the checkpoints that write it.

What is recorded together is written together; what falls due within a few milliseconds shares one
write. Every write is conditional on the fencing token, so the first one that is refused tells the
worker that it has lost the job: from then on nothing is written and `error` says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from generation.engine.errors import GenerationError, LeaseLost, Unavailable
from generation.engine.model import transitions
from generation.engine.model.checkpoint import Checkpoint, DocumentWrite, Place
from generation.engine.model.event import Event, LogEntry, LogLevel
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.task import Call, Task
from generation.engine.model.transitions import Change
from generation.engine.ports import Clock, JobStore, Progress

T = TypeVar("T")
Offload = Callable[..., Awaitable[Any]]
"""Runs a blocking port call without blocking the other jobs of the worker."""

GATHER_S = 0.003
"""Checkpoints due within this time share a write: measured to save more than it costs."""

LINGER_S = 0.02
"""And so long after what nobody waits for, because the next one often follows: steps without a model
call run while the documents of the ones before are still being read."""

MOST_ACTIONS = 80
"""Per write; DynamoDB takes 100, and a document may need several for one part."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What must not be torn apart, and the job as it is after it."""

    job: Job
    tasks: tuple[Task, ...] = ()
    calls: tuple[Call, ...] = ()
    events: tuple[Event, ...] = ()
    logs: tuple[LogEntry, ...] = ()
    documents: tuple[DocumentWrite, ...] = ()

    @property
    def actions(self) -> int:
        parts = sum(2 + 2 * len(write.parts) for write in self.documents)
        # All events of a write are one item, and all its log entries.
        feeds = bool(self.events) + bool(self.logs)
        return len(self.tasks) + len(self.calls) + feeds + parts


class Journal:
    """`job`, `tasks` and `calls` are the newest state; `save` returns when it is in the store."""

    def __init__(
        self,
        job: Job,
        progress: Progress,
        *,
        store: JobStore,
        clock: Clock,
        offload: Offload,
        lease: timedelta,
        changed: Callable[[], None],
    ) -> None:
        self.job = job
        self.tasks = {task.task_id: task for task in progress.tasks}
        self.calls = {(call.task_id, call.key): call for call in progress.calls}
        self.error: GenerationError | None = None
        self.checked_at = clock.now()
        self.lease_until = job.lease_until or clock.now()
        self.watched_until: datetime | None = None
        self._store = store
        self._clock = clock
        self._offload = offload
        self._lease = lease
        self._changed = changed
        self._pending: list[Unit] = []
        self._writer: asyncio.Task[None] | None = None
        self._awaited = asyncio.Event()

    def record(
        self,
        change: Change,
        *,
        tasks: tuple[Task, ...] = (),
        calls: tuple[Call, ...] = (),
        documents: tuple[DocumentWrite, ...] = (),
    ) -> None:
        """Take the change over into `job` now, and into the store with the next checkpoint."""
        self.job, events = change
        self.tasks.update((task.task_id, task) for task in tasks)
        self.calls.update(((call.task_id, call.key), call) for call in calls)
        ended = {task.task_id for task in tasks if task.result is not None}
        if ended:
            # The result of a task says all that its calls said: a call's record that is not
            # written yet need never be.
            self._pending = [_without_calls(unit, ended) for unit in self._pending]
        if ended or calls:
            self.job = replace(self.job, breakdowns=0)
        self._pending.append(Unit(self.job, tasks, calls, events, (), documents))
        self._wake()

    def log(self, message: str, level: LogLevel = LogLevel.INFO, **details: Any) -> None:
        self.job, entry = transitions.log(self.job, self._clock.now(), level, message, **details)
        self._pending.append(Unit(self.job, logs=(entry,)))
        self._wake()

    def is_watched(self) -> bool:
        return self.watched_until is not None and self.watched_until > self._clock.now()

    async def save(self) -> None:
        """Return when all that was recorded so far is written. Raises LeaseLost, Unavailable."""
        while self._pending or self._writer is not None:
            if self.error is not None:
                raise self.error
            self._awaited.set()
            self._wake()
            if self._writer is not None:
                await asyncio.shield(self._writer)
        if self.error is not None:
            raise self.error

    async def pulse(self) -> None:
        """Read whether the token is still ours and whether somebody watches."""
        asked_at = self._clock.now()
        pulse = await self.io(self._store.pulse, self.job.job_id)
        if pulse is None or pulse.token != self.job.token:
            raise self.lose(LeaseLost(f"job {self.job.job_id} has another writer"))
        self.checked_at = asked_at
        self.watched_until = pulse.watched_until

    async def renew(self) -> None:
        """Heartbeat, for when no checkpoint has moved the lease for a while."""
        until = self._clock.now() + self._lease
        try:
            await self.io(self._store.renew, self.job.job_id, self.job.token, until)
        except LeaseLost as error:
            raise self.lose(error) from error
        self.lease_until = until

    async def io(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """A port call off the event loop. What is no error of ours becomes Unavailable."""
        try:
            answer: T = await self._offload(ask, *arguments, **named)
        except GenerationError:
            raise
        except Exception as error:
            raise Unavailable(f"{getattr(ask, '__name__', 'port')} did not answer") from error
        return answer

    def lose(self, error: GenerationError) -> GenerationError:
        """Write nothing from now on; the first error is the one that counts."""
        self.error = self.error or error
        self._pending.clear()
        self._changed()
        return error

    def _wake(self) -> None:
        if self._writer is None and self._pending and self.error is None:
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awaited.wait(), LINGER_S)
            await self._clock.sleep(GATHER_S)
            while self._pending:
                taken = _fitting(self._pending)
                checkpoint = self._checkpoint(self._pending[:taken])
                del self._pending[:taken]
                asked_at = self._clock.now()
                await self.io(self._store.commit, checkpoint)
                self.checked_at = asked_at
                self.lease_until = checkpoint.job.lease_until or asked_at
                if self._pending:  # what a call has left is often followed by the end of its task
                    await self._clock.sleep(GATHER_S)
        except GenerationError as error:
            # Unavailable too: whether it was written is not known, so this worker's state is not
            # to be trusted any more. The next one rebuilds it from the store.
            self.lose(error)
        finally:
            self._writer = None
            self._awaited.clear()

    def _checkpoint(self, units: list[Unit]) -> Checkpoint:
        job = units[-1].job
        holds = job.status is JobStatus.RUNNING and job.due_at is None
        job = replace(job, lease_until=self._clock.now() + self._lease if holds else None)
        return Checkpoint(
            job=job,
            tasks=_latest(task for unit in units for task in unit.tasks),
            calls=_latest_calls(call for unit in units for call in unit.calls),
            events=tuple(event for unit in units for event in unit.events),
            logs=tuple(entry for unit in units for entry in unit.logs),
            documents=_merged(write for unit in units for write in unit.documents),
            place=Place.RELEASE if job.is_finished else Place.KEEP,
        )


def _without_calls(unit: Unit, ended: set[str]) -> Unit:
    if not unit.calls:
        return unit
    return replace(unit, calls=tuple(call for call in unit.calls if call.task_id not in ended))


def _fitting(units: list[Unit]) -> int:
    """How many units from the front fit into one write; at least one."""
    actions = 0
    for count, unit in enumerate(units):
        actions += unit.actions
        if count and actions > MOST_ACTIONS:
            return count
    return len(units)


def _latest(tasks: Iterable[Task]) -> tuple[Task, ...]:
    return tuple({task.task_id: task for task in tasks}.values())


def _latest_calls(calls: Iterable[Call]) -> tuple[Call, ...]:
    return tuple({(call.task_id, call.key): call for call in calls}.values())


def _merged(writes: Iterable[DocumentWrite]) -> tuple[DocumentWrite, ...]:
    merged: dict[tuple[str, str], DocumentWrite] = {}
    for write in writes:
        key = (write.kind, write.document_id)
        earlier = merged.get(key)
        if earlier is not None:
            parts: Mapping[str, Any] = {**earlier.parts, **write.parts}
            write = replace(write, head=write.head or earlier.head, parts=parts)
        merged[key] = write
    return tuple(merged.values())
