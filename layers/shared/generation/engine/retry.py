"""Retry policy as a value: what follows from an error at an attempt."""

from __future__ import annotations

from dataclasses import dataclass

from generation.engine.errors import CallError, PermanentError, RateLimited


@dataclass(frozen=True, slots=True)
class Again:
    """Make the call again after `delay_s`; `counts` says whether an attempt was used up."""

    delay_s: float
    counts: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The task fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Three attempts, backoff 1 s, 2 s, ... (full jitter above half, so that siblings spread).

    A rate limit waits for as long as the answer named plus up to `spread` of it; where it named
    nothing, `unnamed_wait_s`. An answer that names hours is cut at `longest_wait_s`: the wait costs
    nothing, but a job has a deadline.
    """

    attempts: int = 3
    first_delay_s: float = 1.0
    factor: float = 2.0
    longest_delay_s: float = 30.0
    unnamed_wait_s: float = 5.0
    longest_wait_s: float = 900.0
    spread: float = 0.2

    def decide(self, error: CallError, attempt: int, jitter: float) -> Again | GiveUp:
        """`attempt` is the number of the try that failed, from 1; `jitter` is from [0, 1)."""
        if isinstance(error, RateLimited):
            named = self.unnamed_wait_s if error.retry_after_s is None else max(0.0, error.retry_after_s)
            wait = min(named, self.longest_wait_s)
            return Again(delay_s=wait + jitter * min(max(wait * self.spread, 0.5), 5.0), counts=False)
        if isinstance(error, PermanentError) or attempt >= self.attempts:
            return GiveUp()
        delay = min(self.first_delay_s * self.factor ** (attempt - 1), self.longest_delay_s)
        return Again(delay_s=delay * (0.5 + 0.5 * jitter), counts=True)
