"""Audit on DynamoDB: one partition, one item an entry, in the order of their numbers. An entry is only ever
put where there is none, so nothing here changes or deletes one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from generation.engine.errors import Unavailable
from generation.engine.model.audit import Act, AuditEntry, following
from generation.engine.ports import Page
from generation.stores import codec
from generation.stores.codec import pack, shrink, unpack
from generation.stores.cursors import cursor_after, last_number
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Action, Record, put
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

TRIES = 10
"""Tries of an entry. Each refusal means that another one was written meanwhile."""

LIST = "audit"


class EntryTaken(Exception):
    """Another act has become the entry of this number. Stays in the adapters."""


class DynamoAudit:
    """Audit over the table of the jobs. Everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def append(self, act: Act) -> AuditEntry:
        for _ in range(TRIES):
            entry = following(last_entry(self._table), act)
            try:
                self._table.transact([entry_action(entry)])
            except EntryTaken:
                continue
            return entry
        raise Unavailable("other entries stay in the way")

    def entries(self, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
        start = keys.audit_key(last_number(cursor, LIST)) if cursor else None
        found = self._table.query(keys.AUDIT, descending=True, start=start, limit=limit + 1)
        entries = [_entry_of(record) for record in islice(found, limit + 1)]
        more = len(entries) > limit
        return Page(entries[:limit], cursor_after(str(entries[limit - 1].number), LIST) if more else None)


def last_entry(table: Table) -> AuditEntry | None:
    record = next(table.query(keys.AUDIT, descending=True, limit=1), None)
    return _entry_of(record) if record else None


def entry_action(entry: AuditEntry) -> Action:
    """Race: another act at the same time. One of the two is refused and follows the other."""
    key = keys.audit_key(entry.number)
    chain = {"previous": entry.previous, "hash": entry.hash}
    item: Record = {"pk": key.pk, "sk": key.sk, **chain, "state": shrink(pack(codec.ACT.dump(entry.act)))}
    return put(item, "attribute_not_exists(#pk)", lambda _: EntryTaken())


def _entry_of(record: Record) -> AuditEntry:
    return AuditEntry(
        number=keys.audit_number(str(record["sk"])),
        act=codec.ACT.load(unpack(items.state_in(record))),
        previous=str(record["previous"]),
        hash=str(record["hash"]),
    )
