"""Batches: many starts in one request. Each job stands for itself; the batch knows which belong together.

The ids of its jobs are chosen and stored before the first of them is started. So whatever dies in between, a
job that is there was started, and one that is not was not: a repeat of the request starts what is missing,
and nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from generation.engine.model.checkpoint import Document, Edit
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.ports import Ids, Page
from generation.engine.service.idempotency import IdempotencyKey, first_answer, kept_answer
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.time_left import is_left

KIND = "batch"
STARTING, STARTED, CANCELLED = "starting", "started", "cancelled"
"""Status of a batch. STARTING: some of its jobs may be missing that a repeat of the request would start;
CANCELLED: none of them is to be started any more."""

JOBS = "jobs"
"""The part: ids of its jobs, in the order of the starts."""

MOST_JOBS = 100
"""As many as one read of the table brings, so counts by status are one request and exact."""

EACH_S = 10.0
"""Time that has to be left before another job is started, cancelled or retried. The clients of table and
queue begin no call in the last 8 s, and after the job the batch is written and read."""

UNAVAILABLE = Unavailable.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    pipeline: str
    request: Mapping[str, Any]
    options: Options


Told = Callable[[GenerationError, int], dict[str, Any]]
"""How a refusal is kept and shown; the number is the place of the start, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a start of the batch stands: `job` is None where it is not there, and `problem` then says why, if
    it was refused."""

    job_id: str
    job: Job | None
    problem: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`replayed`: it was complete before the request that asks for it. `changed`: something was cancelled."""

    document: Document
    places: tuple[Place, ...]
    replayed: bool = False
    changed: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """By status; `refused` were never started, `gone` are past their time or were deleted."""
        found = Counter(_state(place) for place in self.places)
        return {name: found[name] for name in (*(status.value for status in JobStatus), "refused", "gone")}

    @property
    def is_finished(self) -> bool:
        return all(place.job is None or place.job.is_finished for place in self.places)


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
        document = kept or self._stored(caller, name, len(starts), key)
        if document.status == STARTING:
            document = self._started(caller, document, starts, told)
            return self._batch(document)
        return replace(self._batch(document), replayed=True)

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
        # Before its jobs: a request that still starts some, or comes again, sees it and starts no more.
        self._close(document, {}, CANCELLED)
        changed = False
        for place in self._batch(document).places:
            if place.job is not None and not place.job.is_finished:
                changed = self._cancel(caller, place.job_id, reason) or changed
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

    def _stored(self, caller: Caller, name: str | None, count: int, key: IdempotencyKey | None) -> Document:
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
            # Two requests with the same key ran at the same time; the other one was first.
            kept = self._kept(caller, key)
            if kept is None:
                raise GenerationError("an idempotency key was used and has no answer") from None
            return kept
        return document

    def _started(
        self, caller: Caller, document: Document, starts: Sequence[Start | RequestError], told: Told
    ) -> Document:
        job_ids = _job_ids(document)
        there = self.jobs.store.read_all(job_ids)
        problems: dict[str, Any] = {}
        for number, (job_id, start) in enumerate(zip(job_ids, starts, strict=True)):
            before = document.summary["problems"].get(str(number))
            if job_id in there:
                continue
            if before is not None and before["code"] != UNAVAILABLE:
                problems[str(number)] = before
            elif (error := self._start(caller, job_id, start)) is not None:
                problems[str(number)] = told(error, number)
        is_open = any(problem["code"] == UNAVAILABLE for problem in problems.values())
        # Race: the same request at the same time, or a cancel. Whoever closes the batch first has told why
        # jobs are missing; those that are there are told of by themselves.
        closed = self._close(document, problems, STARTING if is_open else STARTED)
        if closed is None:
            closed = self._get(caller, document.document_id)
            if closed.status == CANCELLED:
                for job_id in job_ids:
                    self._cancel(caller, job_id, "The batch was cancelled")
        return replace(closed, parts=document.parts)

    def _close(self, document: Document, problems: Mapping[str, Any], status: str) -> Document | None:
        """None where it is closed already."""
        edit = Edit(
            kind=KIND,
            owner=document.owner,
            document_id=document.document_id,
            edits={"problems": problems} if problems else {},
            expect=STARTING,
            status=status,
        )
        return self.jobs.documents.edit(edit)

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

    def _get(self, caller: Caller, batch_id: str) -> Document:
        found = self.jobs.documents.get(KIND, caller.owner, batch_id)
        if found is None:
            raise no_such_document(KIND)
        return found

    def _batch(self, document: Document) -> Batch:
        job_ids = _job_ids(document)
        found = self.jobs.store.read_all(job_ids)
        problems = document.summary["problems"]
        return Batch(
            document=document,
            places=tuple(
                Place(job_id=job_id, job=found.get(job_id), problem=problems.get(str(number)))
                for number, job_id in enumerate(job_ids)
            ),
        )


def _state(place: Place) -> str:
    if place.job is not None:
        return place.job.status.value
    return "gone" if place.problem is None else "refused"


def _job_ids(document: Document) -> list[str]:
    if document.parts is None:
        raise ValueError("the batch was read without its parts")
    ids: list[str] = document.parts[JOBS]
    return ids
