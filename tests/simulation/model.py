"""A model with a script of faults, simulated latency, and a memory of every call."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from generation.engine.errors import CallError, PermanentError, RateLimited, TransientCallError
from generation.engine.flow.gcra import RateLimits
from generation.engine.in_hand import InHand, in_hand
from generation.engine.model.job import Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.models.claude.limits import rate_limits
from local.claude.errors import RateLimited as Refused
from local.claude.limits import Buckets

PRICE = Decimal("0.001")
MOST = Decimal("0.002")
"""What a call can cost at most: twice what an answered one does."""

USAGE = Usage(model_calls=1, input_tokens=100, output_tokens=50, cost_usd=PRICE)

Fault = Callable[[], CallError]
FAULTS: dict[str, Fault] = {
    "rate-limited": lambda: RateLimited("429", retry_after_s=3.0),
    "long-limit": lambda: RateLimited("429", retry_after_s=60.0),
    "server-error": lambda: TransientCallError("500", code="model-unavailable"),
    "refused": lambda: PermanentError("refused", code="model-refused"),
}


@dataclass(slots=True)
class MadeCall:
    key: str
    began_at: float
    ended_at: float | None = None
    outcome: str = "open"
    paid: Decimal = Decimal(0)
    of: InHand = field(default_factory=in_hand)
    """The job whose worker makes it."""

    @property
    def is_unbilled(self) -> bool:
        """Known to have cost nothing: refused before it began."""
        return self.outcome in ("rate-limited", "long-limit", "refused")

    @property
    def task(self) -> tuple[str, str]:
        """Task and key of a call of the simulated pipeline, by its prompt; other pipelines: no task."""
        words = json.loads(self.key).split()
        match words:
            case ["slice", number]:
                return "find", f"slice-{number}"
            case ["merge", _]:
                return "find", "merge"
            case ["lesson", item, number]:
                return f"write/{item}", f"lesson-{number}"
            case ["exercise", item]:
                return f"exercise/{item}", "exercise"
        return "", ""


@dataclass(slots=True)
class SimulatedModel:
    """`answer` makes the text of a request; `faults` names the fault of the n-th call, from 1; `watch` is
    called whenever a call begins or ends."""

    answer: Callable[[ModelRequest], str]
    rng: random.Random
    latency_s: tuple[float, float] = (0.5, 2.0)
    faults: dict[int, str] = field(default_factory=dict)
    watch: Callable[[], None] = lambda: None
    fault_rate: float = 0.0
    made: list[MadeCall] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    price: Decimal = PRICE
    usage: Usage = USAGE
    most_usd: Decimal | None = MOST
    buckets: Buckets | None = None
    """Limits that the provider keeps."""
    bills: random.Random = field(default_factory=lambda: random.Random(0))

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        made = MadeCall(call_key(request), asyncio.get_running_loop().time())
        self.made.append(made)
        self.watch()
        fault = self._fault(len(self.made))
        told = self._let_in(made)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            text = self.answer(request)
            for quarter in range(1, 5):
                await asyncio.sleep(self.rng.uniform(*self.latency_s) / 4)
                on_text(text[: len(text) * quarter // 4])
            if fault == "invalid":
                made.outcome, made.paid = "invalid", self.price
                return ModelReply(text="{}", model="simulated", usage=self.usage)
            if fault is not None:
                made.outcome = fault
                made.paid = Decimal(0) if made.is_unbilled else self._part_of_bound()
                raise FAULTS[fault]()
            made.outcome, made.paid = "answered", self.price
            if self.buckets is not None:
                self.buckets.answered(self.usage.output_tokens)
            return ModelReply(text=text, model="simulated", usage=self.usage, rate_limits=told)
        except CallError as error:
            if made.outcome == "open":  # a fault that `answer` has made
                made.outcome = "refused" if error.is_unbilled else "server-error"
            raise
        except asyncio.CancelledError:
            made.outcome, made.paid = "aborted", self._part_of_bound()
            raise
        finally:
            self.at_once -= 1
            made.ended_at = asyncio.get_running_loop().time()
            self.watch()

    def _let_in(self, made: MadeCall) -> RateLimits | None:
        """What the account's limits are; raises RateLimited where they have no room."""
        if self.buckets is None:
            return None
        try:
            self.buckets.let_in(self.usage.input_tokens)
        except Refused as refused:
            made.outcome = "rate-limited"
            made.ended_at = made.began_at
            error = RateLimited("429", retry_after_s=refused.retry_after_s)
            error.rate_limits = rate_limits(self.buckets.headers())
            raise error from refused
        return rate_limits(self.buckets.headers())

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return self.most_usd

    def _part_of_bound(self) -> Decimal:
        """What a call costs that was broken off: nobody is told, and it can be as much as the bound."""
        return self.bills.choice([Decimal(0), self.price, self.most_usd or MOST])

    def answered(self) -> Counter[str]:
        return Counter(call.key for call in self.made if call.outcome == "answered")

    def _fault(self, number: int) -> str | None:
        if number in self.faults:
            return self.faults[number]
        if self.rng.random() < self.fault_rate:
            return self.rng.choice(["rate-limited", "server-error", "invalid", "long-limit"])
        return None


def call_key(request: ModelRequest) -> str:
    """What makes two requests the same call: the first turn; a repair has the same."""
    return json.dumps(request.turns[0].text)
