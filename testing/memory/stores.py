"""Stores and queue in memory, for tests and simulations: the contract of table and queue, without them.

They pass the same suite as the adapters of DynamoDB and SQS (tests/contract). What goes in and comes
out takes the way through JSON, so that nobody shares a dict with the store or stores what a table
could not hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from generation.engine.errors import DocumentChanged
from generation.engine.model.audit import Act, AuditEntry
from generation.engine.model.checkpoint import (
    UNLIMITED,
    Document,
    DocumentChange,
    Edit,
    IdempotencyRecord,
    Link,
    Quota,
    new_document,
)
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope
from generation.engine.model.job import JobStatus
from generation.engine.policy import MOST_PAUSES
from generation.engine.ports import (
    EVERYTHING,
    Clearance,
    Deleted,
    DocumentFilter,
    Page,
)
from generation.stores import refusals
from generation.stores.codec import pack, whole_ms
from generation.stores.cursors import cursor_after, last_number, last_seen, name_of_documents
from generation.system import SystemClock
from testing.memory.jobs import MemoryJobStore
from testing.memory.queue import MemoryQueue
from testing.memory.trash import MemoryTrash
from testing.memory.world import MemoryWorld, job_of, pack_delivery, pulse_of, stored

__all__ = [
    "MemoryAudit",
    "MemoryControl",
    "MemoryDocuments",
    "MemoryJobStore",
    "MemoryQueue",
    "MemoryTrash",
    "MemoryWorld",
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

    def delete(
        self,
        kind: str,
        owner: str,
        document_id: str,
        *,
        until: datetime,
        quota: Quota = UNLIMITED,
        subjects: Sequence[str] = (),
        job_id: str | None = None,
    ) -> bool:
        place = (kind, owner, document_id)
        with self.world.lock:
            head = self._document(*place)
            if head is None:
                return False
            for subject in subjects:
                if running := self.world.claims.get(owner, {}).get(subject):
                    raise refusals.in_use(kind, running)
            record = self.world.jobs.get(job_id or "")
            if job_id and record and not job_of(record).is_finished:
                raise refusals.in_use(kind, job_id)
            self.world.take_room([head], -1)
            until = whole_ms(until)
            if head.size is not None and not self.world.has_deleted_room(head, quota):
                until = whole_ms(self._now())
            elif head.size is not None:
                self.world.put_aside.add(place)
                self.world.take_deleted_room([head])
            self.world.deleted[place] = Deleted(kind=kind, owner=owner, id=document_id, until=until)
            return True

    def change(self, change: DocumentChange) -> None:
        expect = change.expect
        writes = [stored(write) for write in (change.write, *change.beside)]
        with self.world.lock:
            if self._document(expect.kind, expect.owner, expect.document_id) != expect:
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

    def restore(self, kind: str, owner: str, document_id: str, quota: Quota = UNLIMITED) -> Document | None:
        place = (kind, owner, document_id)
        with self.world.lock:
            head, deleted = self.world.head(*place), self.world.deleted.get(place)
            if head is None or deleted is None or deleted.until <= self._now():
                return None
            self.world.check_room([head], quota)
            self.world.take_room([head])
            self.world.take_deleted_room([head], -1)
            self.world.put_aside.discard(place)
            del self.world.deleted[place]
            return head

    def deleted(self, kind: str, owner: str, document_id: str) -> Document | None:
        with self.world.lock:
            place = (kind, owner, document_id)
            return self.world.head(*place) if place in self.world.deleted else None

    def put(self, document: Document) -> None:
        write = stored(new_document(document))
        with self.world.lock:
            self.world.write(write)

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        with self.world.lock:
            head = self._document(kind, owner, document_id)
            return replace(head, parts=self.world.parts_of(head)) if head and parts else head

    def with_parts(self, head: Document) -> Document:
        with self.world.lock:
            return replace(head, parts=self.world.parts_of(head))

    def list(
        self,
        kind: str,
        owner: str,
        *,
        limit: int,
        cursor: str | None,
        which: DocumentFilter = EVERYTHING,
    ) -> Page[Document]:
        name = name_of_documents(kind, owner, which)
        before = last_seen(cursor, *name) if cursor else None
        with self.world.lock:
            there = self.world.heads.get((kind, owner), {})
            ids = [one for one in sorted(there, reverse=True) if (kind, owner, one) not in self.world.deleted]
            ids = [document_id for document_id in ids if before is None or document_id < before]
            found = [self._document(kind, owner, document_id) for document_id in ids]
        heads = [head for head in found if head and which.shows(head)]
        more = len(heads) > limit
        return Page(heads[:limit], cursor_after(heads[limit - 1].document_id, *name) if more else None)

    def put_link(self, link: Link) -> None:
        self.world.links[link.slug] = link

    def linked(self, slug: str) -> Link | None:
        return self.world.links.get(slug)

    def edit(self, edit: Edit) -> Document | None:
        place = (edit.kind, edit.owner, edit.document_id)
        with self.world.lock:
            head = self._document(*place)
            if head is None or edit.expect not in (None, head.status):
                return None
            edits = edit.over(json.loads(self.world.edits.get(place, "{}")), head.summary)
            self.world.edits[place] = pack(edits)
            self.world.deliveries |= {one.key: pack_delivery(one) for one in edit.deliveries}
            if edit.status:
                kept = json.loads(self.world.heads[edit.kind, edit.owner][edit.document_id])
                self.world.heads[edit.kind, edit.owner][edit.document_id] = pack(
                    {**kept, "status": edit.status}
                )
            return self._document(*place)

    def _document(self, kind: str, owner: str, document_id: str) -> Document | None:
        head = self.world.document(kind, owner, document_id)
        return None if head and head.expires_at and head.expires_at <= self._now() else head


class MemoryControl:
    """Control over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def pauses(self) -> Pauses:
        return self.world.pauses

    def clearance(self, job_ids: Sequence[str]) -> Clearance:
        with self.world.lock:
            records = {one: record for one in job_ids if (record := self.world.jobs.get(one))}
            pulses = {one: pulse_of(record) for one, record in records.items()}
            return Clearance(self.world.pauses, pulses)

    def pause(self, pause: Pause, act: Act | None = None) -> Pauses:
        with self.world.lock:
            before, after = self.world.pauses, self.world.pauses.with_pause(pause)
            if len(after.pauses) > max(MOST_PAUSES, len(before.pauses)):
                raise refusals.too_many_pauses()
            if after != before:
                self.world.tell(act)
            self.world.pauses = after
            return after

    def resume(self, scope: Scope, value: str, now: datetime, act: Act | None = None) -> Pauses:
        with self.world.lock:
            before, after = self.world.pauses, self.world.pauses.without(scope, value)
            if after != before:
                self.world.tell(act)
            over = [pause for pause in before.pauses if pause not in after.pauses]
            self.world.past_pauses = self.world.past_pauses.with_over(over, now)
            self.world.pauses = after
            return after

    def past(self) -> PastPauses:
        return self.world.past_pauses


class MemoryAudit:
    """Audit over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def append(self, act: Act) -> AuditEntry:
        with self.world.lock:
            self.world.tell(act)
            return self.world.audit[-1]

    def entries(self, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
        before = last_number(cursor, "audit") if cursor else None
        with self.world.lock:
            found = [one for one in reversed(self.world.audit) if before is None or one.number < before]
        more = len(found) > limit
        return Page(found[:limit], cursor_after(str(found[limit - 1].number), "audit") if more else None)
