"""Time budget: how long a worker may go on, and which model calls still fit into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

EXPECTED_CALL_S = 60.0
"""How long a call is taken to last before the job has seen one end."""


@dataclass(slots=True)
class TimeBudget:
    """Calls that would not finish before `ends_at` are not begun.

    A worker that has begun nothing may begin one call all the same, or a job whose calls are
    longer than thought would be handed over for ever.
    """

    starts_at: datetime
    ends_at: datetime
    begun: int = 0
    is_over: bool = False

    @classmethod
    def until(cls, now: datetime, end: datetime) -> TimeBudget:
        """Of a worker that has to be gone at `end`: a tenth of its time, 1 to 10 s, is kept back for
        handing over."""
        reserve = min(max((end - now) / 10, timedelta(seconds=1)), timedelta(seconds=10))
        return cls(now, end - reserve)

    def may_begin(self, now: datetime, longest_call_ms: int) -> bool:
        usual = min(EXPECTED_CALL_S, 0.5 * (self.ends_at - self.starts_at).total_seconds())
        expected = timedelta(seconds=longest_call_ms * 1.1 / 1000 or usual)
        return self.begun == 0 or now + expected <= self.ends_at
