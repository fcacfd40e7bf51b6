"""Schedule: when a delivery is tried, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """delays_s    before each further try, in seconds: the schedule that Standard Webhooks recommends,
                three days and three and a half hours in all
    spread      part of a delay that chance may add: what failed together does not come back together
    lease       how long a try may take, and twice that: one that died is tried again after it
    patience    how long a queued one may lie before the sweep queues it again
    swept_again  the same for one that the sweep has queued: its queue may be long
    early       how much a clock may be behind that of who wrote it
    swept_at_once  deliveries that one sweep queues: some five seconds of sending
    """

    delays_s: tuple[int, ...] = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
    spread: float = 0.1
    lease: timedelta = timedelta(seconds=30)
    patience: timedelta = timedelta(seconds=60)
    swept_again: timedelta = timedelta(minutes=10)
    early: timedelta = timedelta(seconds=2)
    swept_at_once: int = 500

    @property
    def most_tries(self) -> int:
        return len(self.delays_s) + 1

    def delay_s(self, begun: int, jitter: float) -> float | None:
        """Before the next try, after so many; None: there is none."""
        if begun >= self.most_tries:
            return None
        return self.delays_s[begun - 1] * (1 + self.spread * jitter)


LONGEST_DELAY_S = 900
"""Of a message in the queue. What is due later, the sweep queues."""
