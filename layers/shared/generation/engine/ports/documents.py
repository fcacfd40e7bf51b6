"""Documents: what owners have, and what of it was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from generation.engine.model.checkpoint import (
    UNLIMITED,
    Document,
    DocumentChange,
    Edit,
    IdempotencyRecord,
    Link,
    Quota,
)
from generation.engine.model.search import is_found
from generation.engine.ports.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """Which documents of a kind a list shows.

    kind   what the summary says under `kind`
    words  of the title, see `search`
    """

    kind: str | None = None
    status: str | None = None
    words: str | None = None

    def shows(self, head: Document) -> bool:
        return (
            self.kind in (None, head.summary.get("kind"))
            and self.status in (None, head.status)
            and is_found(self.words, str(head.summary.get("title", "")))
        )


EVERYTHING = DocumentFilter()


class Documents(Protocol):
    """Exams, outlines, courses, programs, profiles. A worker writes them by its checkpoints."""

    def create(
        self, document: Document, idempotency: IdempotencyRecord | None = None, quota: Quota = UNLIMITED
    ) -> None:
        """Raises AlreadyThere where the id is taken, KeyUsed (idempotency), QuotaExceeded."""

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
        """Delete it: nobody finds it any more, and what it counted for is free again; whether it was there.
        It can be restored until then, or not at all where `quota` of the kind can be restored already. Raises
        DocumentInUse while the owner has an active job of such a subject, or that job is active."""

    def restore(self, kind: str, owner: str, document_id: str, quota: Quota = UNLIMITED) -> Document | None:
        """The head of what was deleted and is there again; None where it cannot be restored. Raises
        QuotaExceeded."""

    def deleted(self, kind: str, owner: str, document_id: str) -> Document | None:
        """The head of what was deleted and is not gone yet. Its id is not free before."""

    def put(self, document: Document) -> None:
        """Create or replace head and the given parts; of two at the same time the later one stands."""

    def change(self, change: DocumentChange) -> None:
        """Raises DocumentChanged, also where it is gone; DocumentInUse (`extra.job_id` is the running one).
        ValueError for more than one transaction takes."""

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None: ...

    def with_parts(self, head: Document) -> Document:
        """The same head, as it was read, with the parts as they are now."""

    def list(
        self,
        kind: str,
        owner: str,
        *,
        limit: int,
        cursor: str | None,
        which: DocumentFilter = EVERYTHING,
    ) -> Page[Document]:
        """Heads only, `parts` None, in descending order of id. A page may hold fewer than `limit` and still
        have a cursor. Raises MalformedRequest (cursor)."""

    def edit(self, edit: Edit) -> Document | None:
        """The head with the edit, without parts; None where it is not there or its status is another one
        than expected."""

    def put_link(self, link: Link) -> None:
        """The same each time: a slug is one document's for good."""

    def linked(self, slug: str) -> Link | None: ...


JOB = "job"
"""Kind of a job among what was deleted."""


BESIDE = {"course": ("lesson_history", "course_revision")}
"""Kinds of documents that belong to another one, by its kind: read through it alone, and gone with it."""


def is_beside(document_id: str, whose: str) -> bool:
    """Whether a document of such a kind belongs to another one: its id is that one's, or begins with it and
    a slash."""
    return document_id.partition("/")[0] == whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Something that was deleted: a document, or a job. It can be restored until then, and goes after that.

    org_id  of a job, in whose list it stands too
    """

    kind: str
    owner: str
    id: str
    until: datetime
    org_id: str | None = None


class Trash(Protocol):
    """What was deleted, until it is gone."""

    def due(self, now: datetime, most: int) -> Sequence[Deleted]:
        """What can be restored no more, the longest first."""

    def purge(self, deleted: Deleted, now: datetime) -> bool:
        """Delete it for good, with all its parts; whether it had not been restored. It may stop half way: it
        is due until it has ended."""
