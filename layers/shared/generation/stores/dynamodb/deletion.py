"""Deletion and restoration of documents and jobs: one transaction each, whatever their size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from generation.engine.errors import Unavailable
from generation.engine.model.checkpoint import Document, Quota
from generation.engine.model.job import Job
from generation.engine.ports import JOB, Deleted
from generation.stores import refusals
from generation.stores.codec import from_ms, to_ms, whole_ms
from generation.stores.dynamodb import items, keys, room
from generation.stores.dynamodb.actions import Action, Record, Refused, Value, check, update
from generation.stores.dynamodb.checkpoint import no_job_of
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.trash import (
    ASIDE,
    HERE,
    MARK,
    RESTORABLE,
    can_be_restored,
    drop_entry,
    is_deleted,
    put_entry,
)

TRIES = 5
"""Of a change that met another one."""


def delete_document(
    table: Table,
    kind: str,
    owner: str,
    document_id: str,
    *,
    now: datetime,
    until: datetime,
    quota: Quota,
    subjects: Sequence[str],
    job_id: str | None,
) -> bool:
    """Raises DocumentInUse."""
    key, until = keys.head_key(kind, owner, document_id), whole_ms(until)
    for _ in range(TRIES):
        record = table.get(key)
        if record is None or is_deleted(record) or items.expires_in(record, now):
            return False
        head = items.head_of(record)
        place = Deleted(kind=kind, owner=owner, id=document_id, until=until)
        # Where as much as the quota allows can be restored already, the next sweep takes it.
        is_final = until <= now
        aside = room.given_back(head) if is_final else room.put_aside(head, quota)
        mark = _marked(record, until, is_aside=not is_final and head.size is not None)
        idle = _idle(kind, owner, subjects, job_id)
        try:
            table.transact([*idle, mark, *aside, put_entry(place)])
        except room.TrashFull:
            until = whole_ms(now)
        except Refused:
            continue
        else:
            return True
    raise Unavailable(f"the {kind} is changed all the time")


def restore_document(
    table: Table, kind: str, owner: str, document_id: str, *, now: datetime, quota: Quota
) -> Document | None:
    """Raises QuotaExceeded."""
    key = keys.head_key(kind, owner, document_id)
    for _ in range(TRIES):
        record = table.get(key)
        if record is None or not can_be_restored(record, now):
            return None
        head = items.head_of(record)
        place = Deleted(kind=kind, owner=owner, id=document_id, until=from_ms(int(record[MARK])))
        # Races: the sweep, which begins to delete it for good; another restoration, and a deletion after it.
        back = update(
            key,
            f"REMOVE #{MARK}, #{ASIDE}",
            RESTORABLE,
            Refused,
            mark=record[MARK],
            now=to_ms(now),
        )
        try:
            table.transact([back, *room.taken_again(head, quota), drop_entry(place)])
        except Refused:
            continue
        return head
    raise Unavailable(f"the {kind} is changed all the time")


def delete_job(table: Table, job: Job, until: datetime) -> bool:
    until = whole_ms(until)
    place = Deleted(kind=JOB, owner=job.owner, id=job.job_id, until=until, org_id=job.org_id)
    # Race: a retry, which has taken the job and is about to reopen it. The token is raised, so that its write
    # is refused; where it was faster, this one is.
    mark = update(
        keys.job_key(job.job_id),
        f"SET #{MARK} = :until, #token = :next REMOVE #lease_until",
        f"{HERE} AND #token = :token AND attribute_not_exists(#{keys.ACTIVE_INDEX})",
        Refused,
        until=to_ms(until),
        token=job.token,
        next=job.token + 1,
    )
    try:
        table.transact([mark, put_entry(place)])
    except Refused:
        return False
    return True


def restore_job(table: Table, job_id: str, owner: str, now: datetime) -> Record | None:
    """The item as it was; None where it is not the owner's, or cannot be restored."""
    key = keys.job_key(job_id)
    record = table.get(key)
    if record is None or record["owner"] != owner or not can_be_restored(record, now):
        return None
    job = items.job_of(record)
    until = from_ms(int(record[MARK]))
    place = Deleted(kind=JOB, owner=owner, id=job_id, until=until, org_id=job.org_id)
    back = update(key, f"REMOVE #{MARK}", RESTORABLE, Refused, mark=record[MARK], now=to_ms(now))
    try:
        table.transact([back, drop_entry(place)])
    except Refused:
        return None
    return record


def _marked(record: Record, until: datetime, *, is_aside: bool) -> Action:
    # Race: another deletion, or a write of the head. The size that is given back belongs to the head that
    # was read, so it must not have changed.
    values: dict[str, Value] = {"until": to_ms(until), "state": items.state_in(record)}
    change = f"SET #{MARK} = :until"
    if is_aside:
        change, values["one"] = f"{change}, #{ASIDE} = :one", 1
    return update(items.key_in(record), change, f"{HERE} AND #state = :state", Refused, **values)


def _idle(kind: str, owner: str, subjects: Sequence[str], job_id: str | None) -> Iterator[Action]:
    # Races: a job that needs the document starts, or the one that made it goes on. Either checks the head, so
    # of job and deletion one is refused.
    yield from no_job_of(kind, owner, subjects)
    if job_id is not None:
        yield check(
            keys.job_key(job_id),
            f"attribute_not_exists(#{keys.ACTIVE_INDEX})",
            lambda _: refusals.in_use(kind, job_id),
        )
