"""Documents on DynamoDB: a head in the owner's partition, parts in one of the document's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generation.engine.errors import DocumentChanged, Unavailable
from generation.engine.model.checkpoint import (
    UNLIMITED,
    Document,
    DocumentChange,
    Edit,
    IdempotencyRecord,
    Link,
    Quota,
    new_document,
)
from generation.engine.ports import EVERYTHING, DocumentFilter, Page
from generation.stores.codec import pack, shrink
from generation.stores.cursors import cursor_after, last_seen, name_of_documents
from generation.stores.dynamodb import items, keys, room
from generation.stores.dynamodb.actions import Record, Refused, Value, delete, put, update
from generation.stores.dynamodb.checkpoint import (
    HEAD_CHANGE,
    delivery_actions,
    guards,
    head_action,
    head_values,
    idempotency_action,
    part_actions,
)
from generation.stores.dynamodb.deletion import delete_document, restore_document
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.trash import HERE, is_deleted
from generation.system import SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

TRIES = 5
"""Tries of a read that saw half of a write, and of an edit that met another change of the head."""

PAUSE_S = 0.05

BATCH = 100
"""Heads asked for at once where a filter may leave many of them out."""

MOST_LOOKED = 500
"""Heads read for one page. Of a list with much that is deleted, or that a filter leaves out, a page may then
be short, or empty, and have a cursor."""


class DynamoDocuments:
    """Documents over the table of the jobs. Beside what the port names everything raises Unavailable."""

    def __init__(
        self,
        client: DynamoDBClient,
        table_name: str,
        *,
        now: Callable[[], datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._table = Table(client, table_name)
        self._now = now or SystemClock().now
        self._sleep = sleep

    def create(
        self, document: Document, idempotency: IdempotencyRecord | None = None, quota: Quota = UNLIMITED
    ) -> None:
        """Raises ValueError for more than one transaction takes: 4 MB compressed, 97 items."""
        write = new_document(document)
        # Races, in the order of the actions: the same request sent twice; another document with that id;
        # uploads at the same time that together exceed the quota.
        actions = [idempotency_action(idempotency, self._now())] if idempotency else []
        taken = room.taken([document], quota)
        self._table.transact([*actions, head_action(document), *taken, *part_actions(write)])

    def delete(
        self,
        kind: str,
        owner: str,
        document_id: str,
        *,
        until: datetime,
        quota: Quota = UNLIMITED,
        subjects: Sequence[str] = (),
        job_id: str | None = None,
    ) -> bool:
        return delete_document(
            self._table,
            kind,
            owner,
            document_id,
            now=self._now(),
            until=until,
            quota=quota,
            subjects=subjects,
            job_id=job_id,
        )

    def restore(self, kind: str, owner: str, document_id: str, quota: Quota = UNLIMITED) -> Document | None:
        return restore_document(self._table, kind, owner, document_id, now=self._now(), quota=quota)

    def deleted(self, kind: str, owner: str, document_id: str) -> Document | None:
        record = self._table.get(keys.head_key(kind, owner, document_id))
        return items.head_of(record) if record and is_deleted(record) else None

    def change(self, change: DocumentChange) -> None:
        expect, head = change.expect, change.head
        kind, owner = expect.kind, expect.owner
        key = keys.head_key(kind, owner, expect.document_id)
        record = self._table.get(key)
        if record is None or not self._is_there(record) or items.head_of(record) != expect:
            raise DocumentChanged
        actions = [
            # Races: another change of the same reading, a publication, a deletion, or a checkpoint that
            # writes the head.
            update(
                key,
                HEAD_CHANGE,
                f"{HERE} AND #status = :old_status AND #state = :old",
                lambda _: DocumentChanged(),
                **head_values(head),
                old_status=str(record["status"]),
                old=items.state_in(record),
            ),
            *guards(change),
            *part_actions(change.write),
        ]
        for write in change.beside:
            # The same bytes whoever writes them, so no condition.
            actions += [put(items.head_item(write.head))] if write.head else []
            actions += part_actions(write)
        self._table.transact([*actions, *map(delete, self._keys_of(owner, change.dropped))])

    def _keys_of(self, owner: str, dropped: Iterable[tuple[str, str, str]]) -> Iterator[keys.Key]:
        """Of all pieces of those parts."""
        wanted: dict[tuple[str, str], set[str]] = {}
        for kind, document_id, part in dropped:
            wanted.setdefault((kind, document_id), set()).add(part)
        for (kind, document_id), parts in wanted.items():
            for record in self._table.query(keys.parts_of(kind, owner, document_id)):
                if keys.part_of(str(record["sk"]))[0] in parts:
                    yield items.key_in(record)

    def put(self, document: Document) -> None:
        # No condition: of two whole documents written at the same time the later one stands.
        parts = part_actions(new_document(document))
        self._table.transact([put(items.head_item(document)), *parts])

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None:
        record = self._table.get(keys.head_key(kind, owner, document_id))
        if record is None or not self._is_there(record):
            return None
        head = items.head_of(record)
        return self.with_parts(head) if parts else head

    def with_parts(self, head: Document) -> Document:
        return replace(head, parts=self._parts(head.kind, head.owner, head.document_id))

    def list(
        self,
        kind: str,
        owner: str,
        *,
        limit: int,
        cursor: str | None,
        which: DocumentFilter = EVERYTHING,
    ) -> Page[Document]:
        name = name_of_documents(kind, owner, which)
        start = keys.head_key(kind, owner, last_seen(cursor, *name)) if cursor else None
        at_once = limit + 1 if which == EVERYTHING else BATCH
        found = self._table.query(keys.heads(kind, owner), descending=True, start=start, limit=at_once)
        heads: list[Document] = []
        last = ""
        for looked, record in enumerate(found):
            if len(heads) == limit or looked == MOST_LOOKED:
                return Page(heads, cursor_after(last, *name))
            head = items.head_of(record)
            last = head.document_id
            if self._is_there(record) and which.shows(head):
                heads.append(head)
        return Page(heads)

    def put_link(self, link: Link) -> None:
        key = keys.link_key(link.slug)
        whose = {"owner": items.text(link.owner), "id": items.text(link.document_id)}
        self._table.put({"pk": key.pk, "sk": key.sk, **whose})

    def linked(self, slug: str) -> Link | None:
        record = self._table.get(keys.link_key(slug))
        if record is None:
            return None
        owner, document_id = items.text_in(record["owner"]), items.text_in(record["id"])
        return Link(slug=slug, owner=owner, document_id=document_id)

    def edit(self, edit: Edit) -> Document | None:
        key = keys.head_key(edit.kind, edit.owner, edit.document_id)
        new: dict[str, Value] | None = None
        for _ in range(TRIES):
            record = self._table.get(key)
            if record is None or not self._is_there(record):
                return None
            if new is not None and all(record.get(name) == value for name, value in new.items()):
                return items.head_of(record)  # An earlier try wrote it, and only its answer got lost.
            status = str(record["status"])
            if edit.expect not in (None, status):
                return None
            edits = edit.over(items.edits_in(record), items.head_of(record).summary)
            new = {"edits": shrink(pack(edits)), "status": edit.status or status}
            # Races: another edit, a checkpoint that writes the head, a deletion. No change may be lost.
            when = f"#status = :old_status AND {HERE} AND "
            when += "#edits = :old" if "edits" in record else "attribute_not_exists(#edits)"
            old: dict[str, Value] = {"old_status": status}
            if "edits" in record:
                old["old"] = record["edits"]
            changes = "SET #edits = :edits, #status = :status"
            try:
                if not edit.deliveries:
                    return items.head_of(self._table.update(key, changes, when, **new, **old))
                written = update(key, changes, when, Refused, **new, **old)
                self._table.transact([written, *delivery_actions(edit.deliveries)])
            except Refused:
                continue
            return items.head_of({**record, **new})
        raise Unavailable(f"the {edit.kind} is changed all the time")

    def _is_there(self, record: Record) -> bool:
        return not is_deleted(record) and not items.expires_in(record, self._now())

    def _parts(self, kind: str, owner: str, document_id: str) -> dict[str, Any]:
        for _ in range(TRIES):
            records = list(self._table.query(keys.parts_of(kind, owner, document_id)))
            try:
                return items.parts_from(records)
            except items.Torn:
                # The part was read while it was written: old and new pieces do not fit together.
                self._sleep(PAUSE_S)
        raise Unavailable(f"the {kind} is changed all the time")
