"""What a task's calls wait for, and what the scheduler is told of that."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from generation.engine.run import Prompt
from generation.engine.worker.asks import Ask, Asks, fraction
from tests.simulation.loop import BEGIN, SimulatedClock, simulate

PROMPT = Prompt(shared=(), text="", schema=None, expected_chars=100)
SOON, LATER = BEGIN + timedelta(seconds=5), BEGIN + timedelta(seconds=60)

WORKING = Ask(PROMPT)
DONE = Ask(PROMPT, is_done=True)
PARKED = Ask(PROMPT, parked_until=LATER)
LIMITED = Ask(PROMPT, parked_until=SOON, is_limited=True)


def asks_of(*known: Ask, changed: asyncio.Event | None = None) -> Asks:
    """Of the task `t`, by the keys 0, 1, 2 and so on."""
    asks = Asks(SimulatedClock(), changed or asyncio.Event())
    for key, ask in enumerate(known):
        added = asks.add("t", str(key), PROMPT)
        added.is_done, added.parked_until, added.is_limited = ask.is_done, ask.parked_until, ask.is_limited
    return asks


@pytest.mark.parametrize(
    ("known", "is_asking", "is_parked"),
    [
        ((), False, False),
        ((WORKING,), True, False),
        ((DONE,), False, False),
        ((PARKED,), True, True),
        ((PARKED, DONE), True, True),
        ((PARKED, LIMITED), True, True),
        ((PARKED, WORKING), True, False),
    ],
)
def test_a_task_is_parked_when_all_its_open_calls_are(
    known: tuple[Ask, ...], is_asking: bool, is_parked: bool
) -> None:
    asks = asks_of(*known)
    assert (asks.is_asking("t"), asks.is_parked("t")) == (is_asking, is_parked)
    assert (asks.is_asking("other"), asks.is_parked("other")) == (False, False)


@pytest.mark.parametrize(
    ("known", "wakes_at", "is_limited"),
    [
        ((), None, False),
        ((WORKING, DONE), None, False),
        ((PARKED, LIMITED), SOON, True),
        ((PARKED, replace(LIMITED, is_limited=False)), SOON, False),
        ((PARKED, replace(LIMITED, parked_until=LATER)), LATER, True),
    ],
)
def test_who_wakes_first_and_what_for(
    known: tuple[Ask, ...], wakes_at: datetime | None, is_limited: bool
) -> None:
    asks = asks_of(*known)
    assert asks.wakes_at() == wakes_at
    if wakes_at is not None:
        assert asks.is_limited(wakes_at) is is_limited


def test_a_call_is_parked_until_its_time_and_the_scheduler_is_told() -> None:
    async def main() -> None:
        changed = asyncio.Event()
        asks = asks_of(WORKING, changed=changed)
        ask = asks.add("t", "0", PROMPT)
        await asks.park(ask, None, is_limited=False)
        await asks.park(ask, BEGIN, is_limited=False)
        assert not changed.is_set(), "there was nothing to wait for"
        waiting = asyncio.create_task(asks.park(ask, SOON, is_limited=True))
        await changed.wait()
        assert (asks.is_parked("t"), asks.wakes_at(), asks.is_limited(SOON)) == (True, SOON, True)
        await waiting
        assert (SimulatedClock().now(), asks.is_parked("t")) == (SOON, False)

    simulate(main())


def test_a_call_without_time_left_is_parked_until_the_worker_lets_the_job_go() -> None:
    async def main() -> None:
        changed = asyncio.Event()
        asks = asks_of(WORKING, changed=changed)
        waiting = asyncio.create_task(asks.park_for_good(asks.add("t", "0", PROMPT)))
        await changed.wait()
        assert (asks.is_parked("t"), asks.wakes_at()) == (True, BEGIN)
        await asyncio.sleep(3600)
        assert not waiting.done()
        waiting.cancel()

    simulate(main())


def test_what_was_asked_is_the_same_until_it_is_dropped() -> None:
    asks = asks_of(WORKING, PARKED)
    first = asks.add("t", "0", PROMPT)
    assert asks.add("t", "0", replace(PROMPT, text="another")) is first
    asks.drop("t", "0")
    assert asks.is_parked("t"), "its sibling waits"
    asks.drop("t", "never asked")
    asks.forget("t")
    assert asks.by_task() == {}
    asks.forget("t")


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((), 0.0),
        ((0,), 0.0),
        ((50,), 0.5),
        ((50, 0), 0.25),
        ((1_000,), 0.95),
        ((None,), 1.0),
        ((None, 0), 0.5),
    ],
)
def test_how_far_the_calls_of_a_task_are(lengths: tuple[int | None, ...], expected: float) -> None:
    """By the length of the text so far, of 100 characters; None has ended."""
    asks = [Ask(PROMPT, is_done=True) if n is None else Ask(PROMPT, text="x" * n) for n in lengths]
    assert fraction(asks) == pytest.approx(expected)
