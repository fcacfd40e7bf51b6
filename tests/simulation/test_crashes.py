"""Every single crash point, and many random schedules."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from generation.engine.errors import GenerationError
from generation.engine.model.job import JobStatus
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World, with_limits

REQUEST = {"topics": 3, "lessons": 2}
LONG = int(os.environ.get("RELIABILITY_SCHEDULES", "10000"))
BLOCK = 250


async def _undisturbed() -> int:
    world = World()
    await world.serve(world.start(REQUEST))
    return world.workers[0].calls


@pytest.mark.parametrize("after", [False, True])
def test_every_single_crash_point(after: bool) -> None:
    async def main(point: int) -> None:
        world = World(dies_at={1: (point, after)})
        job = await world.serve(world.start(REQUEST))
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=1)

    points = simulate(_undisturbed())
    assert points > 10
    for point in range(1, points + 1):
        simulate(main(point))


async def _meddle(world: World, job_id: str) -> None:
    """Somebody who cancels and retries at any instant."""
    for _ in range(world.rng.randint(0, 4)):
        await asyncio.sleep(world.rng.uniform(0.0, 12.0))
        try:
            if world.rng.random() < 0.6:
                world.service.cancel(ADA, job_id)
                # Until a look at lease and pause that was under way is answered: there and back.
                await asyncio.sleep(2 * world.port_s)
                made = len(world.model.made)
                await asyncio.sleep(0.1)
                begun = [call.began_at for call in world.model.made[made:]]
                assert not begun, "a call began after the cancel was answered"
            else:
                world.service.retry(ADA, job_id)
        except GenerationError:
            continue


async def run_schedule(seed: int) -> None:
    world = World(seed=seed, chaos=0.3, limits=with_limits(items_at_once=3))
    world.worker_s = world.rng.choice([12.0, 60.0, 900.0])
    world.model.fault_rate = world.rng.choice([0.0, 0.05, 0.2])
    job_id = world.start({"topics": world.rng.randint(0, 4), "lessons": world.rng.randint(1, 2)})
    await asyncio.gather(_meddle(world, job_id), world.serve(job_id))
    job = await world.serve(job_id)
    check(world, job)
    world.model.fault_rate = 0.0
    while job.can_resume:
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        check(world, job)
    assert job.status is JobStatus.COMPLETED
    late = world.queue
    late.send(job_id)  # after the end
    await world.idle(5.0)
    after = world.store.read(job_id)
    assert after is not None
    assert after.version == job.version


def run_block(first: int) -> None:
    for seed in range(first, first + BLOCK):
        try:
            simulate(run_schedule(seed))
        except BaseException as error:
            raise AssertionError(f"seed {seed} of test_random_schedules") from error


@pytest.mark.parametrize(
    "count", [pytest.param(1_000, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.reliability)]
)
def test_random_schedules(count: int) -> None:
    """`RELIABILITY_SCHEDULES` in the long form; the seed of a failure replays it:
    `simulate(run_schedule(seed))`."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(run_block, range(0, count, BLOCK)))
