"""The budget of a job in numbers: which calls may begin, and what is booked when they end."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import CallError, PermanentError
from generation.engine.limits import Limits
from generation.engine.model.job import Job, OpenCalls, Options, Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.worker.budget import Bill, JobBudget, bill
from generation.engine.worker.state import WorkerState
from tests.simulation.loop import simulate
from tests.unit.engine.examples import job
from tests.unit.engine.worker.context import TimedStore, worker_context, worker_state

REQUEST = ModelRequest(model="simulated", shared=(), turns=())
ONE = OpenCalls.one(Decimal("0.5"))
ANSWERED = Usage(model_calls=1, cost_usd=Decimal("0.1"))
CAPPED = Options(max_cost_usd=Decimal(1))


class PricedModel:
    """Whose calls cost `most_usd` at most."""

    def __init__(self, most_usd: Decimal | None) -> None:
        self._most_usd = most_usd

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return self._most_usd


def budget_of(
    stored: Job, most_usd: str | None = "0.5", limits: Limits | None = None
) -> tuple[JobBudget, WorkerState]:
    context = worker_context(TimedStore(), limits)
    state, journal = worker_state(context, stored)
    model: Any = PricedModel(None if most_usd is None else Decimal(most_usd))
    return JobBudget(state, model, context.limits, journal), state


def spent(calls: int, usd: str | None) -> Usage:
    return Usage(model_calls=calls, cost_usd=None if usd is None else Decimal(usd))


@pytest.mark.parametrize(
    ("stored", "most_usd", "limits", "code"),
    [
        (job(), "0.5", Limits(), None),
        (job(usage=spent(499, "90")), "0.5", Limits(), None),
        (job(usage=spent(500, "90")), "0.5", Limits(), "call-limit-exceeded"),
        (job(usage=Usage(model_calls=1, aborted_calls=1)), "0.5", Limits(max_calls=2), "call-limit-exceeded"),
        (job(options=CAPPED, usage=spent(1, "0.5")), "0.5", Limits(), None),
        (job(options=CAPPED, usage=spent(1, "0.51")), "0.5", Limits(), "budget-exceeded"),
        (job(options=CAPPED), None, Limits(), "price-unknown"),
        (job(options=CAPPED, usage=spent(1, None)), "0.5", Limits(), "price-unknown"),
        (job(options=CAPPED), None, Limits(allow_unknown_prices=True), None),
        (job(), None, Limits(), None),
    ],
)
def test_a_call_begins_within_the_calls_and_the_cap_of_its_job(
    stored: Job, most_usd: str | None, limits: Limits, code: str | None
) -> None:
    async def main() -> None:
        budget, _ = budget_of(stored, most_usd, limits)
        if code is None:
            assert await budget.room(REQUEST) == OpenCalls.one((most_usd and Decimal(most_usd)) or None)
            return
        with pytest.raises(PermanentError) as refused:
            await budget.room(REQUEST)
        assert refused.value.code == code

    simulate(main())


@pytest.mark.parametrize(
    ("stored", "limits"),
    [(job(options=CAPPED), Limits()), (job(), Limits(max_calls=2))],
    ids=["cap", "max_calls"],
)
def test_a_call_waits_where_only_open_calls_are_in_the_way(stored: Job, limits: Limits) -> None:
    async def main() -> None:
        budget, state = budget_of(stored, "0.5", limits)
        for _ in range(2):
            budget.begin(await budget.room(REQUEST))
        waiting = asyncio.create_task(budget.room(REQUEST))
        await asyncio.sleep(60)
        assert not waiting.done()
        budget.give_back(ONE)
        assert await waiting == ONE
        assert state.job.open_calls == ONE

    simulate(main())


def failed(**known: Any) -> CallError:
    error = CallError("It failed.", code="model-failed")
    for name, value in known.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("ended", "booked", "took_ms"),
    [
        (ModelReply(text="", model="simulated", usage=ANSWERED), ANSWERED, 70),
        (failed(), ONE.aborted(), 0),
        (failed(usage=ANSWERED), ANSWERED, 0),
        (failed(is_unbilled=True), Usage(), 0),
    ],
)
def test_a_call_that_has_ended_is_booked_by_what_is_known_of_it(
    ended: ModelReply | CallError, booked: Usage, took_ms: int
) -> None:
    assert bill(ONE, ended, 70) == Bill(ONE, booked, took_ms)


def test_an_aborted_call_is_booked_at_its_upper_bound() -> None:
    async def main() -> None:
        budget, state = budget_of(job())
        budget.begin(ONE)
        budget.abort(ONE)
        assert state.job.open_calls == OpenCalls()
        assert state.job.usage == Usage(aborted_calls=1, uncertain_cost_usd=Decimal("0.5"))

    simulate(main())
