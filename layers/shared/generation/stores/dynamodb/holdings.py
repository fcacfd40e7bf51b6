"""Holdings on DynamoDB: an owner's partition names all that he has, and what it leads to goes before its
entry.

So whoever dies on the way leaves the entry, and the next one finds the rest by it. What has passed its time
to live and lost its entry to it already (parts of a job, of a batch) goes by the same within days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from generation.engine.ports import ERASED, JOB, OWNER, Deleted
from generation.stores.codec import from_ms, to_ms
from generation.stores.dynamodb import items, keys, room
from generation.stores.dynamodb.actions import Action, Record, Refused, Value, delete, put
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.trash import ASIDE, MARK, drop_entry, is_deleted, put_entry
from generation.stores.dynamodb.unreadable import readable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

BESIDE = 5
"""Items that a look asks for beyond those that it erases: some stay. Without it each look would read 1 MB."""

_STAYS = frozenset({"ACTIVE", "LEDGER"})
_ROOM = "ROOM"
_NAMES = {"REUSE": "kept_answer", "IDEMPOTENCY": "idempotency_key"}


class DynamoHoldings:
    """Holdings over the table of the jobs. Everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def count(self, owner: str, but: str) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for record in self._all(owner, but):
            name = _name(record)
            if name != _ROOM:
                found[_NAMES.get(name, name.lower())] += 1
                found["share"] += _slug(record) is not None
        return +found

    def erase(self, owner: str, but: str, most: int) -> bool:
        rooms: list[Key] = []
        looked_at = 0
        for record in self._all(owner, but, at_once=most + BESIDE):
            if _name(record) == _ROOM:
                rooms.append(items.key_in(record))
                continue
            if looked_at == most:
                return False
            looked_at += 1
            self._erase(owner, record)
        if looked_at:
            return False  # What came meanwhile, or could not go yet, is seen by the next look.
        for key in rooms:
            # Last, since who erases a document gives its room back.
            self._table.delete(key)
        return True

    def remember(self, owner: str, at: datetime, late: datetime) -> None:
        # No condition: of two erasures the later one stands.
        key = keys.erased_key(keys.owner_partition(owner))
        entry = put({"pk": key.pk, "sk": key.sk, "erased_at": to_ms(at)})
        late_look = Deleted(kind=OWNER, owner=owner, id=ERASED, until=late)
        self._table.transact([entry, put_entry(late_look)])

    def _all(self, owner: str, but: str, at_once: int | None = None) -> Iterator[Record]:
        """at_once  items of one request; None: 1 MB"""
        for record in self._table.query(keys.everything_of(owner), limit=at_once):
            name = _name(record)
            if name not in _STAYS and not (name == "JOB" and keys.listed_job(str(record["sk"])) == but):
                yield record

    def _erase(self, owner: str, record: Record) -> None:
        if _name(record) == "JOB":
            self._erase_job(owner, record)
        elif _is_head(record):
            self._erase_document(owner, record)
        else:
            self._table.delete(items.key_in(record))

    def _erase_job(self, owner: str, listing: Record) -> None:
        job_id = keys.listed_job(str(listing["sk"]))
        key = keys.job_key(job_id)
        record = self._table.get(key)
        if record is not None and keys.ACTIVE_INDEX in record:
            return  # It is cancelled first.
        for part in self._table.query(keys.all_of_job(job_id)):
            if items.key_in(part) != key:
                self._table.delete(items.key_in(part))
        if record is not None:
            self._erase_job_item(owner, job_id, record)
        self._table.delete(items.key_in(listing))

    def _erase_job_item(self, owner: str, job_id: str, record: Record) -> None:
        job = readable(record)
        org_id = job.org_id if job else None
        if org_id:
            self._table.delete(keys.listing_key(keys.org_partition(org_id), job_id))
        if is_deleted(record):
            until = from_ms(int(record[MARK]))
            entry = Deleted(kind=JOB, owner=owner, id=job_id, until=until, org_id=org_id)
            self._table.transact([drop_entry(entry)])
        self._table.delete(keys.job_key(job_id))

    def _erase_document(self, owner: str, record: Record) -> None:
        head = items.head_of(record)
        for part in self._table.query(keys.parts_of(head.kind, owner, head.document_id)):
            self._table.delete(items.key_in(part))
        if (slug := _slug(record)) is not None:
            self._table.delete(keys.link_key(slug))
        actions = [_gone(record)]
        if is_deleted(record):
            until = from_ms(int(record[MARK]))
            entry = Deleted(kind=head.kind, owner=owner, id=head.document_id, until=until)
            actions += [*(room.left(head) if ASIDE in record else ()), drop_entry(entry)]
        else:
            actions += room.given_back(head)
        try:
            self._table.transact(actions)
        except Refused:
            return  # Its owner has changed or deleted it in this moment: the next look sees it as it is.


def _gone(record: Record) -> Action:
    """The head as it was read: otherwise a link that it names by now, or room that was given back, would be
    missed."""
    when, values = [], dict[str, Value]()
    for name in ("status", "state", "edits", MARK, ASIDE):
        if name in record:
            when.append(f"#{name} = :{name}")
            values[name] = record[name]
        else:
            when.append(f"attribute_not_exists(#{name})")
    return delete(items.key_in(record), " AND ".join(when), Refused, **values)


def _name(record: Record) -> str:
    """What stands before the first separator of the sort key."""
    return str(record["sk"]).partition("#")[0]


def _is_head(record: Record) -> bool:
    return "state" in record and "status" in record and _name(record) != "DELIVERY"


def _slug(record: Record) -> str | None:
    if not _is_head(record):
        return None
    slug = items.head_of(record).summary.get("slug")
    return str(slug) if slug else None
