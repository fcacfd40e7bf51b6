"""Model: calls of it, and what all jobs together may use of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from generation.engine.flow.gcra import BudgetState, Opening, RateLimits
from generation.engine.model.job import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A message of the conversation: `role` is user or assistant."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One model call.

    shared             blocks that all calls of the job begin with: marked for caching
    schema             JSON schema of the answer, None for free text
    max_output_tokens  hard limit of the answer, thinking included
    effort             low, medium or high
    """

    model: str
    shared: tuple[str, ...]
    turns: tuple[Turn, ...]
    schema: Mapping[str, Any] | None = None
    max_output_tokens: int = 16_000
    effort: str = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """`model` is what the answer names; `usage` is of this call alone (`model_calls` 1); `rate_limits` are
    the account's when the answer began, None where none were told."""

    text: str
    model: str
    usage: Usage
    rate_limits: RateLimits | None = None


class Model(Protocol):
    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        """Make the call; `on_text` gets all of the text so far, as it grows, and must be quick.

        Raises RateLimited, TransientCallError (also InvalidOutput where the answer was cut off at
        its limit) or PermanentError, whose `usage` and `is_unbilled` say what is known of the bill.
        Cancelling the coroutine closes the stream.
        """

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        """Upper bound of what the call can cost in USD; None where the price is not known."""


class ModelBudget(Protocol):
    """What all jobs together may use of a class of models by the minute (`flow.gcra`): each call takes its
    time of it before it begins. `model` is a model's id, `now` the caller's clock.

    Every change is one atomic write. One that is made twice, or whose answer gets lost, lets less through,
    never more. Raises Unavailable.
    """

    def reserve(
        self, model: str, cost: timedelta, *, now: datetime, owed: timedelta, ahead: timedelta
    ) -> Opening:
        """Take time for a call that can begin within `ahead`, and what earlier ones owe; otherwise none. A
        reservation that is not used goes by."""

    def refused(self, model: str, *, begun_at: datetime, now: datetime, wait: timedelta) -> BudgetState:
        """A call that had begun then was refused: everybody waits, once for all who had begun by then."""

    def learn(self, model: str, told: RateLimits, *, now: datetime) -> BudgetState:
        """Keep what an answer told of the account. Its limits may be missing from what is returned where
        it told none."""

    def state(self, model: str) -> BudgetState:
        """One small read, eventually consistent."""
