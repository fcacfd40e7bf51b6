"""Job store in memory; see `memory`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from generation.engine.errors import AlreadyThere, LeaseLost
from generation.engine.figures.attempt_end import attempt_end
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, IdempotencyRecord
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import ERASURE, Job, JobStatus
from generation.engine.model.ledger import Account, Spend, day_of
from generation.engine.model.task import Call, KeptAnswer, Task
from generation.engine.ports import JOB, Deleted, JobFilter, Page, Progress, Pulse, SweepMark
from generation.stores import codec, figures_form, refusals
from generation.stores.codec import Lifetimes, pack, whole_ms
from generation.stores.cursors import cursor_after, last_seen, name_of
from generation.system import SystemClock
from testing.memory.order import MemoryJobOrder
from testing.memory.world import (
    JobRecord,
    MemoryWorld,
    account_places,
    job_of,
    pack_delivery,
    pulse_of,
    stored,
)

MOST_WRITES = 100
"""Items of one transaction of DynamoDB: a checkpoint that would not fit there is refused here too."""


class MemoryJobStore(MemoryJobOrder):
    """JobStore over a `MemoryWorld`; one of its own unless one is given."""

    def __init__(
        self,
        world: MemoryWorld | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        retention: timedelta = timedelta(hours=24),
        deadline: timedelta = timedelta(hours=1),
        counts_ends: bool = True,
    ) -> None:
        super().__init__(world or MemoryWorld())
        self._counts_ends = counts_ends
        self._now = now or SystemClock().now
        self._life = Lifetimes(retention=retention, deadline=deadline)

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        job, record = checkpoint.job, JobRecord(job="", input=pack(request))
        change = _Change(checkpoint, extra_writes=3 if job.org_id else 2)
        with self.world.lock:
            self.world.check_idempotency(checkpoint.idempotency, self._now())
            self._check_claim(checkpoint)
            if job.job_id in self.world.jobs:
                raise AlreadyThere(f"There is a job {job.job_id} already.")
            heads = [d.head for d in checkpoint.documents if d.head]
            self.world.check_new(heads)
            self._check_needs(checkpoint)
            self.world.check_room(heads, checkpoint.quota)
            self.world.take_room(heads)
            self.world.jobs[job.job_id] = record
            self._apply(change, record)

    def take(
        self,
        job_id: str,
        *,
        now: datetime,
        until: datetime,
        expect: frozenset[JobStatus],
        steal: bool = False,
        is_begun: bool = False,
    ) -> Job | None:
        with self.world.lock:
            job = self._live(job_id, now)
            if job is None or job.status not in expect or (is_begun and job.tag is not None):
                return None
            held = job.lease_until and job.lease_until > now
            early = job.due_at and job.due_at > now
            if (held or early) and not steal:
                return None
            taken = replace(job, token=job.token + 1, lease_until=until)
            self.world.jobs[job_id].job = pack(codec.JOB.dump(taken))
            return taken

    def commit(self, checkpoint: Checkpoint) -> None:
        change = _Change(checkpoint)
        with self.world.lock:
            record = self._held(checkpoint.job.job_id, checkpoint.job.token)[0]
            self.world.check_idempotency(checkpoint.idempotency, self._now())
            self.world.check_ledger(checkpoint.ledger)
            self._check_claim(checkpoint)
            self._check_needs(checkpoint)
            self._apply(change, record)

    def renew(self, job_id: str, token: int, until: datetime) -> None:
        with self.world.lock:
            record, job = self._held(job_id, token)
            if job.lease_until is None:
                # a heartbeat that comes after the holder let go must not lock the next worker out
                raise LeaseLost
            record.job = pack(codec.JOB.dump(replace(job, lease_until=until)))

    def pulse(self, job_id: str) -> Pulse | None:
        with self.world.lock:
            record = self.world.jobs.get(job_id)
            return pulse_of(record) if record else None

    def watch(self, job_id: str, until: datetime) -> None:
        with self.world.lock:
            record = self.world.jobs.get(job_id)
            if record and (record.watched_until is None or record.watched_until < until):
                record.watched_until = until

    def read(self, job_id: str) -> Job | None:
        with self.world.lock:
            return self._live(job_id, self._now())

    def read_all(self, job_ids: Sequence[str]) -> Mapping[str, Job]:
        with self.world.lock:
            found = (self._live(job_id, self._now()) for job_id in job_ids)
            return {job.job_id: job for job in found if job is not None}

    def delete(self, job: Job, until: datetime) -> bool:
        place = (JOB, job.owner, job.job_id)
        with self.world.lock:
            stored = self._live(job.job_id, self._now())
            if stored is None or stored.token != job.token or not stored.is_finished:
                return False
            gone = replace(stored, token=stored.token + 1, lease_until=None)
            self.world.jobs[job.job_id].job = pack(codec.JOB.dump(gone))
            self.world.deleted[place] = Deleted(
                kind=JOB, owner=job.owner, id=job.job_id, until=whole_ms(until), org_id=job.org_id
            )
            return True

    def restore(self, job_id: str, owner: str) -> Job | None:
        place = (JOB, owner, job_id)
        with self.world.lock:
            deleted = self.world.deleted.get(place)
            if deleted is None or deleted.until <= self._now():
                return None
            del self.world.deleted[place]
            return self._live(job_id, self._now())

    def load(self, job_id: str, *, is_new: bool = False) -> Progress:
        with self.world.lock:
            record = self.world.jobs.get(job_id)
            if record is None:
                raise refusals.job_gone(job_id)
            return Progress(input=json.loads(record.input), tasks=_tasks(record), calls=tuple(_calls(record)))

    def tasks(self, job_id: str) -> Sequence[Task]:
        with self.world.lock:
            record = self.world.jobs.get(job_id)
            return _tasks(record) if record else ()

    def events(self, job_id: str, after: int, limit: int) -> Sequence[Event]:
        found = map(codec.EVENT.load, self._feed(job_id, "events", after))
        return [event for event in found if self._is_alive(event.timestamp)][:limit]

    def logs(self, job_id: str, after: int, limit: int) -> Sequence[LogEntry]:
        found = map(codec.LOG_ENTRY.load, self._feed(job_id, "logs", after))
        return [entry for entry in found if self._is_alive(entry.timestamp)][:limit]

    def jobs(self, which: JobFilter, *, limit: int, cursor: str | None) -> Page[Job]:
        name = name_of(which)
        before = last_seen(cursor, *name) if cursor else None
        with self.world.lock:
            alive = (self._live(job_id, self._now()) for job_id in sorted(self.world.jobs, reverse=True))
            shown = [
                job for job in alive if job and _shows(which, job) and (not before or job.job_id < before)
            ]
        more = len(shown) > limit
        brief = [replace(job, result=codec.brief(job.result)) for job in shown[:limit]]
        return Page(brief, cursor_after(shown[limit - 1].job_id, *name) if more else None)

    def active_jobs(self, after: tuple[datetime, str] | None = None) -> Iterable[Job]:
        with self.world.lock:
            found = [job_of(record) for record in self.world.jobs.values()]
        active = {(job.created_at, job.job_id): job for job in found if not job.is_finished}
        return [active[position] for position in sorted(active) if after is None or position > after]

    def count_active(self, owner: str) -> int:
        with self.world.lock:
            return len(self.world.claims.get(owner, {}))

    def spend(self, owner: str, now: datetime) -> Spend:
        places = account_places(owner, day_of(now))
        with self.world.lock:
            accounts = {c: self.world.accounts.get(place, Account()) for c, place in places.items()}
        return Spend(accounts=accounts)

    def reusable(self, owner: str, key: str, now: datetime) -> KeptAnswer | None:
        kept, until = self.world.reusable.get((owner, key), ("", now))
        return codec.KEPT_ANSWER.load(json.loads(kept)) if until > now else None

    def keep_reusable(self, owner: str, key: str, answer: KeptAnswer, until: datetime) -> None:
        self.world.reusable[owner, key] = pack(codec.KEPT_ANSWER.dump(answer)), until

    def sweep_mark(self) -> SweepMark:
        return self.world.sweep_mark or SweepMark()

    def keep_sweep_mark(self, mark: SweepMark) -> None:
        self.world.sweep_mark = mark

    def give_up(self, job_id: str, now: datetime) -> None:
        """Nothing is unreadable here: no other release writes into this memory."""
        raise LeaseLost(f"job {job_id} is not to be given up")

    def answer(self, owner: str, key: str, now: datetime) -> IdempotencyRecord | None:
        with self.world.lock:
            return self.world.idempotency(owner, key, now)

    def keep_answer(self, idempotency: IdempotencyRecord) -> None:
        with self.world.lock:
            self.world.check_idempotency(idempotency, self._now())
            self.world.keep_idempotency(idempotency)

    def _live(self, job_id: str, now: datetime) -> Job | None:
        record = self.world.jobs.get(job_id)
        job = job_of(record) if record else None
        end = self._life.end_of_job(job) if job else None
        is_gone = job is not None and (JOB, job.owner, job_id) in self.world.deleted
        return None if is_gone or (end and end <= now) else job

    def _held(self, job_id: str, token: int) -> tuple[JobRecord, Job]:
        record = self.world.jobs.get(job_id)
        if record is None or (job := job_of(record)).token != token:
            raise LeaseLost
        return record, job

    def _is_alive(self, written: datetime) -> bool:
        return self._life.end_of_entry(written) > self._now()

    def _check_claim(self, checkpoint: Checkpoint) -> None:
        if checkpoint.slot is not ActiveSlot.CLAIM:
            return
        claims = self.world.claims.get(checkpoint.job.owner, {})
        running = claims.get(ERASURE)
        if running and checkpoint.job.subject != ERASURE:
            raise refusals.erasing(running)
        if running := claims.get(checkpoint.job.subject):
            raise refusals.duplicate(running)
        if len(claims) >= checkpoint.max_active:
            raise refusals.too_many(len(claims))
        self.check_standing(checkpoint)

    def _check_needs(self, checkpoint: Checkpoint) -> None:
        for kind, document_id in checkpoint.needs:
            if self.world.document(kind, checkpoint.job.owner, document_id) is None:
                raise refusals.document_gone(kind)

    def _apply(self, change: _Change, record: JobRecord) -> None:
        """Nothing in here can fail: a checkpoint is written whole or not at all."""
        job, slot = change.checkpoint.job, change.checkpoint.slot
        record.job = change.job
        self.world.place(job)
        record.tasks |= change.tasks
        record.calls |= change.calls
        record.events |= change.events
        record.logs |= change.logs
        for written in change.documents:
            self.world.write(written)
        claims = self.world.claims.setdefault(job.owner, {})
        if slot is ActiveSlot.CLAIM:
            claims[job.subject] = job.job_id
            self.keep_standing(checkpoint=change.checkpoint)
        elif slot is ActiveSlot.RELEASE and claims.get(job.subject) == job.job_id:
            del claims[job.subject]
        if change.end is not None and self._counts_ends:
            self.world.ends[change.end.position] = pack(figures_form.dump_end(change.end))
        self.world.book(change.checkpoint.ledger)
        self.world.keep_idempotency(change.checkpoint.idempotency)
        self.world.deliveries |= change.deliveries

    def _feed(self, job_id: str, name: str, after: int) -> list[dict[str, Any]]:
        with self.world.lock:
            record = self.world.jobs.get(job_id)
            entries: dict[int, str] = getattr(record, name) if record else {}
            return [json.loads(entries[number]) for number in sorted(entries) if number > after]


class _Change:
    """A checkpoint in its stored form, made before anything is touched: JSON may refuse a value."""

    def __init__(self, checkpoint: Checkpoint, extra_writes: int = 0) -> None:
        self.checkpoint = checkpoint
        self.job = pack(codec.JOB.dump(checkpoint.job))
        self.tasks = {task.task_id: pack(codec.TASK.dump(task)) for task in checkpoint.tasks}
        self.calls = {(call.task_id, call.key): pack(codec.CALL.dump(call)) for call in checkpoint.calls}
        self.events = {event.event_id: pack(codec.EVENT.dump(event)) for event in checkpoint.events}
        self.logs = {entry.log_id: pack(codec.LOG_ENTRY.dump(entry)) for entry in checkpoint.logs}
        self.documents = [stored(document) for document in checkpoint.documents]
        self.end = attempt_end(checkpoint.job)
        self.deliveries = {one.key: pack_delivery(one) for one in checkpoint.deliveries}
        pack(checkpoint.idempotency.answer if checkpoint.idempotency else None)
        writes = self._writes() + extra_writes
        if writes > MOST_WRITES:
            raise ValueError(f"A checkpoint of {writes} items; one write holds {MOST_WRITES}.")

    def _writes(self) -> int:
        of_job = (
            1
            + (self.end is not None)
            + len(self.deliveries)
            + len(self.tasks)
            + len(self.calls)
            + bool(self.events)
            + bool(self.logs)
        )
        of_documents = sum((document.head is not None) + len(document.parts) for document in self.documents)
        slot, idempotency = self.checkpoint.slot, self.checkpoint.idempotency
        counted = {d.head.kind for d in self.checkpoint.documents if d.head and d.head.size is not None}
        of_documents += len(self.checkpoint.needs) + len(counted)
        # As the table has them: an item for each owner and month, and one for each day of the deployment.
        days = {entry.day for entry in self.checkpoint.ledger}
        months = {(entry.owner, entry.day[:7]) for entry in self.checkpoint.ledger}
        of_documents += len(days) + len(months)
        return of_job + of_documents + (slot is not ActiveSlot.KEEP) + (idempotency is not None)


def _tasks(record: JobRecord) -> tuple[Task, ...]:
    found = (codec.TASK.load(json.loads(task)) for task in record.tasks.values())
    return tuple(sorted(found, key=lambda task: (task.step_index, task.index, task.task_id)))


def _calls(record: JobRecord) -> list[Call]:
    return [codec.CALL.load(json.loads(record.calls[key])) for key in sorted(record.calls)]


def _shows(which: JobFilter, job: Job) -> bool:
    here = job.owner == which.owner if which.org_id is None else job.org_id == which.org_id
    return here and which.shows(job)
