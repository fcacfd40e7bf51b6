"""What is paused is read after it was asked for, and once for calls that begin together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.errors import Unavailable
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.policy import WorkerPolicy
from generation.engine.worker.pause import PauseWatch, again_in, pauses_while_held
from tests.simulation.loop import simulate
from tests.unit.engine.examples import job

PAUSED = Pauses(
    pauses=(Pause(scope=Scope.ALL, value="", reason="x", paused_at=datetime(2026, 11, 27, tzinfo=UTC)),)
)


def test_calls_that_begin_together_share_a_read_and_later_ones_have_their_own() -> None:
    async def main() -> None:
        reads = 0
        stored = Pauses()

        async def read() -> Pauses:
            nonlocal reads
            reads += 1
            seen = stored
            await asyncio.sleep(1)
            return seen

        watch = PauseWatch(job(), read)
        together = await asyncio.gather(*(watch.look() for _ in range(10)))
        assert (together, reads) == ([None] * 10, 1)
        early = asyncio.create_task(watch.look())
        await asyncio.sleep(0.5)
        stored = PAUSED
        late = asyncio.create_task(watch.look())
        assert await early is None
        assert await late is PAUSED.pauses[0]
        assert reads == 3
        assert watch.pause is PAUSED.pauses[0]

    simulate(main())


def test_one_of_them_that_is_cancelled_does_not_take_the_read_from_the_others() -> None:
    async def main() -> None:
        async def read() -> Pauses:
            await asyncio.sleep(1)
            return PAUSED

        watch = PauseWatch(job(), read)
        looks = [asyncio.create_task(watch.look()) for _ in range(3)]
        await asyncio.sleep(0.5)
        looks[0].cancel()
        assert await looks[1] is await looks[2] is PAUSED.pauses[0]

    simulate(main())


def test_an_error_that_no_call_waits_for_any_more_is_not_reported() -> None:
    async def main() -> None:
        async def read() -> Pauses:
            await asyncio.sleep(1)
            raise Unavailable("no answer")

        reported: list[Any] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reported.append(context))
        look = asyncio.create_task(PauseWatch(job(), read).look())
        await asyncio.sleep(0.5)
        look.cancel()
        await asyncio.sleep(1)
        gc.collect()
        assert reported == []

    simulate(main())


def test_messages_of_paused_jobs_spread_over_a_minute() -> None:
    assert again_in(0.0) == timedelta(minutes=1)
    assert again_in(0.5) == timedelta(seconds=90)


class SlowStore:
    """Journal and control of the operator in one; each read takes the next of `times_s`."""

    def __init__(self, times_s: list[float]) -> None:
        self.times_s = times_s
        self.pulses = 0

    async def io(self, ask: Callable[[], Pauses]) -> Pauses:
        await asyncio.sleep(self.times_s.pop(0))
        return ask()

    async def pulse(self) -> None:
        self.pulses += 1

    def pauses(self) -> Pauses:
        return PAUSED


def looked(store: Any, policy: WorkerPolicy) -> Pauses:
    async def main() -> Pauses:
        return await pauses_while_held(store, store, policy)

    return simulate(main())


def test_an_answer_older_than_looked_within_is_asked_for_again() -> None:
    policy = WorkerPolicy()
    assert policy.looked_within == timedelta(seconds=1)
    store = SlowStore([1.1, 0.9])
    assert looked(store, policy) is PAUSED
    assert store.pulses == 2, "the lease is read with each look"


def test_after_most_looks_no_call_begins() -> None:
    policy = WorkerPolicy()
    store = SlowStore([1.1] * 9)
    with pytest.raises(Unavailable):
        looked(store, policy)
    assert store.pulses == policy.most_looks == 5
