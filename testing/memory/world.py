"""World: what the stores in memory share, as those on AWS share a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import RLock
from typing import Any

from generation.engine.errors import KeyUsed, LedgerFull
from generation.engine.figures.figures import Population
from generation.engine.flow.fair import Front
from generation.engine.flow.order import Waiting, waiting_of
from generation.engine.model.audit import Act, AuditEntry, following
from generation.engine.model.checkpoint import Document, DocumentWrite, IdempotencyRecord, Link, Quota
from generation.engine.model.control import PastPauses, Pauses
from generation.engine.model.delivery import Delivery, DeliveryKey
from generation.engine.model.job import Job
from generation.engine.model.ledger import Account, Ceiling, LedgerEntry
from generation.engine.ports import Deleted, Pulse, SweepMark
from generation.engine.ports.figures import FoldState
from generation.stores import codec, refusals
from generation.stores.codec import pack, whole_ms
from generation.stores.dynamodb.deliveries import DELIVERY, TRY


@dataclass(slots=True)
class JobRecord:
    """Everything kept under one job; the values are JSON texts."""

    job: str
    input: str
    tasks: dict[str, str] = field(default_factory=dict)
    calls: dict[tuple[str, str], str] = field(default_factory=dict)
    events: dict[int, str] = field(default_factory=dict)
    logs: dict[int, str] = field(default_factory=dict)
    watched_until: datetime | None = None


def pulse_of(record: JobRecord) -> Pulse:
    return Pulse(job_of(record).token, record.watched_until)


def job_of(record: JobRecord) -> Job:
    return codec.JOB.load(json.loads(record.job))


def pack_delivery(delivery: Delivery) -> str:
    tries = [TRY.dump(one) for one in delivery.tries]
    due_at, sweep_at = whole_ms(delivery.due_at), whole_ms(delivery.sweep_at)
    return pack([DELIVERY.dump(replace(delivery, tries=(), due_at=due_at, sweep_at=sweep_at)), tries])


def delivery_of(stored: str) -> Delivery:
    state, tries = json.loads(stored)
    return replace(DELIVERY.load(state), tries=tuple(map(TRY.load, tries)))


@dataclass(frozen=True, slots=True)
class StoredWrite:
    """A document as it will be kept; made before anything is touched: JSON may refuse a value."""

    kind: str
    owner: str
    document_id: str
    head: str | None
    parts: dict[str, str]
    keeps_status: bool = False


def stored(write: DocumentWrite) -> StoredWrite:
    head = pack(codec.HEAD.dump(write.head)) if write.head else None
    parts = {key: pack(part) for key, part in write.parts.items()}
    return StoredWrite(write.kind, write.owner, write.document_id, head, parts, write.keeps_status)


def _counted(documents: Iterable[Document]) -> dict[tuple[str, str], tuple[int, int]]:
    """How many of them count, and their bytes, by kind and owner."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for document in documents:
        if document.size is not None:
            count, size = found.get((document.kind, document.owner), (0, 0))
            found[document.kind, document.owner] = (count + 1, size + document.size)
    return found


def _add(room: dict[tuple[str, str], tuple[int, int]], documents: Iterable[Document], sign: int) -> None:
    for place, (count, size) in _counted(documents).items():
        stored, stored_size = room.get(place, (0, 0))
        room[place] = (stored + sign * count, stored_size + sign * size)


