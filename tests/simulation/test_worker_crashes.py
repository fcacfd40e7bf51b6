"""A job that breaks its workers ends with the reason instead of being tried until its deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.model.job import Job, JobStatus
from generation.engine.policy import RecoveryPolicy
from generation.engine.ports import Progress
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.pipelines import SIMULATED
from tests.simulation.world import ADA, World, with_limits

MOST_CRASHES = RecoveryPolicy().most_crashes


async def offload(ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return ask(*arguments, **named)


async def carry_on(world: World, job_id: str) -> None:
    await world.runner(offload).carry_on(job_id, world.clock.now() + timedelta(minutes=15))


def test_a_worker_that_breaks_lets_the_job_go_and_the_fifth_fails_it() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start()
        world.pipelines = {}
        for number in range(1, MOST_CRASHES):
            with pytest.raises(KeyError):
                await carry_on(world, job_id)
            job = world.store.read(job_id)
            assert job is not None
            assert (job.status, job.lease_until, job.crashes) == (JobStatus.PENDING, None, number)
        with pytest.raises(KeyError):
            await carry_on(world, job_id)
        await carry_on(world, job_id)  # redriven: nothing happens
        world.pipelines = {"simulated": SIMULATED}
        job = world.store.read(job_id)
        assert job is not None
        check(world, job, kills=0)
        assert job.error is not None
        assert (job.status, job.error.code) == (JobStatus.FAILED, "worker-failed")
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert (job.status, job.crashes) == (JobStatus.COMPLETED, 0)

    simulate(main())


def test_workers_that_die_one_after_the_other_without_getting_on_fail_the_job() -> None:
    async def main() -> None:
        # After the job was loaded; whoever begins it has made one call fewer until then.
        world = World(dies_at={1: (3, True), **dict.fromkeys(range(2, 100), (4, True))})
        job = await world.serve(world.start())
        assert job.error is not None
        assert job.error.code == "worker-failed"
        assert len(world.workers) == MOST_CRASHES
        check(world, job, kills=MOST_CRASHES)
        assert job.completed_at is not None
        assert job.completed_at - job.created_at < timedelta(minutes=10)

    simulate(main())


def test_workers_that_die_but_get_on_do_not() -> None:
    async def main() -> None:
        world = World(limits=with_limits(items_at_once=1), dies_at=dict.fromkeys(range(1, 100), (12, True)))
        job = await world.serve(world.start({"topics": 12}))
        assert job.status is JobStatus.COMPLETED
        assert len(world.workers) > MOST_CRASHES

    simulate(main())


def test_a_worker_that_breaks_leaves_a_job_alone_that_another_has_taken_over() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start()

        def load(job_id: str, *, is_new: bool = False) -> Progress:
            world.service.cancel(ADA, job_id)
            raise RuntimeError("a fault of ours")

        world.store.load = load  # type: ignore[method-assign]
        with pytest.raises(RuntimeError):
            await carry_on(world, job_id)
        job = world.store.read(job_id)
        assert job is not None
        assert (job.status, job.crashes) == (JobStatus.CANCELLED, 0)

    simulate(main())


def test_one_job_that_cannot_be_swept_does_not_keep_the_sweep_from_the_others() -> None:
    async def main() -> None:
        world = World(limits=with_limits(queue_deadline=timedelta(minutes=1)))
        first, second = world.start(), world.start({"topics": 1, "subject": "two"})
        take = world.store.take

        def broken(job_id: str, **named: Any) -> Job | None:
            if job_id == first:
                raise RuntimeError("a fault of ours")
            return take(job_id, **named)

        world.store.take = broken  # type: ignore[method-assign]
        await asyncio.sleep(61)
        report = world.sweep().run()
        assert (report.active, report.requeued, report.failed) == (2, 0, 1)
        failed = world.store.read(second)
        assert failed is not None
        assert failed.status is JobStatus.FAILED

    simulate(main())
