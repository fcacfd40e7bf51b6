"""Model limit: no call begins before the limits of its class of models have time for it.

Time is reserved a minute ahead at most, in the order of asking, so a job waits once and knows until when. A
reservation that comes soon is waited for beside the job's running calls, a later one goes with the job when
it is handed over. It is used, given back, or goes by.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from generation.engine.errors import CallError, Unavailable
from generation.engine.flow import gcra, sizes
from generation.engine.flow.gcra import BudgetState, ModelLimits, Opening, RateLimits, Size
from generation.engine.model.job import Reservation, Usage
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelBudget, ModelReply

logger = logging.getLogger(__name__)

NOTHING = timedelta(0)

Io = Callable[..., Awaitable[Any]]
"""Runs a port call off the event loop; raises Unavailable where it did not answer."""


@dataclass(slots=True)
class ModelLimiter:
    """What all workers of a process share.

    limits  what the deployment may use in a minute
    _known  of each model, the state of its class as it was told last
    _owed   what ended calls took more than was reserved for them, or less
    _usual  output tokens of an answer, by pipeline and step
    """

    budget: ModelBudget
    limits: ModelLimits
    policy: ModelLimitPolicy = field(default_factory=ModelLimitPolicy)
    _known: dict[str, BudgetState] = field(default_factory=dict)
    _owed: dict[str, timedelta] = field(default_factory=dict)
    _usual: dict[tuple[str, str], float] = field(default_factory=dict)

    def horizon(self, model: str, now: datetime) -> timedelta:
        """How long a call that is reserved now would wait. One small read."""
        return gcra.horizon(self.budget.state(model), now, self.policy)

    def usual(self, pipeline: str, step: str, expected_chars: int) -> float:
        """Output tokens of an answer, by those before it; by the prompt's own word before there are any."""
        return self._usual.get((pipeline, step), expected_chars / self.policy.chars_per_token)

    async def reserve(self, io: Io, model: str, size: Size, now: datetime) -> Opening | Reservation:
        """A reservation, or when it is worth asking again. Raises Unavailable."""
        cost = gcra.cost(self._limits(model), size, self.policy)
        owed = self._owed.get(model, NOTHING)
        known = self._known.get(model, BudgetState())
        opening = gcra.reserve(known, cost, self.policy, now=now, owed=owed, ahead=self.policy.ahead)
        if not opening.is_reserved:
            return opening  # The time only moves on: what was too late before is so now.
        # Before the answer: a sibling that asks meanwhile must not settle the same once more.
        self._owed[model] = NOTHING
        try:
            asked: Opening = await io(
                self.budget.reserve, model, cost, now=now, owed=owed, ahead=self.policy.ahead
            )
        except BaseException:
            self._owe(model, owed)
            raise
        self._known[model] = asked.state
        if asked.is_reserved:
            return Reservation(model=model, begins_at=asked.begins_at, cost=cost)
        self._owe(model, owed)
        return asked

    async def look(self, io: Io, model: str) -> None:
        """Whether a refusal has moved the time on, for who comes back with a reservation."""
        self._known[model] = await io(self.budget.state, model)

    def is_good(self, reservation: Reservation, now: datetime) -> bool:
        """Whether a call may begin with it, now or at its time: not where it has gone by, or where a refusal
        came after it was made."""
        held = self._known.get(reservation.model, BudgetState()).held_until
        is_held = held is not None and reservation.begins_at < held <= now + self.policy.farthest
        return now <= reservation.begins_at + self.policy.latest and not is_held

    def give_back(self, reservation: Reservation, now: datetime) -> None:
        """No call is made with it. Its time is another's, where it has not gone by."""
        if reservation.begins_at > now:
            self._owe(reservation.model, -reservation.cost)

    def ended(self, reservation: Reservation, kind: tuple[str, str], ended: ModelReply | CallError) -> None:
        """Settle what the call has used; where nobody told, or it was refused, it stays with what was
        reserved. `kind` is pipeline and step."""
        usage: Usage | None = ended.usage
        if usage is not None and usage.model_calls:
            self._usual[kind] = sizes.usual(self._usual.get(kind), usage.output_tokens, self.policy)
            used = gcra.cost(self._limits(reservation.model), sizes.used(usage), self.policy)
            self._owe(reservation.model, used - reservation.cost)

    async def learn(self, io: Io, model: str, told: RateLimits | None, now: datetime) -> None:
        """Hand on what an answer told of the account, where it is news."""
        if told is None:
            return
        known = self._known.get(model, BudgetState())
        until = gcra.filled_at(told, now, self.policy)
        is_waited_for = until is None or (known.free_at is not None and known.free_at >= until)
        if told.limits != known.told or not is_waited_for:
            await self._tell(io, model, self.budget.learn, told, now=now)

    async def refused(
        self, io: Io, model: str, *, begun_at: datetime, now: datetime, wait: timedelta
    ) -> None:
        """A call was refused: everybody waits, unless an earlier refusal has said so."""
        if gcra.is_news(self._known.get(model, BudgetState()), begun_at, now, self.policy):
            await self._tell(io, model, self.budget.refused, begun_at=begun_at, now=now, wait=wait)

    async def settle(self, io: Io, now: datetime) -> None:
        """Tell what is owed still, where it is worth a write."""
        for model, owed in list(self._owed.items()):
            if abs(owed) >= self.policy.worth_settling:
                self._owed[model] = NOTHING
                await self._tell(
                    io, model, self.budget.reserve, NOTHING, now=now, owed=owed, ahead=self.policy.farthest
                )

    async def _tell(self, io: Io, model: str, ask: Callable[..., Any], *what: Any, **named: Any) -> None:
        """What is lost here is made good by the next answer or refusal: no job fails for it."""
        try:
            told: BudgetState | Opening = await io(ask, model, *what, **named)
        except Unavailable as error:
            logger.warning("The model's budget was not told: %s", error)
            return
        self._known[model] = told.state if isinstance(told, Opening) else told

    def _limits(self, model: str) -> ModelLimits:
        return self.limits.lowered(self._known.get(model, BudgetState()).told)

    def _owe(self, model: str, time: timedelta) -> None:
        self._owed[model] = self._owed.get(model, NOTHING) + time
