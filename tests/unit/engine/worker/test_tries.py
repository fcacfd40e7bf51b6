"""One try of a call: what has to be so before it is made, and what is booked however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import CallError, PermanentError, TransientCallError, Unavailable
from generation.engine.limits import Limits
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.job import OpenCalls, StepStatus, Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.run import Prompt
from generation.engine.worker.asks import Ask
from generation.engine.worker.budget import Bill, JobBudget
from generation.engine.worker.pause import PauseWatch
from generation.engine.worker.reservations import GoneBy, Reservations
from generation.engine.worker.tries import Tried, Tries
from tests.simulation.loop import BEGIN, simulate
from tests.unit.engine.examples import item_task, job
from tests.unit.engine.worker.context import TimedStore, at_ms, worker_context, worker_state

ASK = ("write/a", "all")
REQUEST = ModelRequest(model="m", shared=(), turns=())
MOST = OpenCalls.one(Decimal("0.5"))
ANSWERED = Usage(model_calls=1, cost_usd=Decimal("0.1"))
REPLY = ModelReply(text="{}", model="m", usage=ANSWERED)
PAUSED = Pauses(pauses=(Pause(scope=Scope.ALL, value="", reason="x", paused_at=BEGIN),))


@dataclass
class AnsweringModel:
    """Takes 300 ms; `begun` are the times at which calls began."""

    ends: ModelReply | BaseException = REPLY
    begun: list[int] = field(default_factory=list)

    def most_expensive(self, request: ModelRequest) -> Decimal:
        return Decimal("0.5")

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        self.begun.append(at_ms())
        on_text("so far")
        await asyncio.sleep(0.3)
        if isinstance(self.ends, BaseException):
            raise self.ends
        return self.ends


class Gone(Reservations):
    def has_gone_by(self, call: tuple[str, str]) -> bool:
        return True


@dataclass
class Made:
    """One job, its calls' model and what the store was told of it."""

    model: AnsweringModel = field(default_factory=AnsweringModel)
    pauses: Pauses | BaseException = field(default_factory=Pauses)
    reservations: type[Reservations] = Reservations
    ask: Ask = field(default_factory=lambda: Ask(Prompt(shared=(), text="", schema=None)))

    def __post_init__(self) -> None:
        self.store = TimedStore()
        model: Any = self.model
        self.context = replace(worker_context(self.store, Limits(max_calls=2)), model=model)
        held = job(lease_until=BEGIN + timedelta(hours=1))
        self.state, self.journal = worker_state(self.context, held)
        self.state.apply(self.state.job, tasks=(item_task("write", "a", status=StepStatus.RUNNING),))
        self.tries = Tries(
            context=self.context,
            state=self.state,
            journal=self.journal,
            budget=JobBudget(self.state, model, self.context.limits, self.journal),
            pause=PauseWatch(held, self._read),
            reservations=self.reservations(self.context, self.state, self.journal),
        )

    async def _read(self) -> Pauses:
        await asyncio.sleep(0.1)
        if isinstance(self.pauses, BaseException):
            raise self.pauses
        return self.pauses

    async def tried(self) -> Tried | None:
        return await self.tries.make(self.ask, ASK, REQUEST)

    @property
    def booked(self) -> tuple[OpenCalls, Usage]:
        return self.state.job.open_calls, self.state.job.usage


def test_a_call_is_made_once_the_store_knows_of_it_and_nothing_is_paused() -> None:
    async def main() -> None:
        made = Made()
        tried = await made.tried()
        assert tried is not None
        (committed, checkpoint), *_ = made.store.commits
        assert checkpoint.job.open_calls == MOST
        assert made.model.begun == [committed + 100], "after the checkpoint, and the look at what is paused"
        assert (tried.reply, tried.bill) == (REPLY, Bill(MOST, ANSWERED, 300))
        assert tried.begun_at == BEGIN + timedelta(milliseconds=made.model.begun[0])
        assert made.booked == (MOST, Usage()), "who records the answer books the bill with it"
        assert (made.ask.text, made.context.time_budget.begun) == ("so far", 1)

    simulate(main())


def test_its_error_is_a_value() -> None:
    async def main() -> None:
        error = TransientCallError("The stream broke.", code="model-unreachable")
        tried = await Made(AnsweringModel(error)).tried()
        assert tried is not None
        assert tried.reply is error
        assert tried.bill == Bill(MOST, MOST.aborted()), "what it cost is not known"

    simulate(main())


def test_a_paused_call_is_not_made_and_the_worker_begins_no_other() -> None:
    async def main() -> None:
        made = Made(pauses=PAUSED)
        assert await made.tried() is None
        assert (made.model.begun, made.booked) == ([], (OpenCalls(), Usage()))
        assert made.context.time_budget.is_over

    simulate(main())


def test_a_worker_without_time_for_a_call_does_not_begin_it() -> None:
    async def main() -> None:
        made = Made()
        made.context.time_budget.begun = 1
        made.state.apply(replace(made.state.job, longest_call_ms=3_600_000))
        assert await made.tried() is None
        assert (made.model.begun, made.booked) == ([], (OpenCalls(), Usage()))
        assert made.context.time_budget.is_over

    simulate(main())


@pytest.mark.parametrize(
    ("around", "raised"),
    [({"reservations": Gone}, GoneBy), ({"pauses": Unavailable("no answer")}, Unavailable)],
    ids=["its reservation went by meanwhile", "the store did not tell what is paused"],
)
def test_what_was_held_back_is_given_back_where_no_call_is_made(
    around: dict[str, Any], raised: type[Exception]
) -> None:
    async def main() -> None:
        made = Made(**around)
        with pytest.raises(raised):
            await made.tried()
        assert (made.model.begun, made.booked) == ([], (OpenCalls(), Usage()))

    simulate(main())


@pytest.mark.parametrize("how", ["hand-over", "fault"])
def test_a_call_that_is_stopped_in_the_middle_is_booked_at_its_upper_bound(how: str) -> None:
    async def main() -> None:
        made = Made(AnsweringModel(ValueError() if how == "fault" else REPLY))
        trying = asyncio.create_task(made.tried())
        await asyncio.sleep(0.25)
        assert len(made.model.begun) == 1
        if how == "hand-over":
            trying.cancel()
        with pytest.raises((asyncio.CancelledError, ValueError)):
            await trying
        assert made.booked == (OpenCalls(), MOST.aborted())

    simulate(main())


def test_a_job_that_may_make_no_more_calls_begins_none() -> None:
    async def main() -> None:
        made = Made()
        made.state.apply(replace(made.state.job, usage=Usage(model_calls=2)))
        with pytest.raises(PermanentError) as refused:
            await made.tried()
        assert isinstance(refused.value, CallError)
        assert (refused.value.code, made.store.commits) == ("call-limit-exceeded", [])

    simulate(main())
