"""GCRA: when the next call of a class of models may begin, kept as one moment in time.

The generic cell rate algorithm (ITU-T I.371): each call takes up time of the limit, and `free_at`, its
theoretical arrival time, is where the time that is taken ends. A call may begin up to `burst` before that.
Of the limits of requests, input and output tokens a call takes up the most of a minute that it needs of any.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from generation.engine.policy import ModelLimitPolicy

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimits:
    """What may be used of a class of models in a minute; 0: not limited."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def is_set(self) -> bool:
        return bool(self.requests or self.input_tokens or self.output_tokens)

    def lowered(self, told: ModelLimits) -> ModelLimits:
        """By what the account has; what is not limited here stays so, and 0 is nothing told."""
        return ModelLimits(
            requests=_lower(self.requests, told.requests),
            input_tokens=_lower(self.input_tokens, told.input_tokens),
            output_tokens=_lower(self.output_tokens, told.output_tokens),
        )


@dataclass(frozen=True, slots=True)
class Size:
    """What a call uses of the limits: fresh input (what is read from the cache is free) and output tokens."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """What an answer told of the account: limits by the minute, and what is left of them; 0 and None where
    it told nothing."""

    limits: ModelLimits = field(default_factory=ModelLimits)
    requests_left: int | None = None
    input_tokens_left: int | None = None
    output_tokens_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState:
    """Of one class of models.

    free_at     where the time that is taken ends; None: nothing is taken
    held_until  end of the wait that the latest refusal named
    told        limits that the account has by its own word
    """

    free_at: datetime | None = None
    held_until: datetime | None = None
    told: ModelLimits = field(default_factory=ModelLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When a call may begin. Where it is not reserved: when it is worth asking again."""

    begins_at: datetime
    is_reserved: bool
    state: BudgetState


def cost(limits: ModelLimits, size: Size, policy: ModelLimitPolicy) -> timedelta:
    """The time of the limits that a call of this size takes up."""
    uses = (
        (1, limits.requests),
        (size.input_tokens, limits.input_tokens),
        (size.output_tokens, limits.output_tokens),
    )
    share = max((used / limit for used, limit in uses if limit), default=0.0)
    longest = policy.longest_cost
    return min(MINUTE * share, longest) if share < longest / MINUTE else longest


def reserve(
    state: BudgetState,
    cost: timedelta,
    policy: ModelLimitPolicy,
    *,
    now: datetime,
    owed: timedelta = timedelta(0),
    ahead: timedelta,
) -> Opening:
    """Take the time of a call that can begin within `ahead`; `owed` is what earlier calls took more than was
    reserved for them, or less (negative). Time that nobody took is gone."""
    taken = _taken(state, now, owed, policy)
    if taken is None:
        return Opening(begins_at=now, is_reserved=True, state=replace(state, free_at=now + cost))
    begins_at = max(now, taken - policy.burst)
    if begins_at > now + ahead:
        return Opening(begins_at=begins_at, is_reserved=False, state=state)
    return Opening(begins_at=begins_at, is_reserved=True, state=replace(state, free_at=taken + cost))


def refuse(
    state: BudgetState, policy: ModelLimitPolicy, *, begun_at: datetime, now: datetime, wait: timedelta
) -> BudgetState:
    """A call that had begun at `begun_at` was refused, to be tried again after `wait`: everybody waits so
    long, once. Calls that had begun before the end of a wait say nothing new."""
    if not is_news(state, begun_at, now, policy):
        return state
    wait = min(wait, policy.longest_hold)
    taken = _taken(state, now, timedelta(0), policy)
    free_at = max(taken or now, now + policy.burst) + wait
    return replace(state, free_at=free_at, held_until=now + wait)


def is_news(state: BudgetState, begun_at: datetime, now: datetime, policy: ModelLimitPolicy) -> bool:
    """Whether a refusal of a call that had begun then moves the time on."""
    held = state.held_until
    return held is None or held <= begun_at or held > now + policy.farthest


def learn(state: BudgetState, told: RateLimits, policy: ModelLimitPolicy, *, now: datetime) -> BudgetState:
    """Take over what an answer told: limits, and where hardly anything is left the time until more is."""
    limits = told.limits if told.limits.is_set else state.told
    until = filled_at(told, now, policy)
    taken = _taken(state, now, timedelta(0), policy)
    free_at = max(taken or until, until) if until is not None else state.free_at
    return replace(state, told=limits, free_at=free_at)


def filled_at(told: RateLimits, now: datetime, policy: ModelLimitPolicy) -> datetime | None:
    """Until when the time counts as taken, by what is left at `now`; None where enough is."""
    lefts = (
        (told.limits.requests, told.requests_left, 0),
        (told.limits.input_tokens, told.input_tokens_left, policy.rounding),
        (told.limits.output_tokens, told.output_tokens_left, policy.rounding),
    )
    shares = [(left + rounding) / limit for limit, left, rounding in lefts if limit and left is not None]
    share = min(shares, default=1.0)
    if share >= policy.nearly_empty:
        return None
    return now + policy.burst + MINUTE * (policy.nearly_empty - share)


def horizon(state: BudgetState, now: datetime, policy: ModelLimitPolicy) -> timedelta:
    """How long a call that is reserved now would wait."""
    taken = _taken(state, now, timedelta(0), policy)
    return timedelta(0) if taken is None else max(timedelta(0), taken - policy.burst - now)


def _taken(state: BudgetState, now: datetime, owed: timedelta, policy: ModelLimitPolicy) -> datetime | None:
    """Until when the time is taken, None where it is not."""
    if state.free_at is None or state.free_at > now + policy.farthest:
        return None
    taken = state.free_at + owed
    return taken if taken > now else None


def _lower(limit: int, told: int) -> int:
    return min(limit, told) if limit and told else limit
