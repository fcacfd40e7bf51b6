"""Time budget: how long a worker may go on, and which model calls still fit into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from generation.engine.policy import WorkerPolicy


@dataclass(slots=True)
class TimeBudget:
    """Calls that would not finish before `ends_at` are not begun.

    A worker that has begun nothing may begin one call all the same, or a job whose calls are
    longer than thought would be handed over for ever.
    """

    starts_at: datetime
    ends_at: datetime
    policy: WorkerPolicy
    begun: int = 0
    is_over: bool = False

    @classmethod
    def until(cls, now: datetime, end: datetime, policy: WorkerPolicy) -> TimeBudget:
        """Of a worker that has to be gone at `end`: a part of its time is kept back for handing over."""
        reserve = min(max((end - now) * policy.reserve, policy.least_reserve), policy.most_reserve)
        return cls(now, end - reserve, policy)

    def may_begin(self, now: datetime, longest_call_ms: int) -> bool:
        time_s = (self.ends_at - self.starts_at).total_seconds()
        usual = min(self.policy.expected_call_s, self.policy.expected_share * time_s)
        expected = timedelta(seconds=longest_call_ms * self.policy.call_margin / 1000 or usual)
        return self.begun == 0 or now + expected <= self.ends_at
