"""Journal: the checkpoints that write what a worker changes of its job.

What is recorded together is written together; what falls due within a few milliseconds shares one
write. Every write is conditional on the fencing token, so the first one that is refused tells the
worker that it has lost the job: from then on nothing is written and `error` says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from generation.engine.errors import GenerationError, LeaseLost, LedgerFull, Unavailable
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, DocumentWrite
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.task import Call, Task
from generation.engine.ports import Clearance, Pulse
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.funds import Funds

T = TypeVar("T")


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
    """Writes units in the order in which they were added; `save` returns when all are in the store."""

    def __init__(self, context: WorkerContext, held: Job) -> None:
        """`held` is the job as it was when its lease was taken."""
        now = context.clock.now()
        self.error: GenerationError | None = None
        self.checked_at = now
        self.lease_until = held.lease_until or now
        self.watched_until: datetime | None = None
        self._context = context
        self.funds = _funds(context, held)
        self._job_id = held.job_id
        self._token = held.token
        self._pending: list[Unit] = []
        self._writer: asyncio.Task[None] | None = None
        self._awaited = asyncio.Event()

    def add(self, unit: Unit) -> None:
        ended = {task.task_id for task in unit.tasks if task.result is not None}
        if ended:
            # The result of a task says all that its calls said: a call's record that is not
            # written yet need never be.
            self._pending = [_without_calls(earlier, ended) for earlier in self._pending]
        self._pending.append(unit)
        self._wake()

    def is_watched(self) -> bool:
        return self.watched_until is not None and self.watched_until > self._context.clock.now()

    def flush(self) -> None:
        """Write what is pending without lingering."""
        if self._pending:
            self._awaited.set()

    async def save(self) -> None:
        """Return when all that was added so far is written. Raises LeaseLost, Unavailable."""
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
        asked_at = self._context.clock.now()
        self._felt(await self.io(self._context.store.pulse, self._job_id), asked_at)

    async def cleared(self, read: Callable[[], Awaitable[Clearance]]) -> Clearance:
        """The same by a read for many jobs, with what is paused."""
        asked_at = self._context.clock.now()
        clearance = await read()
        self._felt(clearance.pulses.get(self._job_id), asked_at)
        return clearance

    def _felt(self, pulse: Pulse | None, asked_at: datetime) -> None:
        if pulse is None or pulse.token != self._token:
            raise self.lose(LeaseLost(f"job {self._job_id} has another writer"))
        self.checked_at = asked_at
        self.watched_until = pulse.watched_until

    async def renew(self) -> None:
        """Heartbeat, for when no checkpoint has moved the lease for a while."""
        until = self._context.clock.now() + self._context.limits.lease
        try:
            await self.io(self._context.store.renew, self._job_id, self._token, until)
        except LeaseLost as error:
            raise self.lose(error) from error
        self.lease_until = until

    async def io(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """A port call off the event loop. What is no error of ours becomes Unavailable."""
        with answered(getattr(ask, "__name__", "port")):
            answer: T = await self._context.offload(ask, *arguments, **named)
        return answer

    def lose(self, error: GenerationError) -> GenerationError:
        """Write nothing from now on; the first error is the one that counts."""
        self.error = self.error or error
        self._pending.clear()
        self._context.changed.set()
        return error

    def _wake(self) -> None:
        if self._writer is None and self._pending and self.error is None:
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        policy = self._context.limits.policy.journal
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awaited.wait(), policy.linger_s)
            await self._context.clock.sleep(policy.gather_s)
            while self._pending:
                taken = _fitting(self._pending, policy.most_actions)
                units = self._pending[:taken]
                checkpoint = self._checkpoint(units)
                del self._pending[:taken]
                asked_at = self._context.clock.now()
                try:
                    await self.io(self._context.store.commit, checkpoint)
                except LedgerFull as full:
                    self.funds.refused(full)
                    self._pending[:0] = units
                    continue
                self.funds.written(checkpoint.job)
                self.checked_at = asked_at
                self.lease_until = checkpoint.job.lease_until or asked_at
                if self._pending:  # what a call has left is often followed by the end of its task
                    await self._context.clock.sleep(policy.gather_s)
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
        job, entries = self.funds.stamped(job)
        job = replace(
            job, lease_until=self._context.clock.now() + self._context.limits.lease if holds else None
        )
        return Checkpoint(
            job=job,
            ledger=entries,
            tasks=_latest(task for unit in units for task in unit.tasks),
            calls=_latest_calls(call for unit in units for call in unit.calls),
            events=tuple(event for unit in units for event in unit.events),
            logs=tuple(entry for unit in units for entry in unit.logs),
            documents=_merged(write for unit in units for write in unit.documents),
            slot=ActiveSlot.RELEASE if job.is_finished else ActiveSlot.KEEP,
        )


@contextmanager
def answered(name: str) -> Iterator[None]:
    """Around a port call: what is no error of ours becomes Unavailable."""
    try:
        yield
    except GenerationError:
        raise
    except Exception as error:
        raise Unavailable(f"{name} did not answer") from error


def _funds(context: WorkerContext, held: Job) -> Funds:
    limits = context.limits
    ceilings = limits.spend.of(held.plan) if limits.spend.is_on else None
    at_once, policy = limits.items_at_once, limits.policy.funds
    return Funds(context.clock, context.ids, ceilings, at_once, held.funding, policy)


def _without_calls(unit: Unit, ended: set[str]) -> Unit:
    if not unit.calls:
        return unit
    return replace(unit, calls=tuple(call for call in unit.calls if call.task_id not in ended))


def _fitting(units: list[Unit], most_actions: int) -> int:
    """How many units from the front fit into one write; at least one."""
    actions = 0
    for count, unit in enumerate(units):
        actions += unit.actions
        if count and actions > most_actions:
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
