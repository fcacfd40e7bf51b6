"""Trash: what was deleted and can be restored for some days, and how it goes then.

What is deleted is only marked, in one write, so it is gone for everybody at once, however many parts it has.
An entry in the partition `TRASH`, written with the mark, says when its time is over; the sweep takes the
entries that are due, oldest first. Of each it deletes what nobody can see any more, and mark and entry last:
should it die on the way, the next sweep finds the entry again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from generation.engine.ports import BESIDE, JOB, OWNER, Deleted, is_beside
from generation.stores.codec import sortable, to_ms
from generation.stores.dynamodb import items, keys, room
from generation.stores.dynamodb.actions import Action, Record, Refused, delete, put
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

MARK = "deleted_until"
"""Attribute of a head or job that is deleted: epoch milliseconds until which it can be restored."""

ASIDE = "put_aside"
"""Beside it, where the document counts among those that can be restored."""

GOING = "going"
"""Beside it, once the sweep has begun: what is half gone is not restored."""

HERE = f"attribute_not_exists(#{MARK})"
RESTORABLE = f"#{MARK} = :mark AND #{MARK} > :now AND attribute_not_exists(#{GOING})"
"""Conditions: it is there; it was deleted as `mark` says, and can be restored."""


def is_deleted(record: Record) -> bool:
    return MARK in record


def can_be_restored(record: Record, now: datetime) -> bool:
    return is_deleted(record) and int(record[MARK]) > to_ms(now) and GOING not in record


def put_entry(deleted: Deleted) -> Action:
    key = _entry_key(deleted)
    # Owner and id as they are: in the key they may be hashed.
    names = {"kind": deleted.kind, "owner": items.text(deleted.owner), "id": items.text(deleted.id)}
    org_id = {"org_id": items.text(deleted.org_id)} if deleted.org_id else {}
    return put({"pk": key.pk, "sk": key.sk, **names, **org_id})


def drop_entry(deleted: Deleted) -> Action:
    return delete(_entry_key(deleted))


def _entry_key(deleted: Deleted) -> Key:
    return keys.trash_key(sortable(deleted.until), deleted.kind, deleted.owner, deleted.id)


class DynamoTrash:
    """Trash over the table. Everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def due(self, now: datetime, most: int) -> Sequence[Deleted]:
        found = self._table.query(keys.trash_until(sortable(now)), limit=most)
        return [_deleted(record) for record in islice(found, most)]

    def purge(self, deleted: Deleted, now: datetime) -> bool:
        if deleted.kind == OWNER:
            # What a worker kept of its calls after the erasure had passed.
            for kept in self._table.query(keys.kept_answers(deleted.owner)):
                self._table.delete(items.key_in(kept))
            self._table.delete(_entry_key(deleted))
            return True
        key = (
            keys.job_key(deleted.id)
            if deleted.kind == JOB
            else keys.head_key(deleted.kind, deleted.owner, deleted.id)
        )
        record = self._table.get(key)
        # A job without its item has expired meanwhile: the rest of it goes. A document without its head is
        # gone, since that goes last, and parts under its id are those of another one.
        may_go = deleted.kind == JOB if record is None else self._may_go(key, record, now)
        if not may_go:
            # Gone, restored, or restored and deleted again: then a later entry is its own.
            self._table.delete(_entry_key(deleted))
            return False
        for part in self._parts(deleted, key):
            self._table.delete(part)
        if deleted.kind != JOB and record and (slug := items.head_of(record).summary.get("slug")):
            self._table.delete(keys.link_key(str(slug)))
        # The entry stands until nothing is left that it leads to.
        self._table.transact([*_last(key, record), drop_entry(deleted)])
        return True

    def _may_go(self, key: Key, record: Record, now: datetime) -> bool:
        if GOING in record:
            return True
        try:
            # Race: it is restored in this moment, by a clock that is behind. One of the two is refused.
            self._table.update(key, f"SET #{GOING} = :one", f"#{MARK} <= :now", one=1, now=to_ms(now))
        except Refused:
            return False
        return True

    def _parts(self, deleted: Deleted, key: Key) -> Iterator[Key]:
        if deleted.kind != JOB:
            where = keys.parts_of(deleted.kind, deleted.owner, deleted.id)
            yield from map(items.key_in, self._table.query(where))
            yield from self._beside(deleted)
            return
        for record in self._table.query(keys.all_of_job(deleted.id)):
            if items.key_in(record) != key:
                yield items.key_in(record)
        yield keys.listing_key(keys.owner_partition(deleted.owner), deleted.id)
        if deleted.org_id:
            yield keys.listing_key(keys.org_partition(deleted.org_id), deleted.id)

    def _beside(self, deleted: Deleted) -> Iterator[Key]:
        for kind in BESIDE.get(deleted.kind, ()):
            for record in self._table.query(keys.heads(kind, deleted.owner, deleted.id)):
                name = items.head_of(record).document_id
                if is_beside(name, deleted.id):
                    parts = keys.parts_of(kind, deleted.owner, name)
                    yield from map(items.key_in, self._table.query(parts))
                    yield items.key_in(record)


def _last(key: Key, record: Record | None) -> Iterable[Action]:
    if record is None:
        return ()
    left = room.left(items.head_of(record)) if ASIDE in record else ()
    return (delete(key, f"attribute_exists(#{GOING})", Refused), *left)


def _deleted(record: Record) -> Deleted:
    until = str(record["sk"]).partition("#")[0]
    return Deleted(
        kind=str(record["kind"]),
        owner=items.text_in(record["owner"]),
        id=items.text_in(record["id"]),
        until=datetime.fromisoformat(until),
        org_id=items.text_in(record["org_id"]) if "org_id" in record else None,
    )
