"""Checkpoint: what one atomic write of a job holds, and documents, the written artifacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job
from generation.engine.model.ledger import LedgerEntry
from generation.engine.model.task import Call, Task

if TYPE_CHECKING:
    from generation.engine.model.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An exam, an outline, a course, a program, a profile: head and parts.

    summary  small and flat enough for a list (title, counts, ...); status stands beside it
             because writes are conditional on it
    size     bytes that count against its owner's quota; None: it does not count
    expires_at  it goes by itself then; None: it stays until it is deleted. Only for what is created whole,
             does not count and is beside no other document: nobody gives its room back
    parts    anything large, JSON-able, by key; read with the document, never in a list.
             None: not read
    """

    kind: str
    owner: str
    document_id: str
    status: str
    created_at: datetime
    summary: dict[str, Any] = field(default_factory=dict)
    size: int | None = None
    expires_at: datetime | None = None
    parts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWrite:
    """Head and parts to be written with a checkpoint: last one wins, other parts stay.

    head    None: only parts are written
    is_new  nothing of it was there before, so who writes it knows all of it
    keeps_status  of a head that is there: its status stays what it is, whatever `head` says
    """

    kind: str
    owner: str
    document_id: str
    head: Document | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False
    keeps_status: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an owner changes of a document's head.

    It is kept beside what jobs write and stands over it, so a job that writes the head at the same time
    loses nothing of it, and is not kept from writing.

    edits   members of the summary
    first   members that are taken where the summary has none yet
    expect  the edit is made only while the status is this one; None: any
    status  the new one; None: it stays
    deliveries  what its owner's webhooks are told of it, written with it
    """

    kind: str
    owner: str
    document_id: str
    edits: Mapping[str, Any]
    first: Mapping[str, Any] = field(default_factory=dict)
    expect: str | None = None
    status: str | None = None
    deliveries: tuple[Delivery, ...] = ()

    def over(self, before: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
        """All edits of the head after this one. `summary` has those before over what jobs wrote."""
        lacking = {name: value for name, value in self.first.items() if summary.get(name) is None}
        return {**before, **lacking, **self.edits}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a slug leads to. Whether anybody may follow it, the document says."""

    slug: str
    owner: str
    document_id: str


def new_document(document: Document) -> DocumentWrite:
    """The write that stores the whole of a document whose id is new."""
    return DocumentWrite(
        kind=document.kind,
        owner=document.owner,
        document_id=document.document_id,
        head=document,
        parts=document.parts or {},
        is_new=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """A person's change of a document that jobs write too: all of it is written or nothing.

    expect    its head as it was read, without parts; refused where another one is stored
    head      in place of it. It differs from `expect`, so that of two changes of one reading one is refused
    parts     of the document that are replaced
    beside    written together with it
    dropped   parts of other documents that are deleted: kind, id, name of the part
    maker     job that writes the document: refused while it is pending or running
    subjects  refused while the owner has an active job of one of them
    """

    expect: Document
    head: Document
    parts: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[DocumentWrite, ...] = ()
    dropped: tuple[tuple[str, str, str], ...] = ()
    maker: str | None = None
    subjects: tuple[str, ...] = ()

    @property
    def write(self) -> DocumentWrite:
        """Of the document itself."""
        head = self.head
        return DocumentWrite(
            kind=head.kind,
            owner=head.owner,
            document_id=head.document_id,
            head=head,
            parts=self.parts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """An idempotency key with the first answer, written together with what it answers.

    fingerprint  of route and body; another one under the same key is refused
    """

    owner: str
    key: str
    fingerprint: str
    answer: dict[str, Any]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What an owner may have stored of one kind of document: how many, and their bytes together."""

    documents: int
    size: int


UNLIMITED = Quota(documents=10**9, size=10**15)
"""Documents are counted all the same: a quota may come with the next release."""


class ActiveSlot(StrEnum):
    """What a checkpoint does to the job's active slot among its owner's active jobs."""

    KEEP = "keep"
    CLAIM = "claim"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an owner's next tag is made of.

    last_tag         of his latest job; None: he has had none
    front            the tag that was begun last, of anybody's jobs; it may be behind
    uses_priorities  he has named one that is not `normal` before
    is_reserved      `last_tag` is nobody's but the reader's: the checkpoint neither checks nor raises it
    """

    last_tag: int | None = None
    front: int = 0
    uses_priorities: bool = False
    is_reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """All of it is written or nothing, and only while `job.token` is still the job's token.

    job           as it is afterwards; its lease too (None lets it go)
    tasks, calls  written whole
    needs         kind and id of documents of the owner that have to be there still
    quota         of the new documents
    ledger        refused by LedgerFull where one passes a ceiling
    standing      what the tag of a job that enters the order was made of; refused where it has changed
    deliveries    what its owner's webhooks are told of it
    slot          CLAIM is refused past `max_active` jobs or when the subject has an active job
    """

    job: Job
    tasks: tuple[Task, ...] = ()
    calls: tuple[Call, ...] = ()
    events: tuple[Event, ...] = ()
    logs: tuple[LogEntry, ...] = ()
    documents: tuple[DocumentWrite, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    quota: Quota = UNLIMITED
    ledger: tuple[LedgerEntry, ...] = ()
    standing: Standing | None = None
    slot: ActiveSlot = ActiveSlot.KEEP
    max_active: int = 0
    idempotency: IdempotencyRecord | None = None
    deliveries: tuple[Delivery, ...] = ()
