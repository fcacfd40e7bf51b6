"""Stores and queue in memory, for tests and simulations: the contract of table and queue, without them.

They pass the same suite as the adapters of DynamoDB and SQS (tests/contract). What goes in and comes
out takes the way through JSON, so that nobody shares a dict with the store or stores what a table
could not hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from generation.engine.errors import DocumentChanged
from generation.engine.model.checkpoint import (
    UNLIMITED,
    Document,
    DocumentChange,
    Edit,
    IdempotencyRecord,
    Quota,
    new_document,
)
from generation.engine.model.control import MOST_PAUSES, PastPauses, Pause, Pauses, Scope
from generation.engine.model.job import JobStatus
from generation.engine.ports import Page
from generation.stores import refusals
from generation.stores.codec import pack
from generation.stores.cursors import cursor_after, last_seen
from generation.system import SystemClock
from testing.memory.jobs import MemoryJobStore
from testing.memory.world import MemoryWorld, job_of, stored

__all__ = [
    "MemoryControl",
    "MemoryDocuments",
    "MemoryJobStore",
    "MemoryQueue",
    "MemoryWorld",
    "Message",
]


class MemoryDocuments:
    """Documents over a `MemoryWorld`; give it that of the job store to see what jobs write."""

    def __init__(
        self, world: MemoryWorld | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        self.world = world or MemoryWorld()
        self._now = now or SystemClock().now

    def create(
        self, document: Document, idempotency: IdempotencyRecord | None = None, quota: Quota = UNLIMITED
    ) -> None:
        write = stored(new_document(document))
        with self.world.lock:
            self.world.check_idempotency(idempotency, self._now())
            self.world.check_new([document])
            self.world.check_room([document], quota)
            self.world.keep_idempotency(idempotency)
            self.world.take_room([document])
            self.world.write(write)

    def delete(self, kind: str, owner: str, document_id: str, *, subject: str) -> bool:
        with self.world.lock:
            head = self.world.document(kind, owner, document_id)
            if head is None:
                return False
            if running := self.world.claims.get(owner, {}).get(subject):
                raise refusals.in_use(kind, running)
            del self.world.heads[kind, owner][document_id]
            self.world.parts.pop((kind, owner, document_id), None)
            self.world.take_room([head], -1)
            return True

    def change(self, change: DocumentChange) -> None:
        expect = change.expect
        writes = [stored(write) for write in (change.write, *change.beside)]
        with self.world.lock:
            if self.world.document(expect.kind, expect.owner, expect.document_id) != expect:
                raise DocumentChanged
            record = self.world.jobs.get(change.maker or "")
            if record and job_of(record).status in (JobStatus.PENDING, JobStatus.RUNNING):
                raise refusals.in_use(expect.kind, change.maker or "")
            claims = self.world.claims.get(expect.owner, {})
            for subject in change.subjects:
                if running := claims.get(subject):
                    raise refusals.in_use(expect.kind, running)
            for write in writes:
                self.world.write(write)
            for kind, document_id, part in change.dropped:
                self.world.parts.get((kind, expect.owner, document_id), {}).pop(part, None)

    def put(self, document: Document) -> None:
        write = stored(new_document(document))
        with self.world.lock:
            self.world.write(write)

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        with self.world.lock:
            head = self.world.document(kind, owner, document_id)
            return replace(head, parts=self.world.parts_of(head)) if head and parts else head

    def list(self, kind: str, owner: str, *, limit: int, cursor: str | None) -> Page[Document]:
        name = ("documents", kind, owner)
        before = last_seen(cursor, *name) if cursor else None
        with self.world.lock:
            ids = sorted(self.world.heads.get((kind, owner), {}), reverse=True)
            ids = [document_id for document_id in ids if before is None or document_id < before]
            heads = [self.world.document(kind, owner, document_id) for document_id in ids[:limit]]
        more = len(ids) > limit
        return Page([head for head in heads if head], cursor_after(ids[limit - 1], *name) if more else None)

    def edit(self, edit: Edit) -> Document | None:
        place = (edit.kind, edit.owner, edit.document_id)
        with self.world.lock:
            head = self.world.document(*place)
            if head is None or edit.expect not in (None, head.status):
                return None
            edits = edit.over(json.loads(self.world.edits.get(place, "{}")), head.summary)
            self.world.edits[place] = pack(edits)
            if edit.status:
                kept = json.loads(self.world.heads[edit.kind, edit.owner][edit.document_id])
                self.world.heads[edit.kind, edit.owner][edit.document_id] = pack(
                    {**kept, "status": edit.status}
                )
            return self.world.document(*place)


class MemoryControl:
    """Control over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def pauses(self) -> Pauses:
        return self.world.pauses

    def pause(self, pause: Pause) -> Pauses:
        with self.world.lock:
            before, after = self.world.pauses, self.world.pauses.with_pause(pause)
            if len(after.pauses) > max(MOST_PAUSES, len(before.pauses)):
                raise refusals.too_many_pauses()
            self.world.pauses = after
            return after

    def resume(self, scope: Scope, value: str, now: datetime) -> Pauses:
        with self.world.lock:
            before, after = self.world.pauses, self.world.pauses.without(scope, value)
            over = [pause for pause in before.pauses if pause not in after.pauses]
            self.world.past_pauses = self.world.past_pauses.with_over(over, now)
            self.world.pauses = after
            return after

    def past(self) -> PastPauses:
        return self.world.past_pauses


@dataclass(frozen=True, slots=True)
class Message:
    """A queued message; not to be received before `due_at`."""

    job_id: str
    due_at: datetime


class MemoryQueue:
    """JobQueue whose messages lie open: `messages` may be reordered, doubled or lost by a test."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self.messages: list[Message] = []
        self._now = now or SystemClock().now
        self._lock = Lock()

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        due_at = self._now() + timedelta(seconds=min(max(delay_s, 0), 900))
        with self._lock:
            self.messages.append(Message(job_id, due_at))

    def backlog(self) -> int:
        moment = self._now()
        with self._lock:
            return sum(message.due_at <= moment for message in self.messages)

    def queued(self) -> int:
        with self._lock:
            return len(self.messages)

    def receive(self, now: datetime | None = None) -> str | None:
        """Take the message that is due longest off the queue: its job id, None where none is due."""
        moment = now or self._now()
        with self._lock:
            due = [message for message in self.messages if message.due_at <= moment]
            if not due:
                return None
            first = min(due, key=lambda message: message.due_at)
            self.messages.remove(first)
            return first.job_id

    def next_due(self) -> datetime | None:
        """When the next message can be received; None where there is none."""
        with self._lock:
            return min((message.due_at for message in self.messages), default=None)
