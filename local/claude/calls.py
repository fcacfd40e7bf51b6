"""The ledger: every call to /v1/messages, from its first byte to its end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

KEPT_CALLS = 10_000


class Outcome(StrEnum):
    """How a call ended."""

    ENDED = "ended"
    """Answered to its end with status 200."""
    FAILED = "failed"
    """Refused with an error status, or broken by a fault or by the server's stop."""
    ABORTED = "aborted"
    """The client went away before the end."""


@dataclass(frozen=True)
class Call:
    number: int
    kind: str | None
    key: str
    """SHA-256 of the request body, 16 hex digits: two calls with one key are the same call made twice."""
    fault: str | None
    started_at: float
    """Unix seconds, as `ended_at`."""
    ended_at: float | None = None
    status: int | None = None
    aborted: bool = False
    mark: str | None = None
    """The first `mark-` and 8 hex digits in the body: a test puts one there to know its own calls."""


class Ledger:
    """Counts calls and the highest number at once. `calls == ended + failed + aborted + open`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Start again from call number 1. Calls that are still open are forgotten."""
        self._open: set[Call] = set()
        self._closed: deque[Call] = deque(maxlen=KEPT_CALLS)
        self._outcomes: Counter[Outcome] = Counter()
        self._kinds: Counter[str] = Counter()
        self._calls = 0
        self._max_at_once = 0

    def begin(
        self, *, kind: str | None, key: str, fault: str | None, started_at: float, mark: str | None = None
    ) -> Call:
        """A call has been read and is now being answered."""
        self._calls += 1
        call = Call(self._calls, kind, key, fault, started_at, mark=mark)
        self._open.add(call)
        self._kinds[kind or "other"] += 1
        self._max_at_once = max(self._max_at_once, len(self._open))
        return call

    def end(self, call: Call, *, status: int | None, outcome: Outcome) -> None:
        """The call is over; `status` is None if no header was sent. A second end counts for nothing."""
        if call not in self._open:
            return
        self._open.remove(call)
        self._outcomes[outcome] += 1
        aborted = outcome is Outcome.ABORTED
        self._closed.append(replace(call, ended_at=self._clock(), status=status, aborted=aborted))

    def view(self) -> dict[str, Any]:
        """The body of GET /_control/stats."""
        requests = sorted([*self._closed, *self._open], key=lambda call: call.number)
        return {
            "calls": self._calls,
            **{outcome.value: self._outcomes[outcome] for outcome in Outcome},
            "open": len(self._open),
            "max_at_once": self._max_at_once,
            "by_kind": dict(sorted(self._kinds.items())),
            "requests": [asdict(call) for call in requests[-KEPT_CALLS:]],
        }
