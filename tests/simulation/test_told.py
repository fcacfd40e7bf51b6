"""Ends are told: each at least once to who listens and is there, under ids that are those of the ends,
whatever dies between the end of a job and the last try."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from generation.engine.errors import GenerationError, RequestError
from generation.engine.model.delivery import DeliveryStatus
from generation.engine.model.webhook import Disabled
from tests.simulation.loop import simulate
from tests.simulation.told import GONE, STEADY, Fates, ToldWorld
from tests.simulation.world import ADA

JOBS, SEEDS, IN_CI = 20, 25, 5
"""500 jobs in all, and a fifth of them each time."""


def check(world: ToldWorld) -> None:
    """Distinct ids are the ends; the steady receiver has each of them; who is gone is asked no more."""
    ends, receivers = world.ends, world.receivers
    assert set(receivers.received[STEADY]) == set(receivers.asked[STEADY]) == ends
    assert set(receivers.asked[GONE]) <= ends
    for name in ("steady", "gone"):
        shown = world.shown(name)
        assert {delivery.news_id for delivery in shown} == ends
        assert len(shown) == len(ends)
        statuses = {delivery.status for delivery in shown}
        if name == "steady":
            assert statuses == {DeliveryStatus.DELIVERED}
    gone = world.outbox.webhooks("ada").find("gone")
    assert gone is not None
    assert (gone.disabled_by == Disabled.GONE) == (len(receivers.asked[GONE]) > 3)


async def _one(fates: Fates) -> ToldWorld:
    """A job that completes and one that is cancelled."""
    world = ToldWorld()
    world.begin_dying(fates)
    first, second = (world.start({"topics": 1, "subject": name}) for name in ("one", "two"))
    for _ in range(3):
        with suppress(GenerationError):
            world.service.cancel(ADA, second)
    await world.serve(first)
    await world.tell()
    check(world)
    return world


def test_every_single_crash_point_from_the_end_of_a_job_to_its_last_try() -> None:
    points = simulate(_one(Fates())).fates.calls
    assert points > 15
    for point in range(1, points + 1):
        for after in (False, True):
            simulate(_one(Fates(point, after)))


async def _meddle(world: ToldWorld, job_id: str) -> None:
    for _ in range(world.rng.randint(0, 3)):
        await asyncio.sleep(world.rng.uniform(0.0, 10.0))
        with suppress(GenerationError):
            if world.rng.random() < 0.6:
                world.service.cancel(ADA, job_id)
            else:
                world.service.retry(ADA, job_id)


async def _many(seed: int) -> ToldWorld:
    world = ToldWorld(seed=seed, chaos=0.1)
    world.model.fault_rate = 0.1
    world.begin_dying(Fates(rng=world.rng))
    job_ids: list[str] = []
    while len(job_ids) < JOBS:
        try:
            job_ids.append(world.start({"topics": 1, "subject": str(len(job_ids))}))
        except RequestError:  # as many as one may have at a time
            await world.serve(job_ids[-1])
    await asyncio.gather(*(_meddle(world, job_id) for job_id in job_ids), world.serve_all(job_ids))
    await world.tell()
    check(world)
    return world


@pytest.mark.parametrize(
    "seed",
    [pytest.param(seed, marks=() if seed < IN_CI else pytest.mark.reliability) for seed in range(SEEDS)],
)
def test_random_schedules_of_ends_that_die_and_receivers_that_fail(seed: int) -> None:
    world = simulate(_many(seed))
    assert len(world.ends) >= JOBS


def test_three_days_of_silence_in_virtual_time() -> None:
    async def scenario() -> None:
        world = ToldWorld()
        world.begin_dying(Fates())
        world.receivers.are_down = True
        await world.serve(world.start({"topics": 1}))
        await world.tell()
        (shown,) = world.shown("steady")
        took = shown.tries[-1].at - shown.tries[0].at
        assert (len(shown.tries), shown.status) == (10, DeliveryStatus.FAILED)
        assert timedelta(days=3) < took < timedelta(days=4)
        steady = world.outbox.webhooks("ada").find("steady")
        assert steady is not None
        assert steady.disabled_by == Disabled.FAILING

    simulate(scenario())
