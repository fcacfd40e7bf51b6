"""A job that waits for a person does so without a worker, and not for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from generation.engine.errors import Conflict
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.policy import JOB_RETENTION, LONGEST_WAIT
from generation.engine.recovery.sweep import SweepReport
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World, with_limits

MANUAL = Options(mode="manual")


def is_waiting(job: Job) -> bool:
    return job.status is JobStatus.WAITING


async def waiting(world: World) -> Job:
    return await world.serve(world.start({"topics": 2}, MANUAL), is_waiting)


def swept(world: World) -> SweepReport:
    return world.sweep().run()


async def sleep(duration: timedelta) -> None:
    await asyncio.sleep(duration.total_seconds())


def test_nobody_works_meanwhile_and_then_it_goes_on() -> None:
    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=10)))
        job = await waiting(world)
        assert (job.current_step, job.message) == ("exercise", "Read the lessons, then continue")
        assert job.lease_until is None
        await asyncio.sleep(0.1)
        assert all(worker.task is not None and worker.task.done() for worker in world.workers)
        made = len(world.model.made)
        world.queue.send(job.job_id)  # a late message finds nothing to do
        later = world.clock.now() + timedelta(minutes=30)
        await world.serve(job.job_id, lambda job: world.clock.now() > later)
        assert len(world.model.made) == made
        answer = world.service.proceed(ADA, job.job_id)
        assert answer.job.status is JobStatus.PENDING
        with pytest.raises(Conflict, match="pending"):
            world.service.proceed(ADA, job.job_id)
        job = await world.serve(job.job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_it_can_be_cancelled_and_waits_again_after_a_retry() -> None:
    async def main() -> None:
        world = World()
        job_id = (await waiting(world)).job_id
        world.service.cancel(ADA, job_id)
        check(world, await world.serve(job_id), kills=0)
        world.service.retry(ADA, job_id)
        await world.serve(job_id, is_waiting)
        world.service.proceed(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)

    simulate(main())


def test_after_thirty_days_it_fails_and_frees_its_slot_and_a_retry_pays_for_nothing_again() -> None:
    async def main() -> None:
        world = World()
        job_id = (await waiting(world)).job_id
        await sleep(LONGEST_WAIT - timedelta(hours=1))
        assert swept(world) == SweepReport(active=1)
        await sleep(timedelta(hours=2))
        assert swept(world) == SweepReport(active=1, failed=1)
        job = world.store.read(job_id)
        assert job is not None
        assert job.error is not None
        assert (job.status, job.error.code, job.error.step) == (JobStatus.FAILED, "wait-expired", "exercise")
        assert not world.store.world.claims[ADA.owner]
        told = [(event["event_id"], event["type"]) for event in world.events(job_id)]
        assert told == [(job.last_event_id, "job_failed")]  # those before the wait are past their time
        world.service.retry(ADA, job_id)
        await world.serve(job_id, is_waiting)
        world.service.proceed(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_a_later_wait_ends_before_the_parts_of_the_job_do() -> None:
    async def main() -> None:
        world = World()
        begun = await waiting(world)
        await sleep(LONGEST_WAIT + timedelta(minutes=1))
        swept(world)
        await sleep(timedelta(days=5))
        world.service.retry(ADA, begun.job_id)
        job = await world.serve(begun.job_id, is_waiting)
        assert job.deadline_at == begun.created_at + 2 * JOB_RETENTION - timedelta(days=1)

    simulate(main())


def test_a_job_that_is_continued_while_the_sweep_looks_goes_on() -> None:
    async def main() -> None:
        world = World()
        job = await waiting(world)
        await sleep(LONGEST_WAIT + timedelta(minutes=1))
        seen = list(world.store.active_jobs())
        world.store.active_jobs = lambda after=None: seen  # type: ignore[method-assign]
        world.service.proceed(ADA, job.job_id)
        assert swept(world) == SweepReport(active=1)
        job = await world.serve(job.job_id)
        assert job.status is JobStatus.COMPLETED

    simulate(main())
