"""Batch changes: what its owner can do with a batch that there is: read, cancel, retry it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from generation.engine.errors import (
    Conflict,
    GenerationError,
    KeyUsed,
    NotFound,
    RequestError,
    Unavailable,
    no_such_document,
)
from generation.engine.model.batch import CANCELLED, JOBS, KIND, STARTING, STARTING_SINCE, Batch, BatchPlace
from generation.engine.model.checkpoint import Document, Edit
from generation.engine.model.job import JobStatus
from generation.engine.ports import Page
from generation.engine.service.idempotency import IdempotencyKey, answer_of_twin, first_answer, kept_answer
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.time_left import is_left

EACH_S = 10.0
"""Time that has to be left before another job is started, cancelled or retried. The clients of table and
queue begin no call in the last 8 s, and after the job the batch is written and read."""

STARTING_FOR = timedelta(seconds=30)
"""After its creation, or a repeat of its request, a batch may still be being started: the most time that the
function of a start has."""

Told = Callable[[GenerationError, int], dict[str, Any]]
"""How a refusal is kept and shown; the number is the place of the start, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChanges:
    jobs: JobService

    def batches(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[Document]:
        """The newest first."""
        return self.jobs.documents.list(KIND, caller.owner, limit=limit, cursor=cursor)

    def batch(self, caller: Caller, batch_id: str) -> Batch:
        """Raises NotFound, also for somebody else's."""
        return self._batch(self._get(caller, batch_id))

    def cancel(self, caller: Caller, batch_id: str, reason: str | None) -> Batch:
        """Cancel all its jobs that have not ended. Raises NotFound, Unavailable where time did not suffice:
        the next cancel goes on."""
        document = self._get(caller, batch_id)
        # Before its jobs. A request that is starting some looks at this before each one, and cancels what it
        # has started; should it die before that, a repeat of either request does.
        self._close(document, None, CANCELLED)
        changed = self._cancel_all(caller, self._batch(document).places, reason)
        return replace(self.batch(caller, batch_id), changed=changed)

    def retry(self, caller: Caller, batch_id: str, told: Told, key: IdempotencyKey | None) -> Batch:
        """Retry its failed jobs: of the batch that is returned only these, a refusal as a problem in its
        place. Under its key a repeat goes on with the same jobs: it retries none again, and tries again what
        was refused. Raises NotFound, IdempotencyKeyReused."""
        batch = self.batch(caller, batch_id)
        failed = [place.job_id for place in batch.places if _has_failed(place)]
        before = self._wanted_before(caller, batch_id, failed, key)
        wanted = failed if before is None else before
        places = []
        for number, place in enumerate(batch.places):
            if place.job is None or place.job_id not in wanted:
                continue
            own = key and replace(key, text=f"{key.text} {place.job_id}")
            # One that was wanted before and has not failed was retried: then, or by somebody since.
            error = self._retry(caller, place.job_id, own) if _has_failed(place) else None
            places.append(replace(place, problem=told(error, number) if error else None))
        return replace(batch, places=tuple(places), replayed=before is not None)

    def _wanted_before(
        self, caller: Caller, batch_id: str, failed: Sequence[str], key: IdempotencyKey | None
    ) -> Sequence[str] | None:
        """What had failed when this request was made for the first time; None where that is now. It is kept
        before the first retry, so wherever a function dies a repeat goes on with it. Raises
        IdempotencyKeyReused."""
        now = self.jobs.clock.now()
        until = now + self.jobs.limits.policy.service.answers_kept
        named = key and replace(key, body=lambda jobs: {JOBS: jobs})
        kept = kept_answer(self.jobs.store, caller.owner, key, now)
        record = None if kept else first_answer(caller.owner, named, failed, batch_id, until)
        if record is not None:
            try:
                self.jobs.store.keep_answer(record)
            except KeyUsed:
                # Race: the same request at the same time. The other one was first.
                kept = answer_of_twin(self.jobs.store, caller.owner, key, now)
        wanted: Sequence[str] | None = kept["body"][JOBS] if kept else None
        return wanted

    def _retry(self, caller: Caller, job_id: str, key: IdempotencyKey | None) -> GenerationError | None:
        """Why it was not retried."""
        if not self._has_time():
            return Unavailable("there was no time left to retry it")
        try:
            self.jobs.retry(caller, job_id, key)
        except (RequestError, Unavailable) as error:
            return error
        return None

    def _close(self, document: Document, problems: Mapping[str, Any] | None, status: str) -> Document | None:
        """With these problems in place of those before; None: with those before. None where it is closed
        already."""
        return self._edit(document, {} if problems is None else {"problems": problems}, status)

    def _edit(self, document: Document, edits: Mapping[str, Any], status: str) -> Document | None:
        """None where it is closed already."""
        edit = Edit(
            kind=KIND,
            owner=document.owner,
            document_id=document.document_id,
            edits=edits,
            expect=STARTING,
            status=status,
        )
        return self.jobs.documents.edit(edit)

    def _cancel_all(self, caller: Caller, places: Iterable[BatchPlace], reason: str | None) -> bool:
        """Whether there was anything to cancel. Raises Unavailable where time did not suffice."""
        changed = False
        for place in places:
            if place.job is not None and not place.job.is_finished:
                changed = self._cancel(caller, place.job_id, reason) or changed
        return changed

    def _cancel(self, caller: Caller, job_id: str, reason: str | None) -> bool:
        """Whether there was anything to cancel."""
        if not self._has_time():
            raise Unavailable("there was no time left to cancel all jobs of the batch")
        try:
            return self.jobs.cancel(caller, job_id, reason).changed
        except (Conflict, NotFound):
            return False  # It has ended meanwhile, or was never started.

    def _get(self, caller: Caller, batch_id: str) -> Document:
        found = self.jobs.documents.get(KIND, caller.owner, batch_id)
        if found is None:
            raise no_such_document(KIND)
        return found

    def _batch(self, document: Document) -> Batch:
        job_ids = job_ids_of(document)
        found = self.jobs.store.read_all(job_ids)
        problems = document.summary["problems"]
        repeated_at = document.summary.get(STARTING_SINCE)
        began = datetime.fromisoformat(repeated_at) if repeated_at else document.created_at
        return Batch(
            document=document,
            places=tuple(
                BatchPlace(job_id=job_id, job=found.get(job_id), problem=problems.get(str(number)))
                for number, job_id in enumerate(job_ids)
            ),
            is_starting=document.status == STARTING and self.jobs.clock.now() < began + STARTING_FOR,
        )

    def _has_time(self) -> bool:
        """For another job."""
        return is_left(EACH_S)


def _has_failed(place: BatchPlace) -> bool:
    return place.job is not None and place.job.status is JobStatus.FAILED


def job_ids_of(document: Document) -> list[str]:
    if document.parts is None:
        raise ValueError("the batch was read without its parts")
    ids: list[str] = document.parts[JOBS]
    return ids
