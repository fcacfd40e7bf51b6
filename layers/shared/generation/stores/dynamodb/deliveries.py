"""Deliveries and webhooks as items of the table and back.

A pending delivery carries the keys of the index `order`, under a partition of its own there: sparse, so that
the sweep reads what is due and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from generation.engine.model.delivery import Delivery, DeliveryKey, Try
from generation.engine.model.webhook import Webhook, Webhooks
from generation.engine.ports.outbox import Due
from generation.stores.codec import Form, from_ms, pack, shrink, to_ms, unpack
from generation.stores.dynamodb import delivery_keys, items
from generation.stores.dynamodb.actions import Record, Value

KEPT = timedelta(days=30)
"""How long a delivery is shown after it was written: that of the jobs which it tells of."""

WEBHOOK, TRY = Form(Webhook), Form(Try)
DELIVERY = Form(Delivery, leave_out=frozenset({"tries"}))
_BESIDE_STATE = ("status", "begun", "due_at", "sweep_at")


def delivery_item(delivery: Delivery) -> items.Item:
    key = delivery_keys.delivery_key(delivery.owner, delivery.webhook_id, delivery.delivery_id)
    state = {**DELIVERY.dump(delivery), "tries": [TRY.dump(one) for one in delivery.tries]}
    for name in _BESIDE_STATE:
        state.pop(name, None)
    return {
        "pk": key.pk,
        "sk": key.sk,
        "ttl": to_ms(delivery.created_at + KEPT) // 1000,
        "owner": delivery.owner,
        "status": delivery.status,
        "begun": delivery.begun,
        "due_at": to_ms(delivery.due_at),
        "sweep_at": to_ms(delivery.sweep_at),
        **_in_index(delivery),
        "state": shrink(pack(state)),
    }


def _in_index(delivery: Delivery) -> items.Item:
    if not delivery.is_pending:
        return {}
    return {"shard": delivery_keys.DELIVERIES, "turn": delivery_keys.swept_at(to_ms(delivery.sweep_at))}


def delivery_of(record: Record) -> Delivery:
    state: dict[str, Any] = unpack(items.state_in(record))
    tries = tuple(map(TRY.load, state.pop("tries")))
    for name in ("due_at", "sweep_at"):
        state[name] = from_ms(int(record[name])).isoformat()
    loaded = DELIVERY.load({**state, "status": record["status"], "begun": record["begun"]})
    return replace(loaded, tries=tries)


def due_of(record: Record) -> Due:
    """Of an item of the index, which holds its keys and its owner."""
    webhook_id, delivery_id = delivery_keys.delivery_in(str(record["sk"]))
    key = DeliveryKey(owner=str(record["owner"]), webhook_id=webhook_id, delivery_id=delivery_id)
    return Due(key=key, sweep_at=from_ms(int(str(record["turn"]))))


def webhooks_state(webhooks: Webhooks) -> Value:
    return shrink(pack([WEBHOOK.dump(webhook) for webhook in webhooks.webhooks]))


def webhooks_of(record: Record | None) -> Webhooks:
    found: Iterable[Any] = unpack(items.state_in(record)) if record else ()
    return Webhooks(webhooks=tuple(map(WEBHOOK.load, found)))
