"""What is paused and whose the lease is are told in time, or no call begins."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.errors import Unavailable
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.policy import WorkerPolicy
from generation.engine.ports import Clearance
from generation.engine.worker.pause import PauseWatch, again_in, pauses_while_held
from tests.simulation.loop import simulate
from tests.unit.engine.examples import job

PAUSED = Pauses(
    pauses=(Pause(scope=Scope.ALL, value="", reason="x", paused_at=datetime(2026, 11, 27, tzinfo=UTC)),)
)


def test_what_was_found_last_is_kept() -> None:
    async def main() -> None:
        found = Pauses()

        async def read() -> Pauses:
            return found

        watch = PauseWatch(job(), read)
        assert (await watch.look(), watch.pause) == (None, None)
        found = PAUSED
        assert await watch.look() is watch.pause is PAUSED.pauses[0]

    simulate(main())


def test_messages_of_paused_jobs_spread_over_a_minute() -> None:
    assert again_in(0.0) == timedelta(minutes=1)
    assert again_in(0.5) == timedelta(seconds=90)


class SlowStore:
    """Journal and store in one; each read takes the next of `times_s`."""

    def __init__(self, times_s: list[float]) -> None:
        self.times_s = times_s
        self.reads = 0

    async def cleared(self, read: Callable[[], Awaitable[Clearance]]) -> Clearance:
        return await read()

    async def read(self) -> Clearance:
        self.reads += 1
        await asyncio.sleep(self.times_s.pop(0))
        return Clearance(PAUSED, {})


def looked(store: Any, policy: WorkerPolicy) -> Pauses:
    async def main() -> Pauses:
        return await pauses_while_held(store, store.read, policy)

    return simulate(main())


def test_an_answer_older_than_looked_within_is_asked_for_again() -> None:
    policy = WorkerPolicy()
    assert policy.looked_within == timedelta(seconds=1)
    store = SlowStore([1.1, 0.9])
    assert looked(store, policy) is PAUSED
    assert store.reads == 2


def test_after_most_looks_no_call_begins() -> None:
    policy = WorkerPolicy()
    store = SlowStore([1.1] * 9)
    with pytest.raises(Unavailable):
        looked(store, policy)
    assert store.reads == policy.most_looks == 5
