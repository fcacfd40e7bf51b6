"""Retry: what follows from an error of a model call at an attempt."""

from __future__ import annotations

from dataclasses import dataclass

from generation.engine.errors import CallError, PermanentError, RateLimited
from generation.engine.policy import RetryPolicy


@dataclass(frozen=True, slots=True)
class Again:
    """Make the call again after `delay_s`; `counts` says whether an attempt was used up."""

    delay_s: float
    counts: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The task fails."""


def decide(policy: RetryPolicy, error: CallError, attempt: int, jitter: float) -> Again | GiveUp:
    """`attempt` is the number of the try that failed, from 1; `jitter` is from [0, 1)."""
    if isinstance(error, RateLimited):
        wait = named_wait_s(policy, error)
        spread = min(max(wait * policy.spread, policy.least_spread_s), policy.most_spread_s)
        return Again(delay_s=wait + jitter * spread, counts=False)
    if isinstance(error, PermanentError) or attempt >= policy.attempts:
        return GiveUp()
    delay = min(policy.first_delay_s * policy.factor ** (attempt - 1), policy.longest_delay_s)
    return Again(delay_s=delay * (policy.unjittered + (1 - policy.unjittered) * jitter), counts=True)


def named_wait_s(policy: RetryPolicy, error: RateLimited) -> float:
    named = policy.unnamed_wait_s if error.retry_after_s is None else max(0.0, error.retry_after_s)
    return min(named, policy.longest_wait_s)
