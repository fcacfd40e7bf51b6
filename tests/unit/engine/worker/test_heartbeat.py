"""The heartbeat in numbers: looks at the token, renewals of the lease, previews while somebody watches."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from generation.engine.limits import Limits
from generation.engine.model.event import Event
from generation.engine.model.job import StepStatus
from generation.engine.run import Prompt
from generation.engine.worker.asks import Asks
from generation.engine.worker.heartbeat import Heartbeat
from tests.simulation.loop import BEGIN, simulate
from tests.unit.engine.examples import item_task, job
from tests.unit.engine.worker.context import TimedStore, worker_context, worker_state

PROMPT = Prompt(shared=(), text="", schema=None, expected_chars=4_000)


async def watch(store: TimedStore, seconds: float, limits: Limits | None = None, **texts: str) -> list[Event]:
    """What a heartbeat of so long does, over a job with a fresh lease and one running item a text."""
    context = worker_context(store, limits)
    held = job(lease_until=BEGIN + context.limits.lease)
    state, journal = worker_state(context, held)
    state.apply(state.job, tasks=tuple(item_task("write", name, status=StepStatus.RUNNING) for name in texts))
    asks = Asks(context.clock, context.changed)
    for name, text in texts.items():
        asks.add(f"write/{name}", "all", PROMPT).text = text
    beating = asyncio.create_task(Heartbeat(context, state, journal, asks).run())
    await asyncio.sleep(seconds)
    beating.cancel()
    await journal.save()
    return [event for _, checkpoint in store.commits for event in checkpoint.events]


def test_token_and_watchers_are_looked_at_every_pulse_s() -> None:
    store = TimedStore()
    simulate(watch(store, 2.2))
    assert store.pulses == [500, 1000, 1500, 2000]


@pytest.mark.parametrize(
    ("lease_s", "renewed", "why"),
    [(20, [7_000, 14_000], "renew_below two thirds of 20 s, seen each pulse_s"), (1, [500], "looks_a_lease")],
)
def test_the_lease_is_renewed_in_good_time(lease_s: float, renewed: list[int], why: str) -> None:
    store = TimedStore()
    simulate(watch(store, 14.2 if lease_s == 20 else 0.8, Limits(lease=timedelta(seconds=lease_s))))
    assert store.renewals == renewed, why


def test_an_item_is_previewed_every_preview_s_while_somebody_watches() -> None:
    store = TimedStore(watched_until=BEGIN + timedelta(seconds=6))
    events = simulate(watch(store, 10, a="x" * 1_000))
    told = [(event.timestamp - BEGIN).total_seconds() for event in events]
    assert told == [1.0, 3.0, 5.0], "preview_s"
    assert {event.fields["progress"] for event in events} == {25}
    assert {len(event.fields["preview"]) for event in events} == {600}, "preview_chars"


def test_nothing_is_previewed_while_nobody_watches() -> None:
    assert simulate(watch(TimedStore(), 10, a="x" * 1_000)) == []
