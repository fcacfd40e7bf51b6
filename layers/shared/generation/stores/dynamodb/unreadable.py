"""Jobs whose item this release cannot read, because a later one wrote it: known by what stands beside
the state."""

from __future__ import annotations

import logging
from datetime import datetime

from generation.engine.errors import LeaseLost
from generation.engine.model.job import Job, JobStatus
from generation.engine.ports import Unreadable
from generation.stores.codec import Lifetimes, from_ms, to_ms
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Action, Record, update
from generation.stores.dynamodb.table import Table

logger = logging.getLogger(__name__)


def readable(record: Record) -> Job | None:
    """One that cannot be read must not hide all others from the sweep and from its owner."""
    try:
        return items.job_of(record)
    except Exception as error:
        logger.error("the item of %s cannot be read: %s", record.get("pk"), type(error).__name__)
        return None


def unreadable(record: Record) -> Unreadable:
    deadline = record.get("deadline_at")
    return Unreadable(
        job_id=keys.job_in(str(record["pk"])),
        created_at=datetime.fromisoformat(str(record["created_at"])),
        deadline_at=from_ms(int(deadline)) if deadline else None,
    )


def give_up(table: Table, life: Lifetimes, job_id: str, now: datetime) -> None:
    """Raises LeaseLost where the job has ended, has got another writer or is not over its deadline."""
    key = keys.job_key(job_id)
    job = table.batch_get([key]).get(key)
    if job is None or int(job.get("deadline_at") or to_ms(now)) >= to_ms(now):
        raise LeaseLost(f"job {job_id} is not to be given up")
    slot = keys.active_key(str(job["owner"]))
    slots = table.batch_get([slot]).get(slot, {})
    subjects = [name for name, holder in slots.items() if keys.is_claim(name) and holder == job_id]
    lost = LeaseLost(f"job {job_id} has another writer")
    table.transact(
        [_ended(job, life, now, lost), *(_freed(slot, subject, job_id, lost) for subject in subjects)]
    )


def _ended(job: Record, life: Lifetimes, now: datetime, lost: LeaseLost) -> Action:
    created_at = datetime.fromisoformat(str(job["created_at"]))
    # Race: a release that can read the job takes it over. That raises the token, and this write is refused;
    # this write raises it too, which stops a worker of such a release.
    return update(
        items.key_in(job),
        "SET #status = :failed, #token = :next, #version = #version + :one, #ttl = :ttl"
        " REMOVE #active, #lease_until, #due_at, #shard, #turn",
        "#token = :token AND attribute_exists(#active)",
        lambda _: lost,
        failed=JobStatus.FAILED.value,
        token=int(job["token"]),
        next=int(job["token"]) + 1,
        one=1,
        ttl=to_ms(min(now + life.job, life.end_of_parts(created_at))) // 1000,
    )


def _freed(slot: keys.Key, subject: str, job_id: str, lost: LeaseLost) -> Action:
    # Race: the subject's next job. The slot is then that job's and stays taken.
    return update(
        slot,
        f"REMOVE #{subject} ADD #active_count :less",
        f"#{subject} = :job_id",
        lambda _: lost,
        job_id=job_id,
        less=-1,
    )
