"""Batches: many starts in one request. Each job stands for itself; the batch knows which belong together.

The ids of its jobs are chosen and stored before the first of them is started. So whatever dies in between, a
job that is there was started, and one that is not was not: a repeat of the request starts what is missing,
and nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from generation.engine.errors import (
    Conflict,
    GenerationError,
    KeyUsed,
    RequestError,
    TooManyJobs,
    Unavailable,
)
from generation.engine.model.batch import JOBS, KIND, STARTED, STARTING, STARTING_SINCE, Batch, BatchStart
from generation.engine.model.checkpoint import Document
from generation.engine.policy import JOB_RETENTION
from generation.engine.ports import Ids
from generation.engine.service.batch_changes import BatchChanges, Told, job_ids_of
from generation.engine.service.idempotency import IdempotencyKey, answer_of_twin, first_answer, kept_answer
from generation.engine.service.requests import Caller

MOST_JOBS = 100
"""As many as one read of the table brings, so counts by status are one request and exact."""

UNAVAILABLE = Unavailable.code


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
class BatchService(BatchChanges):
    def start(
        self,
        caller: Caller,
        name: str | None,
        starts: Sequence[BatchStart | RequestError],
        told: Told,
        key: IdempotencyKey | None = None,
    ) -> Batch:
        """Start what can be started; the rest is a problem in its place. A RequestError among the starts is
        one that is none. Raises IdempotencyKeyReused."""
        kept = self._kept(caller, key)
        new = None if kept else self._stored(caller, name, len(starts), key)
        document = kept or new or self._twin(caller, key)
        replayed = document.status != STARTING
        if not replayed:
            if new is None:
                self._tell_of_repeat(document)
            document = self._started(caller, document, starts, told, is_new=new is not None)
        batch = self._batch(document)
        if batch.is_cancelled and self._end(caller, batch):
            batch = self._batch(document)
        return replace(batch, replayed=replayed)

    def _stored(
        self, caller: Caller, name: str | None, count: int, key: IdempotencyKey | None
    ) -> Document | None:
        """A new batch; None where another request with this key was first, at the same time."""
        now = self.jobs.clock.now()
        until = now + self.jobs.limits.policy.service.answers_kept
        document = Document(
            kind=KIND,
            owner=caller.owner,
            document_id=self.jobs.ids.new("batch"),
            status=STARTING,
            created_at=now,
            summary={"name": name, "jobs_total": count, "problems": {}},
            parts={JOBS: [self.jobs.ids.new("job") for _ in range(count)]},
            # A repeat starts jobs until then, and each is gone by twice its retention, however often retried.
            expires_at=until + 2 * JOB_RETENTION,
        )
        try:
            self.jobs.documents.create(
                document, first_answer(caller.owner, key, document, document.document_id, until)
            )
        except KeyUsed:
            return None
        return document

    def _tell_of_repeat(self, document: Document) -> None:
        """Before its first start, so that nobody sees a batch as finished of which jobs are being started."""
        edits = {STARTING_SINCE: self.jobs.clock.now().isoformat()}
        self._edit(document, edits, STARTING)

    def _started(
        self,
        caller: Caller,
        document: Document,
        starts: Sequence[BatchStart | RequestError],
        told: Told,
        *,
        is_new: bool,
    ) -> Document:
        """The batch as it is afterwards: it may have been cancelled meanwhile."""
        job_ids = job_ids_of(document)
        there = {} if is_new else self.jobs.store.read_all(job_ids)
        problems: dict[str, Any] = {}
        for number, (job_id, start) in enumerate(zip(job_ids, starts, strict=True)):
            before = document.summary["problems"].get(str(number))
            if job_id in there:
                continue
            if before is not None and before["code"] != UNAVAILABLE:
                problems[str(number)] = before
            elif isinstance(start, BatchStart) and self._is_closed(document):
                break
            elif (error := self._start(caller, job_id, start)) is not None:
                problems[str(number)] = told(error, number)
        is_open = any(problem["code"] == UNAVAILABLE for problem in problems.values())
        # Race: the same request at the same time, or a cancel. Whoever closes the batch first has told why
        # jobs are missing; those that are there are told of by themselves.
        closed = self._close(document, problems, STARTING if is_open else STARTED)
        return replace(closed or self._get(caller, document.document_id), parts=document.parts)

    def _is_closed(self, document: Document) -> bool:
        """Whether it was cancelled, or the same request has closed it at the same time, as far as can be told
        now: whoever closes the batch finds out for good."""
        if not self._has_time():
            return False
        try:
            now = self.jobs.documents.get(KIND, document.owner, document.document_id, parts=False)
        except Unavailable:
            return False
        return now is not None and now.status != STARTING

    def _end(self, caller: Caller, batch: Batch) -> bool:
        """Cancel what was started of a cancelled batch, and not by a person's retry afterwards."""
        started = [place for place in batch.places if place.job is not None and place.job.attempt == 1]
        return self._cancel_all(caller, started, "The batch was cancelled")

    def _start(self, caller: Caller, job_id: str, start: BatchStart | RequestError) -> GenerationError | None:
        """Why it was not started."""
        if isinstance(start, RequestError):
            return start
        if not self._has_time():
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

    def _kept(self, caller: Caller, key: IdempotencyKey | None) -> Document | None:
        kept = kept_answer(self.jobs.store, caller.owner, key, self.jobs.clock.now())
        return self._get(caller, kept["id"]) if kept else None

    def _twin(self, caller: Caller, key: IdempotencyKey | None) -> Document:
        kept = answer_of_twin(self.jobs.store, caller.owner, key, self.jobs.clock.now())
        return self._get(caller, kept["id"])
