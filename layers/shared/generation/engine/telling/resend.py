"""Resend: the part of the sweep that queues deliveries whose message is lost, or whose time has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from generation.engine.ports import Clock
from generation.engine.ports.outbox import DeliveryQueue, Due, Outbox
from generation.engine.telling.schedule import DeliveryPolicy
from generation.engine.telling.store import MOST_AT_ONCE

RESERVE = timedelta(seconds=10)
"""Of the sweep's time, for the messages at hand when it stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    outbox: Outbox
    queue: DeliveryQueue
    clock: Clock
    policy: DeliveryPolicy = field(default_factory=DeliveryPolicy)

    def run(self, until: datetime | None = None) -> int:
        """How many it has queued; what is left is due again the next time. Raises Unavailable."""
        due = self.outbox.due(self.clock.now(), self.policy.swept_at_once)
        sent = 0
        for start in range(0, len(due), MOST_AT_ONCE):
            if until is not None and self.clock.now() >= until - RESERVE:
                break
            some = due[start : start + MOST_AT_ONCE]
            self._send(some)
            sent += len(some)
        return sent

    def _send(self, due: Sequence[Due]) -> None:
        # The message goes first: dying in between means another one, which finds the delivery taken or ended.
        self.queue.send([one.key for one in due])
        sweep_at = self.clock.now() + self.policy.swept_again
        for one in due:
            self.outbox.put_off(one, sweep_at)
