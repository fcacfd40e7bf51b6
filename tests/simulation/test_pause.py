"""Pause: after the operator's answer no job is taken and no call begins, and nothing is lost by it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from generation.engine.errors import Paused
from generation.engine.limits import SpendLimits
from generation.engine.model.control import Pause, Scope
from generation.engine.model.job import JobStatus, Options
from generation.engine.policy import LONGEST_PUT_OFF
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World, with_limits


def pause(world: World, scope: Scope = Scope.ALL, value: str = "") -> float:
    """When the operator was answered, in simulated seconds."""
    world.control.pause(Pause(scope=scope, value=value, reason="The bill", paused_at=world.clock.now()))
    return asyncio.get_running_loop().time()


def resume(world: World, scope: Scope = Scope.ALL, value: str = "") -> None:
    world.control.resume(scope, value, world.clock.now())


def begun_after(world: World, moment: float) -> int:
    """Calls whose beginning was not in the store when the operator was answered: a call is made when a read
    that began after that was stored has found no pause, so within two port calls of it."""
    return sum(call.began_at > moment + 2 * world.port_s for call in world.model.made)


@pytest.mark.parametrize("after_s", [0.0, 0.3, 1.0, 2.0, 3.3, 4.4])
def test_a_paused_job_ends_its_calls_and_goes_on_when_it_is_resumed(after_s: float) -> None:
    async def main() -> None:
        world = World()
        job_id = world.start({"topics": 6})
        await world.idle(after_s)
        answered_at = pause(world)
        writes = len(world.store.written)
        await world.idle(60)
        assert begun_after(world, answered_at) == 0
        assert not any(call.outcome == "aborted" for call in world.model.made)
        job = world.store.read(job_id)
        assert job is not None
        assert job.lease_until is None
        if world.model.made:
            assert (job.pause_reason, job.status) == ("The bill", JobStatus.RUNNING)
        else:
            assert len(world.store.written) == writes, "a paused job's message costs no write"
        resume(world)
        job = await world.serve(job_id)
        assert (job.status, job.pause_reason) == (JobStatus.COMPLETED, None)
        check(world, job, kills=0)
        assert max(world.model.answered().values()) == 1

    simulate(main())


@pytest.mark.parametrize(
    ("scope", "value", "is_paused"),
    [
        (Scope.PIPELINE, "simulated", True),
        (Scope.PIPELINE, "other", False),
        (Scope.OWNER, "ada", True),
        (Scope.OWNER, "bob", False),
    ],
)
def test_a_pipeline_or_an_owner_is_paused_and_no_other(scope: Scope, value: str, is_paused: bool) -> None:
    async def main() -> None:
        world = World()
        job_id = world.start()
        pause(world, scope, value)
        await world.idle(120)
        job = world.store.read(job_id)
        assert job is not None
        assert (job.token == 0) is is_paused
        assert bool(world.model.made) is not is_paused
        if is_paused:
            with pytest.raises(Paused):
                world.start({"topics": 1, "subject": "other"})
        resume(world, scope, value)
        assert (await world.serve(job_id)).status is JobStatus.COMPLETED

    simulate(main())


def test_messages_of_a_paused_job_wait_and_do_not_multiply() -> None:
    async def main() -> None:
        world = World(sweep_s=60)
        world.start()
        pause(world)
        for _ in range(60):
            await world.idle(60)
            world.sweep().run()
        assert len(world.queue.messages) == 1
        # Once in 60 to 120 s.
        assert 30 <= len(world.workers) <= 61
        assert world.store.written[-1].job.token == 0

    simulate(main())


def test_nor_where_the_message_of_a_paused_job_was_lost() -> None:
    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=5)))
        job_id = world.start({"topics": 6})
        await world.idle(3)
        pause(world)
        await world.idle(60)
        world.queue.messages.clear()
        await world.idle(1_800)
        resume(world)
        for _ in range(600):  # a sweep sees the job queued again, and while its calls run
            assert world.sweep().run().failed == 0
            await world.idle(1)
        job = world.store.read(job_id)
        assert job is not None
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)

    simulate(main())


def test_the_time_of_a_pause_does_not_count_in_the_deadline() -> None:
    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=5)))
        job_id = world.start({"topics": 6})
        await world.idle(3)
        pause(world)
        for _ in range(30):
            await world.idle(60)
            assert world.sweep().run().failed == 0
        resume(world)
        resumed_at = world.clock.now()
        for _ in range(200):
            await world.idle(1)
            assert world.sweep().run().failed == 0
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert job.completed_at is not None
        assert job.completed_at - resumed_at < LONGEST_PUT_OFF + timedelta(seconds=30)

    simulate(main())


@pytest.mark.parametrize("scope", [(Scope.ALL, ""), (Scope.OWNER, "ada"), (Scope.PIPELINE, "simulated")])
def test_nor_in_that_of_a_job_that_was_never_taken(scope: tuple[Scope, str]) -> None:
    async def main() -> None:
        world = World(limits=with_limits(queue_deadline=timedelta(hours=2)))
        job_id = world.start()

        async def swept(minutes: int) -> int:
            """How many jobs failed."""
            failed = 0
            for _ in range(minutes):
                await asyncio.sleep(60)
                failed += world.sweep().run().failed
            return failed

        assert await swept(10) == 0
        pause(world, *scope)
        assert await swept(300) == 0
        resume(world, *scope)
        assert await swept(110) == 0, "2 h less the 10 minutes before the pause"
        if scope[0] is Scope.ALL:
            assert (await world.serve(job_id)).status is JobStatus.COMPLETED
            return
        assert await swept(5) == 1
        job = world.job(job_id)
        assert job.error is not None
        assert job.error.code == "queue-deadline-exceeded"

    simulate(main())


def test_nor_in_that_of_a_job_that_was_handed_over_when_the_pause_came() -> None:
    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=5)))
        world.model.faults = dict.fromkeys(range(1, 4), "long-limit")
        job_id = world.start()
        job = await world.serve(job_id, lambda job: job.lease_until is None and job.due_at is not None)
        assert job.pause_reason is None
        pause(world)
        for _ in range(30):
            await world.idle(60)
            assert world.sweep().run().failed == 0
        resume(world)
        for _ in range(150):
            await world.idle(1)
            assert world.sweep().run().failed == 0
        assert (await world.serve(job_id)).status is JobStatus.COMPLETED

    simulate(main())


def test_a_pause_before_a_person_lets_a_job_go_on_does_not_count() -> None:
    """Its deadline begins when it goes on, though the job was begun before the pause."""

    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=5)))
        job_id = world.start({"topics": 2}, Options(mode="manual"))
        await world.serve(job_id, lambda job: job.status is JobStatus.WAITING)
        pause(world)
        await asyncio.sleep(3_600)
        resume(world)
        await asyncio.sleep(LONGEST_PUT_OFF.total_seconds() + 600)
        world.service.proceed(ADA, job_id)
        # Its worker dies as soon as it has it: nothing else moves the job, and the sweep has its deadline.
        world.begin_worker(job_id)
        await world.serve(job_id, lambda job: job.lease_until is not None)
        world.workers[-1].kill()
        world.queue.messages.clear()
        await asyncio.sleep(timedelta(minutes=5, seconds=1).total_seconds())
        assert world.sweep().run().failed == 1
        error = world.job(job_id).error
        assert error is not None
        assert error.code == "deadline-exceeded"

    simulate(main())


def test_a_paused_job_can_be_cancelled() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start({"topics": 6})
        await world.idle(3)
        pause(world)
        await world.idle(30)
        job = world.service.cancel(ADA, job_id).job
        assert (job.status, job.pause_reason) == (JobStatus.CANCELLED, None)
        resume(world)
        await world.idle(200)
        check(world, await world.serve(job_id))

    simulate(main())


@pytest.mark.parametrize("seed", range(12))
def test_no_call_begins_while_paused_under_random_schedules(seed: int) -> None:
    """With ceilings, workers that die anywhere, messages that come twice, and faults of the model."""

    async def main() -> None:
        limits = with_limits(spend=SpendLimits(deployment_daily=Decimal(5), owner_daily={"free": Decimal(5)}))
        world = World(seed=seed, chaos=0.3, limits=limits)
        world.model.fault_rate = 0.1
        job_id = world.start({"topics": 4})
        for _ in range(3):
            await world.idle(world.rng.uniform(0, 6))
            answered_at = pause(world)
            made = [call for call in world.model.made if call.began_at <= answered_at]
            await world.idle(world.rng.uniform(5, 90))
            late = begun_after(world, answered_at)
            assert late == 0, f"{late} calls, after {len(made)}"
            resume(world)
        job = await world.serve(job_id, hours=12)
        check(world, job)
        assert all(one.reserved_usd == 0 for one in world.store.world.accounts.values())

    simulate(main())
