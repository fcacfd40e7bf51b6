"""Job store on DynamoDB. Keys, sizes and prices: docs/data-model.md.

Every write carries the condition that settles its race. What stands in a checkpoint beside the job
(tasks, calls, events, ...) needs none of its own: it is written in one transaction with the job, and
that one only while the fencing token is the writer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from generation.engine.errors import LeaseLost
from generation.engine.model.checkpoint import Checkpoint, IdempotencyRecord
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.ledger import Spend
from generation.engine.model.task import KeptAnswer, Task
from generation.engine.ports import JobFilter, Page, Progress, Pulse, SweepMark, Unreadable
from generation.stores import codec, refusals
from generation.stores.codec import Lifetimes, to_ms, unpack
from generation.stores.dynamodb import items, keys, ledger
from generation.stores.dynamodb.actions import Record, Refused
from generation.stores.dynamodb.checkpoint import (
    SlotGone,
    actions_of,
    creation_of,
    idempotency_action,
    is_job_alone,
)
from generation.stores.dynamodb.deletion import delete_job, restore_job
from generation.stores.dynamodb.feed import Feeds
from generation.stores.dynamodb.lists import JobLists
from generation.stores.dynamodb.order import FREE, DynamoJobOrder
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.trash import HERE, is_deleted
from generation.stores.dynamodb.unreadable import give_up
from generation.system import SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient


class DynamoJobStore(DynamoJobOrder):
    """JobStore over one table. Beside what the port names everything raises Unavailable.

    retention  of events and logs after the end of their job
    deadline   from a job's start or retry; no longer than this lies between an event and that end
    counts_ends  whether the ends of attempts are kept for the figures
    """

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        *,
        retention: timedelta = timedelta(hours=24),
        deadline: timedelta = timedelta(hours=24),
        now: Callable[[], datetime] | None = None,
        counts_ends: bool = False,
    ) -> None:
        super().__init__(Table(client, table_name))
        self._counts_ends = counts_ends
        self._life = Lifetimes(retention=retention, deadline=deadline)
        self._now = now or SystemClock().now
        self._lists = JobLists(self._table, self._now)
        self._feeds = Feeds(self._table, self._now)

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        self._table.transact(creation_of(checkpoint, request, self._life, self._now()))

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
        # Two workers with the same message, a worker and a cancel, a late message after the end: one
        # of them raises the token, the others find the lease alive or the status another one. Should
        # the answer get lost and botocore ask again, the lease it finds alive is our own: the job
        # then rests until that has run out, and the sweep finds it.
        statuses = {f"status{i}": status.value for i, status in enumerate(sorted(expect))}
        when = [f"#status IN ({', '.join(':' + name for name in statuses)})"]
        when.append(f"(attribute_not_exists(#ttl) OR #ttl > :seconds) AND {HERE}")
        values: dict[str, int] = {"one": 1, "until": to_ms(until), "seconds": to_ms(now) // 1000}
        if not steal:
            when.append(FREE)
            when.append("(attribute_not_exists(#due_at) OR #due_at <= :now)")
            values["now"] = to_ms(now)
        if is_begun:
            when.append("attribute_not_exists(#turn)")
        change = "SET #token = #token + :one, #lease_until = :until"
        try:
            taken = self._table.update(keys.job_key(job_id), change, " AND ".join(when), **values, **statuses)
        except Refused:
            return None
        return self._whole(taken)

    def commit(self, checkpoint: Checkpoint) -> None:
        try:
            self._write(checkpoint, with_slot=True)
        except SlotGone:
            # The active slot is not ours to give back (a table restored from a backup, a subject that
            # changed): the job ends all the same, and the count stays as it is. Between the two
            # writes nobody can claim for this job: that takes the token, which is ours.
            self._write(checkpoint, with_slot=False)

    def _write(self, checkpoint: Checkpoint, *, with_slot: bool) -> None:
        job = checkpoint.job
        if not is_job_alone(checkpoint):
            self._table.transact(
                actions_of(
                    checkpoint,
                    self._life,
                    self._now(),
                    with_slot=with_slot,
                    counts_ends=self._counts_ends,
                )
            )
            return
        try:
            # Race: somebody has taken the job over. A single put costs half of a transaction.
            self._table.put(items.job_item(job, self._life), "#token = :token", token=job.token)
        except Refused as error:
            raise LeaseLost(f"job {job.job_id} has another writer") from error

    def renew(self, job_id: str, token: int, until: datetime) -> None:
        # Races: a new holder of the lease; and our own last checkpoint, which lets the lease go: a heartbeat
        # that arrives after it must not take the lease again and lock the next worker out.
        when = "#token = :token AND attribute_exists(#lease_until)"
        try:
            self._table.update(
                keys.job_key(job_id), "SET #lease_until = :until", when, until=to_ms(until), token=token
            )
        except Refused as error:
            raise LeaseLost(f"job {job_id} has another writer") from error

    def pulse(self, job_id: str) -> Pulse | None:
        """One query over two neighbours: their sizes are added before they are rounded up to 4 KB, so
        it costs one unit where two gets would cost two."""
        found = {str(r["sk"]): r for r in self._table.query(keys.pulse_range(job_id))}
        job = found.get(keys.JOB)
        return None if job is None else items.pulse_of(job, found.get(keys.WATCH))

    def watch(self, job_id: str, until: datetime) -> None:
        # Race: another reader's mark. The one that lasts longer stays.
        when = "attribute_not_exists(#until) OR #until < :until"
        change = "SET #until = :until, #ttl = :ttl"
        milliseconds = to_ms(until)
        try:
            self._table.update(
                keys.watch_key(job_id), change, when, until=milliseconds, ttl=milliseconds // 1000 + 60
            )
        except Refused:
            return

    def read(self, job_id: str) -> Job | None:
        record = self._table.get(keys.job_key(job_id))
        return self._whole(record) if record and self._is_there(record) else None

    def delete(self, job: Job, until: datetime) -> bool:
        return delete_job(self._table, job, until)

    def restore(self, job_id: str, owner: str) -> Job | None:
        record = restore_job(self._table, job_id, owner, self._now())
        return self._whole(record) if record and not items.expires_in(record, self._now()) else None

    def read_all(self, job_ids: Sequence[str]) -> Mapping[str, Job]:
        return self._lists.read_all(job_ids)

    def load(self, job_id: str, *, is_new: bool = False) -> Progress:
        """Raises NotFound where the job is gone."""
        request = self._table.get(keys.input_key(job_id))
        if request is None:
            raise refusals.job_gone(job_id)
        if is_new:
            return Progress(input=_input(request), tasks=(), calls=())
        calls = tuple(map(items.call_of, self._table.query(keys.all_calls(job_id))))
        return Progress(input=_input(request), tasks=tuple(self.tasks(job_id)), calls=calls)

    def tasks(self, job_id: str) -> Sequence[Task]:
        return tuple(items.tasks_from(self._table.query(keys.all_tasks(job_id))))

    def events(self, job_id: str, after: int, limit: int) -> Sequence[Event]:
        return self._feeds.events(job_id, after, limit)

    def logs(self, job_id: str, after: int, limit: int) -> Sequence[LogEntry]:
        return self._feeds.logs(job_id, after, limit)

    def jobs(self, which: JobFilter, *, limit: int, cursor: str | None) -> Page[Job]:
        return self._lists.jobs(which, limit=limit, cursor=cursor)

    def active_jobs(self, after: tuple[datetime, str] | None = None) -> Iterable[Job | Unreadable]:
        return self._lists.active_jobs(after)

    def count_active(self, owner: str) -> int:
        record = self._table.get(keys.active_key(owner))
        return int(record.get("active_count", 0)) if record else 0

    def spend(self, owner: str, now: datetime) -> Spend:
        return ledger.read(self._table, owner, now)

    def reusable(self, owner: str, key: str, now: datetime) -> KeptAnswer | None:
        record = self._table.get(keys.reuse_key(owner, key), consistent=False)
        if record is None or items.expires_in(record, now):
            return None
        return codec.KEPT_ANSWER.load(unpack(items.state_in(record)))

    def keep_reusable(self, owner: str, key: str, answer: KeptAnswer, until: datetime) -> None:
        # No condition: two answers to the same call are as good as each other.
        if item := items.reuse_item(owner, key, answer, until):
            self._table.put(item)

    def sweep_mark(self) -> SweepMark:
        record = self._table.get(keys.SWEEP_MARK)
        return items.mark_of(record) if record else SweepMark()

    def keep_sweep_mark(self, mark: SweepMark) -> None:
        # No condition: sweeps do not overlap, and after an older mark a sweep only looks at some jobs again.
        self._table.put(items.mark_item(mark))

    def give_up(self, job_id: str, now: datetime) -> None:
        give_up(self._table, self._life, job_id, now)

    def answer(self, owner: str, key: str, now: datetime) -> IdempotencyRecord | None:
        record = self._table.get(keys.idempotency_key(owner, key))
        idempotency = items.idempotency_of(record) if record else None
        return idempotency if idempotency and idempotency.expires_at > now else None

    def keep_answer(self, idempotency: IdempotencyRecord) -> None:
        # A transaction of one: if its answer gets lost, the second try is not taken for another request.
        self._table.transact([idempotency_action(idempotency, self._now())])

    def _is_there(self, record: Record) -> bool:
        return not is_deleted(record) and not items.expires_in(record, self._now())

    def _whole(self, record: Record) -> Job:
        """With its result, where that has an item of its own: a second read, for few and finished jobs."""
        job = items.job_of(record)
        if "has_result" not in record:
            return job
        return items.with_result(job, self._table.get(keys.result_key(job.job_id)))


def _input(record: Record) -> dict[str, Any]:
    request: dict[str, Any] = unpack(items.state_in(record))
    return request
