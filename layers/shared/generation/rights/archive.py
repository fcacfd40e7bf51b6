"""Archive: everything of an owner as one JSON file, kept in pieces that each fit into an answer.

Each document is whole as it was when it was read; documents that change meanwhile may be of other moments.
The form is told in docs/data.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from generation.engine.errors import NotFound
from generation.engine.model.batch import KIND as BATCH
from generation.engine.model.checkpoint import Document
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job
from generation.engine.ports import Documents, JobFilter, JobStore
from generation.pipelines.course_outline import outline_document
from generation.pipelines.exam_course import course, exam_document, revising
from generation.pipelines.shared import courses, history
from generation.pipelines.shared.timestamps import iso
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.person import stored as profile_document
from generation.rights.pieces import FORMAT, KIND, TEXT, VERSION, piece_id

KEPT = timedelta(days=7)
"""How long an archive can be read: a week to come back to it."""

PIECE_CHARS = 1_500_000
"""Length of a piece, characters of ASCII. An answer holds 6 MB of JSON, in which each of them is two bytes at
most; compressed it is some 300 KB of the table."""

PAGE = 100

View = Callable[[Document], Mapping[str, Any]]


class JobViews(Protocol):
    """Jobs as the API shows them."""

    def job(self, job: Job, now: datetime) -> Mapping[str, Any]: ...

    def event(self, event: Event, job_id: str) -> Mapping[str, Any]: ...

    def entry(self, entry: LogEntry) -> Mapping[str, Any]: ...


def as_stored(stored: Document) -> dict[str, Any]:
    """Of what no route shows as a whole."""
    return {
        "id": stored.document_id,
        "status": stored.status,
        "created_at": iso(stored.created_at),
        "summary": stored.summary,
        "parts": stored.parts,
    }


SECTIONS: Mapping[str, tuple[str, View]] = {
    "exams": (exam_document.KIND, exam_document.view),
    "courses": (course.KIND, courses.view),
    "programs": (program_document.KIND, program_document.view),
    "outlines": (outline_document.KIND, as_stored),
    "lesson_histories": (history.KIND, as_stored),
    "course_revisions": (revising.KIND, as_stored),
    "batches": (BATCH, as_stored),
}
"""Lists of the file: kind of their documents, and how they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archivist:
    documents: Documents
    store: JobStore
    views: JobViews

    def begin(self, owner: str, archive_id: str, now: datetime) -> Archive:
        return Archive(self, owner, archive_id, now, self._file(owner, now))

    def _file(self, owner: str, now: datetime) -> Iterator[str]:
        """The text of the file, in as many bits as it has things."""
        head = {"format": FORMAT, "version": VERSION, "made_at": iso(now), "owner": owner}
        yield json.dumps(head)[:-1]
        yield f', "profile": {json.dumps(self._profile(owner))}'
        for name, (kind, view) in SECTIONS.items():
            shown = (_shown(view, document) for document in self._documents(owner, kind))
            yield from _listed(name, shown)
        yield from _listed("jobs", self._jobs(owner, now))
        yield "}\n"

    def _profile(self, owner: str) -> Mapping[str, Any] | None:
        stored = self.documents.get(profile_document.KIND, owner, profile_document.ID)
        return profile_document.content(stored) if stored else None

    def _documents(self, owner: str, kind: str) -> Iterator[Document]:
        cursor: str | None = None
        while True:
            page = self.documents.list(kind, owner, limit=PAGE, cursor=cursor)
            for head in page.items:
                # Deleted meanwhile: then it is not there.
                if whole := self.documents.get(kind, owner, head.document_id):
                    yield whole
            cursor = page.cursor
            if cursor is None:
                return

    def _jobs(self, owner: str, now: datetime) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = None
        while True:
            page = self.store.jobs(JobFilter(owner=owner), limit=PAGE, cursor=cursor)
            for listed in page.items:
                if job := self.store.read(listed.job_id):
                    yield self._job(job, now)
            cursor = page.cursor
            if cursor is None:
                return

    def _job(self, job: Job, now: datetime) -> Mapping[str, Any]:
        request: Mapping[str, Any] | None = None
        with suppress(NotFound):  # past its time to live
            request = self.store.load(job.job_id, is_new=True).input
        events = self.store.events(job.job_id, 0, job.last_event_id)
        logs = self.store.logs(job.job_id, 0, job.last_log_id)
        return {
            "job": self.views.job(job, now),
            "request": request,
            "events": [self.views.event(event, job.job_id) for event in events],
            "logs": [self.views.entry(entry) for entry in logs],
        }


@dataclass(slots=True)
class Archive:
    """One that is being written; `pieces` and `size` are of what is kept so far."""

    archivist: Archivist
    owner: str
    archive_id: str
    now: datetime
    text: Iterator[str]
    pieces: int = 0
    size: int = 0
    _rest: str = field(default="")
    _is_read: bool = False

    @property
    def expires_at(self) -> datetime:
        return self.now + KEPT

    def write(self) -> bool:
        """Keep one piece more; whether that was the last."""
        bits, length = [self._rest], len(self._rest)
        while length < PIECE_CHARS and not self._is_read:
            bit = next(self.text, None)
            self._is_read = bit is None
            bits.append(bit or "")
            length += len(bit or "")
        whole = "".join(bits)
        piece, self._rest = whole[:PIECE_CHARS], whole[PIECE_CHARS:]
        self.pieces += 1
        self.size += len(piece)
        self.archivist.documents.put(
            Document(
                kind=KIND,
                owner=self.owner,
                document_id=piece_id(self.archive_id, self.pieces),
                status="kept",
                created_at=self.now,
                expires_at=self.expires_at,
                parts={TEXT: piece},
            )
        )
        return self._is_read and not self._rest


def _shown(view: View, stored: Document) -> Mapping[str, Any]:
    """What cannot be shown, since another release wrote it or it goes in this moment, is there as it is."""
    try:
        return view(stored)
    except (KeyError, TypeError, ValueError):
        return as_stored(stored)


def _listed(name: str, things: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    yield f', "{name}": ['
    for number, thing in enumerate(things):
        yield (", " if number else "") + json.dumps(thing)
    yield "]"
