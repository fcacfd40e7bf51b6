"""Reservations of one job's calls: when each may begin, and what is left for the next worker."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from generation.engine.errors import RateLimited
from generation.engine.flow.gcra import ModelLimits
from generation.engine.limits import Limits
from generation.engine.model.job import Reservation, StepStatus, Usage
from generation.engine.ports import ModelReply, ModelRequest, Turn
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.reservations import Reservations
from testing.memory.budget import MemoryModelBudget
from tests.simulation.loop import BEGIN, simulate
from tests.unit.engine.examples import item_task, job
from tests.unit.engine.worker.context import TimedStore, worker_context, worker_state

REQUEST = ModelRequest(model="m", shared=(), turns=(Turn(role="user", text="x"),))


class Half:
    def jitter(self) -> float:
        return 0.5


def made(
    per_minute: int = 60, *, at_once: int = 4, brought: tuple[Reservation, ...] = (), is_over: bool = False
) -> tuple[Reservations, MemoryModelBudget]:
    budget, ids = MemoryModelBudget(), Half()
    limiter = ModelLimiter(budget, ModelLimits(requests=per_minute)) if per_minute else None
    context = worker_context(TimedStore(), Limits(items_at_once=at_once))
    named: Any = {"limiter": limiter, "ids": ids}
    context = replace(context, **named)
    context.time_budget.is_over = is_over
    state, journal = worker_state(context, job(lease_until=BEGIN + timedelta(hours=1), reservations=brought))
    state.apply(state.job, tasks=(item_task("write", "a", status=StepStatus.RUNNING),))
    return Reservations(context, state, journal), budget


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def kept(seconds: float, model: str = "m") -> Reservation:
    return Reservation(model=model, begins_at=at(seconds), cost=timedelta(seconds=1))


async def opens(own: Reservations, *keys: str) -> list[datetime | None]:
    return [await own.opens_at(("write/a", key), REQUEST, 4_000) for key in keys]


def run(main: Coroutine[Any, Any, None]) -> None:
    simulate(main)


def test_without_a_limit_every_call_may_begin() -> None:
    async def main() -> None:
        own, budget = made(per_minute=0)
        assert await opens(own, "1", "2") == [None, None]
        assert own.left() == ()
        assert not budget.states

    run(main())


def test_calls_may_begin_one_after_the_other_and_keep_their_times() -> None:
    async def main() -> None:
        own, _ = made()
        assert await opens(own, "1", "2", "3", "4", "5") == [None, None, None, at(1), at(2)]
        assert await opens(own, "5", "4", "1") == [at(2), at(1), None]
        await asyncio.sleep(1.5)
        assert await opens(own, "4") == [None]
        assert [left.begins_at for left in own.left()] == [at(0)] * 3 + [at(1), at(2)]

    run(main())


def test_a_job_reserves_for_as_many_calls_as_it_may_make_at_once() -> None:
    async def main() -> None:
        own, budget = made(at_once=2)
        assert await opens(own, *"123456") == [None, None, None, at(1), at(2), at(2)]
        assert len(own.left()) == 5
        assert budget.states["m"].free_at == at(5)

    run(main())


def test_a_call_that_begins_has_used_its_reservation() -> None:
    async def main() -> None:
        own, _ = made()
        await opens(own, "1")
        used = own.begun(("write/a", "1"))
        assert used == replace(kept(0), model="m")
        assert own.begun(("write/a", "1")) is None
        assert own.left() == ()
        usage = Usage(model_calls=1, output_tokens=5)
        own.ended(used, ("write/a", "1"), ModelReply(text="", model="m", usage=usage))
        await own.settle()

    run(main())


def test_the_next_worker_s_calls_take_what_the_job_brought_the_earliest_first() -> None:
    async def main() -> None:
        own, budget = made(brought=(kept(0), kept(7), kept(9, "other")))
        assert await opens(own, "1", "2") == [None, at(7)]
        assert budget.states["m"].free_at is None, "nothing was reserved anew"
        assert await opens(own, "3") == [None]
        assert [left.begins_at for left in own.left()] == [at(0), at(0), at(7), at(9)]

    run(main())


def test_a_reservation_that_went_by_is_made_anew() -> None:
    async def main() -> None:
        own, _ = made()
        assert (await opens(own, *"1234"))[-1] == at(1)
        await asyncio.sleep(32)
        assert await opens(own, "4") == [None]
        assert own.left()[-1].begins_at == at(32)

    run(main())


def test_a_call_that_was_held_up_before_it_began_sees_that_its_time_went_by() -> None:
    async def main() -> None:
        own, _ = made()
        await opens(own, "1")
        assert not own.has_gone_by(("write/a", "1"))
        await asyncio.sleep(31)
        assert own.has_gone_by(("write/a", "1"))
        free, _ = made(per_minute=0)
        await opens(free, "1")
        assert not free.has_gone_by(("write/a", "1"))

    run(main())


def test_a_refusal_makes_all_wait_and_reserve_behind_it() -> None:
    async def main() -> None:
        own, _ = made()
        assert (await opens(own, *"1234"))[-1] == at(1)
        error = RateLimited("429", retry_after_s=20.0)
        own.begun(("write/a", "1"))
        await own.hand_on("m", error, BEGIN)
        # Four seconds were taken; the one of "4", which had not gone by, is another's now.
        assert await opens(own, "4") == [at(21)]
        assert await opens(own, "4") == [at(21)]

    run(main())


def test_an_overload_of_the_provider_is_no_limit_of_the_account() -> None:
    async def main() -> None:
        own, budget = made()
        await opens(own, "1")
        await own.hand_on("m", RateLimited("529", code="model-overloaded", retry_after_s=20.0), BEGIN)
        assert budget.states["m"].held_until is None

    run(main())


def test_who_cannot_reserve_asks_again_while_others_still_wait() -> None:
    async def main() -> None:
        own, budget = made(at_once=200)
        budget.reserve("m", timedelta(seconds=90), now=BEGIN, owed=timedelta(0), ahead=timedelta(0))
        # At 88 s the next call could begin; a quarter of a minute of jitter before that.
        assert await opens(own, "1") == [at(73)]
        assert own.left() == ()

    run(main())


def test_a_worker_without_time_reserves_nothing() -> None:
    async def main() -> None:
        own, budget = made(is_over=True)
        assert await opens(own, "1") == [None]
        assert not budget.states

    run(main())
