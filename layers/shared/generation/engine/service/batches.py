"""Batches: many starts in one request. Each job stands for itself; the batch knows which belong together.

The ids of its jobs are chosen and stored before the first of them is started. So whatever dies in between, a
job that is there was started, and one that is not was not: a repeat of the request starts what is missing,
and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from generation.engine.errors import (
    Conflict,
    GenerationError,
    KeyUsed,
    NotFound,
    RequestError,
    TooManyJobs,
    Unavailable,
    no_such_document,
)
from generation.engine.model.batch import (
    CANCELLED,
    JOBS,
    KIND,
    STARTED,
    STARTING,
    Batch,
    BatchPlace,
    Start,
)
from generation.engine.model.checkpoint import Document, Edit
from generation.engine.model.job import Job, JobStatus
from generation.engine.ports import Ids, Page
from generation.engine.service.idempotency import IdempotencyKey, first_answer, kept_answer
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.time_left import is_left

MOST_JOBS = 100
"""As many as one read of the table brings, so counts by status are one request and exact."""

EACH_S = 10.0
"""Time that has to be left before another job is started, cancelled or retried. The clients of table and
queue begin no call in the last 8 s, and after the job the batch is written and read."""

STARTING_FOR = timedelta(seconds=30)
"""After its creation a batch may still be being started: the most time that the function of a start has."""

UNAVAILABLE = Unavailable.code


Told = Callable[[GenerationError, int], dict[str, Any]]
"""How a refusal is kept and shown; the number is the place of the start, from 0."""


@dataclass(frozen=True, slots=True)
class _ChosenId:
    """Ids of which that of the job was chosen before."""

    job_id: str
    ids: Ids

    def new(self, prefix: str) -> str:
        return self.job_id if prefix == "job" else self.ids.new(prefix)

    def jitter(self) -> float:
        return self.ids.jitter()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchService:
    jobs: JobService

    def start(
        self,
        caller: Caller,
        name: str | None,
        starts: Sequence[Start | RequestError],
        told: Told,
        key: IdempotencyKey | None = None,
    ) -> Batch:
        """Start what can be started; the rest is a problem in its place. A RequestError among the starts is
        one that is none. Raises IdempotencyKeyReused."""
        kept = self._kept(caller, key)
        new = None if kept else self._stored(caller, name, len(starts), key)
        document = kept or new or self._answered(caller, key)
        replayed = document.status != STARTING
        if not replayed:
            document = self._started(caller, document, starts, told, is_new=new is not None)
        batch = self._batch(document)
        if batch.is_cancelled and self._end(caller, batch):
            batch = self._batch(document)
        return replace(batch, replayed=replayed)

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
        place. With a key each job has a key of its own made of it, so that a repeat retries none again.
        Raises NotFound, IdempotencyKeyReused."""
        batch = self.batch(caller, batch_id)
        places = []
        for number, place in enumerate(batch.places):
            own = key and replace(key, text=f"{key.text} {place.job_id}")
            if place.job is not None and self._is_wanted(caller, place.job, own):
                error = self._retry(caller, place.job_id, own)
                places.append(replace(place, problem=told(error, number) if error else None))
        return replace(batch, places=tuple(places))

    def _stored(
        self, caller: Caller, name: str | None, count: int, key: IdempotencyKey | None
    ) -> Document | None:
        """A new batch; None where another request with this key was first, at the same time."""
        now = self.jobs.clock.now()
        document = Document(
            kind=KIND,
            owner=caller.owner,
            document_id=self.jobs.ids.new("batch"),
            status=STARTING,
            created_at=now,
            summary={"name": name, "jobs_total": count, "problems": {}},
            parts={JOBS: [self.jobs.ids.new("job") for _ in range(count)]},
        )
        until = now + self.jobs.limits.policy.service.answers_kept
        try:
            self.jobs.documents.create(
                document, first_answer(caller.owner, key, document, document.document_id, until)
            )
        except KeyUsed:
            return None
        return document

    def _started(
        self,
        caller: Caller,
        document: Document,
        starts: Sequence[Start | RequestError],
        told: Told,
        *,
        is_new: bool,
    ) -> Document:
        """The batch as it is afterwards: it may have been cancelled meanwhile."""
        job_ids = _job_ids(document)
        there = {} if is_new else self.jobs.store.read_all(job_ids)
        problems: dict[str, Any] = {}
        for number, (job_id, start) in enumerate(zip(job_ids, starts, strict=True)):
            before = document.summary["problems"].get(str(number))
            if job_id in there:
                continue
            if before is not None and before["code"] != UNAVAILABLE:
                problems[str(number)] = before
            elif self._is_cancelled(document):
                break
            elif (error := self._start(caller, job_id, start)) is not None:
                problems[str(number)] = told(error, number)
        is_open = any(problem["code"] == UNAVAILABLE for problem in problems.values())
        # Race: the same request at the same time, or a cancel. Whoever closes the batch first has told why
        # jobs are missing; those that are there are told of by themselves.
        closed = self._close(document, problems, STARTING if is_open else STARTED)
        return replace(closed or self._get(caller, document.document_id), parts=document.parts)

    def _close(self, document: Document, problems: Mapping[str, Any] | None, status: str) -> Document | None:
        """With these problems in place of those before; None: with those before. None where it is closed
        already."""
        edit = Edit(
            kind=KIND,
            owner=document.owner,
            document_id=document.document_id,
            edits={} if problems is None else {"problems": problems},
            expect=STARTING,
            status=status,
        )
        return self.jobs.documents.edit(edit)

    def _is_cancelled(self, document: Document) -> bool:
        """As far as can be told now: whoever closes the batch finds out for good."""
        if not is_left(EACH_S):
            return False
        try:
            now = self.jobs.documents.get(KIND, document.owner, document.document_id, parts=False)
        except Unavailable:
            return False
        return now is not None and now.status == CANCELLED

    def _end(self, caller: Caller, batch: Batch) -> bool:
        """Cancel what was started of a cancelled batch, and not by a person's retry afterwards."""
        started = [place for place in batch.places if place.job is not None and place.job.attempt == 1]
        return self._cancel_all(caller, started, "The batch was cancelled")

    def _start(self, caller: Caller, job_id: str, start: Start | RequestError) -> GenerationError | None:
        """Why it was not started."""
        if isinstance(start, RequestError):
            return start
        if not is_left(EACH_S):
            return Unavailable("there was no time left to start it")
        service = replace(self.jobs, ids=_ChosenId(job_id, self.jobs.ids))
        try:
            service.start(caller, start.pipeline, start.request, start.options)
        except (Conflict, TooManyJobs, Unavailable) as error:
            # What is in the way may be this very job: started by the same request at the same time, or by a
            # write whose answer got lost.
            return None if self._is_there(job_id) else error
        except RequestError as error:
            return error
        return None

    def _is_there(self, job_id: str) -> bool:
        try:
            return self.jobs.store.read(job_id) is not None
        except Unavailable:
            return False

    def _cancel_all(self, caller: Caller, places: Iterable[BatchPlace], reason: str | None) -> bool:
        """Whether there was anything to cancel. Raises Unavailable where time did not suffice."""
        changed = False
        for place in places:
            if place.job is not None and not place.job.is_finished:
                changed = self._cancel(caller, place.job_id, reason) or changed
        return changed

    def _cancel(self, caller: Caller, job_id: str, reason: str | None) -> bool:
        """Whether there was anything to cancel."""
        if not is_left(EACH_S):
            raise Unavailable("there was no time left to cancel all jobs of the batch")
        try:
            return self.jobs.cancel(caller, job_id, reason).changed
        except (Conflict, NotFound):
            return False  # It has ended meanwhile, or was never started.

    def _is_wanted(self, caller: Caller, job: Job, key: IdempotencyKey | None) -> bool:
        """Whether the job has failed, or had when this request was made for the first time."""
        if job.status is JobStatus.FAILED:
            return True
        if key is None or job.attempt == 1:
            return False
        return kept_answer(self.jobs.store, caller.owner, key, self.jobs.clock.now()) is not None

    def _retry(self, caller: Caller, job_id: str, key: IdempotencyKey | None) -> GenerationError | None:
        """Why it was not retried."""
        if not is_left(EACH_S):
            return Unavailable("there was no time left to retry it")
        try:
            self.jobs.retry(caller, job_id, key)
        except (RequestError, Unavailable) as error:
            return error
        return None

    def _kept(self, caller: Caller, key: IdempotencyKey | None) -> Document | None:
        kept = kept_answer(self.jobs.store, caller.owner, key, self.jobs.clock.now())
        return self._get(caller, kept["id"]) if kept else None

    def _answered(self, caller: Caller, key: IdempotencyKey | None) -> Document:
        kept = self._kept(caller, key)
        if kept is None:
            raise GenerationError("an idempotency key was used and has no answer")
        return kept

    def _get(self, caller: Caller, batch_id: str) -> Document:
        found = self.jobs.documents.get(KIND, caller.owner, batch_id)
        if found is None:
            raise no_such_document(KIND)
        return found

    def _batch(self, document: Document) -> Batch:
        job_ids = _job_ids(document)
        found = self.jobs.store.read_all(job_ids)
        problems = document.summary["problems"]
        may_start_until = document.created_at + STARTING_FOR
        return Batch(
            document=document,
            places=tuple(
                BatchPlace(job_id=job_id, job=found.get(job_id), problem=problems.get(str(number)))
                for number, job_id in enumerate(job_ids)
            ),
            is_starting=document.status == STARTING and self.jobs.clock.now() < may_start_until,
        )


def _job_ids(document: Document) -> list[str]:
    if document.parts is None:
        raise ValueError("the batch was read without its parts")
    ids: list[str] = document.parts[JOBS]
    return ids