class MemoryWorld:
    """Whoever reads or writes more than one thing holds `lock`."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.jobs: dict[str, JobRecord] = {}
        self.claims: dict[str, dict[str, str]] = {}  # owner -> subject -> job_id
        self.heads: dict[tuple[str, str], dict[str, str]] = {}  # (kind, owner) -> document_id -> head
        self.deleted: dict[tuple[str, str, str], Deleted] = {}  # kind, owner, id
        self.deleted_room: dict[tuple[str, str], tuple[int, int]] = {}
        self.put_aside: set[tuple[str, str, str]] = set()
        self.erased: dict[str, datetime] = {}  # owner -> when
        self.links: dict[str, Link] = {}
        self.edits: dict[tuple[str, str, str], str] = {}
        self.parts: dict[tuple[str, str, str], dict[str, str]] = {}
        self.sweep_mark: SweepMark | None = None
        self.last_tags: dict[str, int] = {}  # owner -> tag
        self.uses_priorities: dict[str, bool] = {}  # owner -> True
        self.front: Front | None = None
        self.waiting: dict[str, Waiting] = {}  # job_id -> where it stands in the order
        self.room: dict[tuple[str, str], tuple[int, int]] = {}  # (kind, owner) -> documents, bytes
        self.accounts: dict[tuple[Ceiling, str, str], Account] = {}  # ceiling, owner, day or month
        self.pauses = Pauses()
        self.past_pauses = PastPauses()
        self.audit: list[AuditEntry] = []
        self.webhooks: dict[str, str] = {}  # owner -> JSON
        self.deliveries: dict[DeliveryKey, str] = {}
        self.reusable: dict[tuple[str, str], tuple[str, datetime]] = {}  # owner, key: JSON, until
        self.ends: dict[str, str] = {}  # position: JSON
        self.figures: dict[tuple[Population, date], str] = {}
        self.fold_state = FoldState()
        self._idempotency: dict[tuple[str, str], str] = {}

    def tell(self, act: Act | None) -> None:
        if act is not None:
            self.audit.append(following(self.audit[-1] if self.audit else None, act))

    def place(self, job: Job) -> None:
        """In the order or out of it, as the job says."""
        self.waiting.pop(job.job_id, None)
        if job.tag is not None and not job.is_finished:
            self.waiting[job.job_id] = waiting_of(job)

    def check_new(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.document_id in self.heads.get((document.kind, document.owner), {}):
                raise refusals.already_there(document.kind, document.document_id)

    def check_room(self, documents: Iterable[Document], quota: Quota) -> None:
        for (kind, owner), (count, size) in _counted(documents).items():
            stored, stored_size = self.room.get((kind, owner), (0, 0))
            if stored + count > quota.documents or stored_size + size > quota.size:
                raise refusals.quota_exceeded(kind, quota, stored, stored_size, size)

    def take_room(self, documents: Iterable[Document], sign: int = 1) -> None:
        _add(self.room, documents, sign)

    def take_deleted_room(self, documents: Iterable[Document], sign: int = 1) -> None:
        _add(self.deleted_room, documents, sign)

    def has_deleted_room(self, head: Document, quota: Quota) -> bool:
        stored, stored_size = self.deleted_room.get((head.kind, head.owner), (0, 0))
        return stored < quota.documents and stored_size + (head.size or 0) <= quota.size

    def check_ledger(self, entries: Iterable[LedgerEntry]) -> None:
        booked = dict(self.accounts)
        for entry in entries:
            for ceiling, place in account_places(entry.owner, entry.day).items():
                before = booked.get(place, Account())
                limit = entry.ceilings.usd.get(ceiling) if entry.ceilings else None
                if limit is not None and before.total_usd + entry.total_usd > limit:
                    raise LedgerFull(ceiling, self.accounts.get(place, Account()), limit)
                booked[place] = _booked(before, ceiling, entry)

    def book(self, entries: Iterable[LedgerEntry]) -> None:
        for entry in entries:
            for ceiling, place in account_places(entry.owner, entry.day).items():
                self.accounts[place] = _booked(self.accounts.get(place, Account()), ceiling, entry)

    def write(self, document: StoredWrite) -> None:
        if document.head:
            heads = self.heads.setdefault((document.kind, document.owner), {})
            head, there = document.head, heads.get(document.document_id)
            if document.keeps_status and there is not None:
                head = pack({**json.loads(head), "status": json.loads(there)["status"]})
            heads[document.document_id] = head
        self.parts.setdefault((document.kind, document.owner, document.document_id), {}).update(
            document.parts
        )

    def idempotency(self, owner: str, key: str, now: datetime) -> IdempotencyRecord | None:
        kept = self._idempotency.get((owner, key))
        idempotency = codec.IDEMPOTENCY.load(json.loads(kept)) if kept else None
        return idempotency if idempotency and idempotency.expires_at > now else None

    def check_idempotency(self, idempotency: IdempotencyRecord | None, now: datetime) -> None:
        if idempotency and self.idempotency(idempotency.owner, idempotency.key, now):
            raise KeyUsed

    def keep_idempotency(self, idempotency: IdempotencyRecord | None) -> None:
        if idempotency:
            self._idempotency[idempotency.owner, idempotency.key] = pack(codec.IDEMPOTENCY.dump(idempotency))

    def idempotency_keys(self, owner: str) -> list[str]:
        return [key for whose, key in self._idempotency if whose == owner]

    def forget_idempotency(self, owner: str, key: str) -> None:
        del self._idempotency[owner, key]

    def document(self, kind: str, owner: str, document_id: str) -> Document | None:
        """The head alone, with its owner's edits; None where it is deleted."""
        if (kind, owner, document_id) in self.deleted:
            return None
        return self.head(kind, owner, document_id)

    def head(self, kind: str, owner: str, document_id: str) -> Document | None:
        """Deleted or not."""
        head = self.heads.get((kind, owner), {}).get(document_id)
        if head is None:
            return None
        found = codec.HEAD.load(json.loads(head))
        edits = json.loads(self.edits.get((kind, owner, document_id), "{}"))
        return replace(found, summary={**found.summary, **edits})

    def parts_of(self, document: Document) -> Mapping[str, Any]:
        kept = self.parts.get((document.kind, document.owner, document.document_id), {})
        return {key: json.loads(kept[key]) for key in sorted(kept)}


def account_places(owner: str, day: str) -> Mapping[Ceiling, tuple[Ceiling, str, str]]:
    return {
        Ceiling.OWNER_DAY: (Ceiling.OWNER_DAY, owner, day),
        Ceiling.OWNER_MONTH: (Ceiling.OWNER_MONTH, owner, day[:7]),
        Ceiling.DEPLOYMENT_DAY: (Ceiling.DEPLOYMENT_DAY, "", day),
    }


def _booked(account: Account, ceiling: Ceiling, entry: LedgerEntry) -> Account:
    return Account(
        used_usd=account.used_usd + entry.used_usd,
        reserved_usd=account.reserved_usd + entry.reserved_usd,
        closed_at_usd=entry.closed.get(ceiling, account.closed_at_usd),
    )
