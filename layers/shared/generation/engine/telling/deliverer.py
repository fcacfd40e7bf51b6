"""Deliverer: one try of a delivery, and what follows from it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from generation.engine.errors import Unavailable, Undelivered
from generation.engine.model.delivery import Delivery, DeliveryKey, DeliveryStatus, Try
from generation.engine.model.webhook import Occasion, Webhook, Webhooks
from generation.engine.ports import Clock, Ids
from generation.engine.ports.outbox import DeliveryQueue, Outbox, Post
from generation.engine.telling.schedule import LONGEST_DELAY_S, DeliveryPolicy
from generation.engine.telling.signing import message

logger = logging.getLogger(__name__)

Change = Callable[[Webhook], Webhook]

GONE = 410
"""By the specification: the receiver wants no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    outbox: Outbox
    queue: DeliveryQueue
    post: Post
    clock: Clock
    ids: Ids
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)

    def deliver(self, key: DeliveryKey) -> None:
        """Make one try. A message that came twice, too early or after the end does nothing.

        Dying between the request and the write of what came of it makes the sweep try again: the receiver
        knows it by its id. Raises Unavailable.
        """
        now = self.clock.now()
        delivery = self.outbox.take(key, now=now + self.policy.early, until=now + self.policy.lease)
        if delivery is None:
            return
        if delivery.begun > self.policy.most_tries:  # each of the last ones died on the way
            self.outbox.settle(delivery.ended(DeliveryStatus.FAILED))
            return
        webhook = self.outbox.webhooks(key.owner).find(key.webhook_id)
        is_test = delivery.occasion == Occasion.TEST
        if webhook is None or not (webhook.is_enabled or is_test):
            self.outbox.settle(delivery.ended(DeliveryStatus.DROPPED))
            return
        tried = self._try(delivery, webhook)
        logger.info("Tried a delivery: %s", tried.status_code or tried.error)
        if tried.is_received:
            if webhook.failing_since is not None and not is_test:
                self._change(key, Webhook.received)
            self.outbox.settle(delivery.ended(DeliveryStatus.DELIVERED, tried))
        elif is_test:
            self.outbox.settle(delivery.ended(DeliveryStatus.FAILED, tried))
        else:
            self._failed(delivery, tried)

    def _try(self, delivery: Delivery, webhook: Webhook) -> Try:
        begun_at = self.clock.now()
        status: int | None = None
        error: str | None = None
        try:
            secrets = webhook.secrets_at(begun_at)
            status = self.post.send(message(delivery, webhook.url, secrets, begun_at))
        except Undelivered as undelivered:
            error = undelivered.code
        took_ms = round((self.clock.now() - begun_at) / timedelta(milliseconds=1))
        return Try(at=begun_at, took_ms=took_ms, status_code=status, error=error)

    def _failed(self, delivery: Delivery, tried: Try) -> None:
        # The webhook first: should this die before the delivery is written, it is tried again and meets a
        # webhook that is disabled.
        now = self.clock.now()
        is_gone = tried.status_code == GONE
        self._change(delivery.key, lambda webhook: webhook.refused(now, is_gone=is_gone))
        delay_s = None if is_gone else self.policy.delay_s(delivery.begun, self.ids.jitter())
        if delay_s is None:
            self.outbox.settle(delivery.ended(DeliveryStatus.FAILED, tried))
            return
        due_at = now + timedelta(seconds=delay_s)
        is_soon = delay_s <= LONGEST_DELAY_S
        sweep_at = due_at + self.policy.patience if is_soon else due_at
        if self.outbox.settle(delivery.put_off(due_at, sweep_at, tried)) and is_soon:
            self._queue(delivery.key, math.ceil(delay_s))

    def _queue(self, key: DeliveryKey, delay_s: int) -> None:
        try:
            self.queue.send([key], delay_s)
        except Unavailable:
            return  # the sweep queues it when it is due

    def _change(self, key: DeliveryKey, change: Change) -> None:
        """Of the webhook as it is now: its owner may have changed or deleted it during the request."""

        def changed(webhooks: Webhooks) -> Webhooks:
            webhook = webhooks.find(key.webhook_id)
            return webhooks if webhook is None else webhooks.having(change(webhook))

        self.outbox.change(key.owner, changed)
