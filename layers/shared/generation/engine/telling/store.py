"""Telling store: a JobStore whose checkpoints carry what the job's owner wants told.

What is told is written in the transaction that it tells of, so it is written once and with it, or not at all,
whoever dies. Its message is sent afterwards; where that does not happen the sweep sends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from generation.engine.errors import Unavailable
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.delivery import Delivery, News
from generation.engine.ports import JobStore
from generation.engine.ports.outbox import DeliveryQueue, Outbox
from generation.engine.telling.news import delivery_of, may_be_told, news_of
from generation.engine.telling.schedule import DeliveryPolicy

MOST_AT_ONCE = 10
"""Messages of one request of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who of an owner's webhooks is told what."""

    outbox: Outbox
    queue: DeliveryQueue
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)

    def deliveries(self, news: Iterable[News]) -> tuple[Delivery, ...]:
        """To be written with what they tell of. One small read of an owner."""
        found = tuple(news)
        if not found:
            return ()
        webhooks = self.outbox.listeners(found[0].owner)
        return tuple(
            delivery_of(one, webhook, self.policy.patience)
            for one in found
            for webhook in webhooks.listening(one.occasion)
        )

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """They are written, so those that cannot be sent now are sent by the sweep."""
        for start in range(0, len(deliveries), MOST_AT_ONCE):
            try:
                self.queue.send([one.key for one in deliveries[start : start + MOST_AT_ONCE]])
            except Unavailable:
                return


def telling_store(store: JobStore, teller: Teller) -> JobStore:
    return cast(JobStore, _Store(store, teller))


class _Store:
    """A JobStore: all but checkpoints goes straight through."""

    def __init__(self, store: JobStore, teller: Teller) -> None:
        self._store = store
        self._teller = teller

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, checkpoint: Checkpoint) -> None:
        if not may_be_told(checkpoint):
            self._store.commit(checkpoint)
            return
        deliveries = self._teller.deliveries(news_of(checkpoint))
        self._store.commit(replace(checkpoint, deliveries=deliveries))
        self._teller.send(deliveries)
