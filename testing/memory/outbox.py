"""Outbox in memory; see `memory`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from generation.engine.model.delivery import Delivery, DeliveryKey
from generation.engine.model.webhook import Webhooks
from generation.engine.ports import Page
from generation.engine.ports.outbox import Due
from generation.stores.codec import pack, whole_ms
from generation.stores.cursors import cursor_after, last_seen
from generation.stores.dynamodb.deliveries import KEPT, WEBHOOK
from generation.system import SystemClock
from testing.memory.world import MemoryWorld, delivery_of, pack_delivery


class MemoryOutbox:
    """Outbox over a `MemoryWorld`; give it that of the job store to see what checkpoints tell."""

    def __init__(
        self, world: MemoryWorld | None = None, *, now: Callable[[], datetime] | None = None
    ) -> None:
        self.world = world or MemoryWorld()
        self._now = now or SystemClock().now

    def listeners(self, owner: str) -> Webhooks:
        return self.webhooks(owner)

    def webhooks(self, owner: str) -> Webhooks:
        with self.world.lock:
            found = json.loads(self.world.webhooks.get(owner, "[]"))
            return Webhooks(webhooks=tuple(map(WEBHOOK.load, found)))

    def change(self, owner: str, change: Callable[[Webhooks], Webhooks]) -> Webhooks:
        with self.world.lock:
            after = change(self.webhooks(owner))
            self.world.webhooks[owner] = pack([WEBHOOK.dump(webhook) for webhook in after.webhooks])
            return after

    def add(self, delivery: Delivery) -> None:
        with self.world.lock:
            self.world.deliveries[delivery.key] = pack_delivery(delivery)

    def take(self, key: DeliveryKey, *, now: datetime, until: datetime) -> Delivery | None:
        with self.world.lock:
            delivery = self._live(key)
            if delivery is None or not delivery.is_pending or delivery.due_at > now:
                return None
            until = whole_ms(until)
            taken = replace(delivery, begun=delivery.begun + 1, due_at=until, sweep_at=until)
            self.add(taken)
            return taken

    def settle(self, delivery: Delivery) -> bool:
        with self.world.lock:
            stored = self._live(delivery.key)
            if stored is None or not stored.is_pending or stored.begun != delivery.begun:
                return False
            self.add(delivery)
            return True

    def due(self, now: datetime, most: int) -> Sequence[Due]:
        with self.world.lock:
            found = map(delivery_of, self.world.deliveries.values())
            due = [one for one in found if one.is_pending and one.sweep_at <= now]
        due.sort(key=lambda delivery: delivery.sweep_at)
        return [Due(key=one.key, sweep_at=one.sweep_at) for one in due[:most]]

    def put_off(self, due: Due, sweep_at: datetime) -> None:
        with self.world.lock:
            stored = self._live(due.key)
            if stored is not None and stored.is_pending and stored.sweep_at == due.sweep_at:
                self.add(replace(stored, sweep_at=sweep_at))

    def deliveries(self, owner: str, webhook_id: str, *, limit: int, cursor: str | None) -> Page[Delivery]:
        name = ("deliveries", owner, webhook_id)
        before = last_seen(cursor, *name) if cursor else None
        with self.world.lock:
            keys = [
                key for key in self.world.deliveries if (key.owner, key.webhook_id) == (owner, webhook_id)
            ]
            found = [delivery for key in keys if (delivery := self._live(key)) is not None]
        found.sort(key=lambda delivery: delivery.delivery_id, reverse=True)
        shown = [delivery for delivery in found if before is None or delivery.delivery_id < before]
        more = len(shown) > limit
        return Page(shown[:limit], cursor_after(shown[limit - 1].delivery_id, *name) if more else None)

    def _live(self, key: DeliveryKey) -> Delivery | None:
        stored = self.world.deliveries.get(key)
        delivery = delivery_of(stored) if stored else None
        return None if delivery is None or delivery.created_at + KEPT <= self._now() else delivery
