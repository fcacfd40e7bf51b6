"""Outbox on DynamoDB: an owner's webhooks in one item, changed by whoever has read its latest version, and
deliveries beside it, each of which one function at a time tries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from generation.engine.errors import Unavailable
from generation.engine.model.delivery import Delivery, DeliveryKey, DeliveryStatus
from generation.engine.model.webhook import Webhooks
from generation.engine.ports import Page
from generation.engine.ports.outbox import Due
from generation.stores.codec import to_ms
from generation.stores.cursors import cursor_after, last_seen
from generation.stores.dynamodb import delivery_keys, items, keys
from generation.stores.dynamodb.actions import Record, Refused
from generation.stores.dynamodb.deliveries import (
    delivery_item,
    delivery_of,
    due_of,
    webhooks_of,
    webhooks_state,
)
from generation.stores.dynamodb.table import Table
from generation.system import SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

TRIES = 20
"""Of a change of an owner's webhooks. Each refusal means that another change was written meanwhile: by
him, or where his receivers begin or cease to answer."""

PENDING = DeliveryStatus.PENDING.value


class DynamoOutbox:
    """Outbox over the table of the jobs. Beside what the port names everything raises Unavailable."""

    def __init__(
        self, client: DynamoDBClient, table_name: str, *, now: Callable[[], datetime] | None = None
    ) -> None:
        self._table = Table(client, table_name)
        self._now = now or SystemClock().now

    def listeners(self, owner: str) -> Webhooks:
        return webhooks_of(self._table.get(delivery_keys.webhooks_key(owner), consistent=False))

    def webhooks(self, owner: str) -> Webhooks:
        return webhooks_of(self._table.get(delivery_keys.webhooks_key(owner)))

    def change(self, owner: str, change: Callable[[Webhooks], Webhooks]) -> Webhooks:
        key = delivery_keys.webhooks_key(owner)
        for _ in range(TRIES):
            record = self._table.get(key)
            before = webhooks_of(record)
            after = change(before)
            if after == before:
                return after
            version = int(record["version"]) if record else 0
            item: Record = {
                "pk": key.pk,
                "sk": key.sk,
                "version": version + 1,
                "state": webhooks_state(after),
            }
            try:
                # Race: another change at the same time, or the erasure of all that the owner has. One of the
                # two is refused and reads it again. Where the answer gets lost and botocore asks again, that
                # second read finds what was wanted.
                if record is None:
                    self._table.put(item, "attribute_not_exists(#version)")
                else:
                    self._table.put(item, "#version = :before", before=version)
            except Refused:
                continue
            return after
        raise Unavailable("other changes of the owner's webhooks stay in the way")

    def add(self, delivery: Delivery) -> None:
        self._table.put(delivery_item(delivery))

    def take(self, key: DeliveryKey, *, now: datetime, until: datetime) -> Delivery | None:
        # Two messages for the same delivery: the first one moves `due_at`, so the other one comes too early.
        # Should the answer get lost and botocore ask again, that is our own: the sweep queues it then.
        when = "#status = :pending AND #due_at <= :now AND #ttl > :seconds"
        change = "SET #due_at = :until, #sweep_at = :until, #turn = :turn, #begun = #begun + :one"
        try:
            taken = self._table.update(
                _key(key),
                change,
                when,
                pending=PENDING,
                now=to_ms(now),
                seconds=to_ms(self._now()) // 1000,
                until=to_ms(until),
                turn=delivery_keys.swept_at(to_ms(until)),
                one=1,
            )
        except Refused:
            return None
        return delivery_of(taken)

    def settle(self, delivery: Delivery) -> bool:
        # Race: this one took so long that the sweep had it tried again. Who began the latest try writes.
        when = "#status = :pending AND #begun = :mine"
        try:
            self._table.put(delivery_item(delivery), when, pending=PENDING, mine=delivery.begun)
        except Refused:
            return False
        return True

    def due(self, now: datetime, most: int) -> Sequence[Due]:
        found = self._table.index_page(
            keys.ORDER_INDEX,
            most=most,
            partition={"shard": delivery_keys.DELIVERIES},
            first={"turn": delivery_keys.swept_at(0)},
        )
        return [due for due in map(due_of, found) if due.sweep_at <= now]

    def put_off(self, due: Due, sweep_at: datetime) -> None:
        # Race: it is taken or settled in this moment, which says itself when the sweep is to look again.
        seen, then = to_ms(due.sweep_at), to_ms(sweep_at)
        change = "SET #sweep_at = :then, #turn = :turn"
        when = "#status = :pending AND #sweep_at = :seen"
        try:
            self._table.update(
                _key(due.key),
                change,
                when,
                pending=PENDING,
                seen=seen,
                then=then,
                turn=delivery_keys.swept_at(then),
            )
        except Refused:
            return

    def deliveries(self, owner: str, webhook_id: str, *, limit: int, cursor: str | None) -> Page[Delivery]:
        name = ("deliveries", owner, webhook_id)
        start = delivery_keys.delivery_key(owner, webhook_id, last_seen(cursor, *name)) if cursor else None
        where = delivery_keys.deliveries_to(owner, webhook_id)
        found = self._table.query(where, descending=True, start=start, limit=limit + 1)
        alive = (record for record in found if not items.expires_in(record, self._now()))
        shown = [delivery_of(record) for record in islice(alive, limit + 1)]
        more = len(shown) > limit
        return Page(shown[:limit], cursor_after(shown[limit - 1].delivery_id, *name) if more else None)


def _key(key: DeliveryKey) -> keys.Key:
    return delivery_keys.delivery_key(key.owner, key.webhook_id, key.delivery_id)
