"""Rate limits as Claude's: token buckets for requests, input and output tokens a minute.

A bucket holds one minute of its limit and fills all the time. A call is let in while every bucket has what
it takes: one request, its input tokens (what is read from the cache is free) and any output token at all;
what it answers is then taken from the output bucket, which may go below nothing. Whoever is not let in is
answered 429 with the time after which there is enough. What was let in is kept, so that a test can say by
how much a limit was passed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from local.claude.errors import InvalidRequest, RateLimited

NAMES = ("requests", "input_tokens", "output_tokens")
MOST_PER_MINUTE = 10**9
_KEPT = 20_000
_MINUTE_S = 60.0


@dataclass
class Bucket:
    """`limit` is what it holds and what flows into it in a minute; `clock` gives Unix seconds."""

    limit: int
    clock: Callable[[], float]
    taken: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def __post_init__(self) -> None:
        self._level = float(self.limit)
        self._at = self.clock()

    @property
    def level(self) -> float:
        now = self.clock()
        # A clock that goes back fills nothing.
        gained = max(0.0, now - self._at) * self.limit / _MINUTE_S
        self._level, self._at = min(float(self.limit), self._level + gained), now
        return self._level

    def wait_s(self, amount: int) -> float:
        """Until `amount` is there; more than the bucket can hold is let in when it is full."""
        return max(0.0, min(amount, self.limit) - self.level) * _MINUTE_S / self.limit

    def take(self, amount: int) -> None:
        self._level = self.level - amount
        self.taken.append((self._at, amount))

    def most_in_a_minute(self) -> int:
        """The most that was taken within any 60 s. A full bucket that is emptied at once and goes on at
        its limit lets twice the limit through."""
        most = inside = 0
        window: deque[tuple[float, int]] = deque()
        for at, amount in self.taken:
            window.append((at, amount))
            inside += amount
            while window[0][0] <= at - _MINUTE_S:
                inside -= window.popleft()[1]
            most = max(most, inside)
        return most


class Buckets:
    """The buckets of one server, for all models together. 0: not limited."""

    def __init__(self, per_minute: Mapping[str, int], clock: Callable[[], float]) -> None:
        self._first = dict(per_minute)
        self._clock = clock
        self._refused = 0
        self.set(per_minute)

    def set(self, per_minute: Mapping[str, int]) -> None:
        """New, full buckets; a limit that is not named is 0."""
        limits = ((name, per_minute.get(name, 0)) for name in NAMES)
        self._buckets = {name: Bucket(limit, self._clock) for name, limit in limits if limit}
        self._refused = 0

    def reset(self) -> None:
        """As after the start."""
        self.set(self._first)

    def let_in(self, input_tokens: int) -> None:
        """Raises RateLimited, naming the limit that is in the way longest."""
        wanted = {"requests": 1, "input_tokens": input_tokens, "output_tokens": 1}
        waits = {name: bucket.wait_s(wanted[name]) for name, bucket in self._buckets.items()}
        longest = max(waits, key=lambda name: waits[name], default=None)
        if longest is not None and waits[longest] > 0:
            self._refused += 1
            limit = self._buckets[longest].limit
            raise RateLimited(
                f"This request would exceed the rate limit of {limit} {longest.replace('_', ' ')} per minute",
                round(waits[longest] + 0.0005, 3),
            )
        for name in ("requests", "input_tokens"):
            if name in self._buckets:
                self._buckets[name].take(wanted[name])

    def answered(self, output_tokens: int) -> None:
        if "output_tokens" in self._buckets:
            self._buckets["output_tokens"].take(output_tokens)

    def headers(self) -> dict[str, str]:
        """As the API names them with every answer; tokens that are left are rounded to thousands."""
        return dict(self._headers())

    def _headers(self) -> Iterator[tuple[str, str]]:
        for name, bucket in self._buckets.items():
            left = max(0.0, bucket.level)
            is_full_in = timedelta(seconds=(bucket.limit - bucket.level) * _MINUTE_S / bucket.limit)
            is_full_at = datetime.fromtimestamp(self._clock(), UTC) + is_full_in
            prefix = f"anthropic-ratelimit-{name.replace('_', '-')}"
            yield f"{prefix}-limit", str(bucket.limit)
            yield f"{prefix}-remaining", str(int(left) if name == "requests" else round(left / 1000) * 1000)
            yield f"{prefix}-reset", is_full_at.isoformat(timespec="seconds").replace("+00:00", "Z")

    def view(self) -> dict[str, Any]:
        """For GET /_control/stats."""
        buckets = {
            name: {
                "limit": bucket.limit,
                "taken": sum(amount for _, amount in bucket.taken),
                "most_in_a_minute": bucket.most_in_a_minute(),
            }
            for name, bucket in self._buckets.items()
        }
        return {"rate_limited": self._refused, "limits": buckets}


def parse_limits(raw: object) -> dict[str, int]:
    """The body of POST /_control/limits, `{"requests_per_minute": n, ...}`. Raises InvalidRequest."""
    if not isinstance(raw, dict):
        raise InvalidRequest("limits: Input should be an object")
    limits = {}
    for name, value in raw.items():
        short = name.removesuffix("_per_minute")
        if short not in NAMES or short == name:
            raise InvalidRequest(f"limits.{name}: Extra inputs are not permitted")
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_PER_MINUTE:
            raise InvalidRequest(f"limits.{name}: Input should be a whole number from 0 to {MOST_PER_MINUTE}")
        limits[short] = value
    return limits
