"""Every single crash point, and many random schedules."""

from __future__ import annotations

import asyncio

import pytest

from generation.engine.job import JobStatus
from generation.errors import GenerationError
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World, with_limits

REQUEST = {"topics": 3, "lessons": 2}


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


def _schedule(seed: int) -> None:
    async def main() -> None:
        world = World(seed=seed, chaos=0.3, limits=with_limits(items_at_once=3))
        world.worker_s = world.rng.choice([12.0, 60.0, 900.0])
        world.model.fault_rate = world.rng.choice([0.0, 0.05, 0.2])
        request = {"topics": world.rng.randint(0, 4), "lessons": world.rng.randint(1, 2)}
        job_id = world.start(request)
        if world.rng.random() < 0.4:
            moment = world.rng.uniform(0.0, 15.0)
            await world.serve(
                job_id, lambda job: job.is_finished or asyncio.get_running_loop().time() > moment
            )
            try:
                world.service.cancel(ADA, job_id)
            except GenerationError:
                pass
            else:
                made = len(world.model.made)
                await asyncio.sleep(0.05 + world.port_s)
                assert len(world.model.made) == made, "a call began after the cancel was answered"
        job = await world.serve(job_id)
        kills = sum(worker.is_dead for worker in world.workers)
        check(world, job)
        world.model.fault_rate = 0.0
        for _ in range(3):
            if not job.can_resume:
                break
            world.service.retry(ADA, job_id)
            job = await world.serve(job_id)
            check(world, job)
        assert job.status is JobStatus.COMPLETED, (job, kills)

    try:
        simulate(main())
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise


@pytest.mark.parametrize("block", range(4))
def test_random_schedules(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        _schedule(seed)
