"""The rules of the engine, one by one, in simulated time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from generation.engine.errors import (
    Conflict,
    DuplicateJob,
    TooManyJobs,
)
from generation.engine.model.job import JobStatus, Options
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World, with_limits


def test_a_job_runs_to_its_end_with_its_items_at_the_same_time() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (1.0, 1.0)
        job_id = world.start({"topics": 10})
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)
        assert world.model.most_at_once == 10
        assert max(world.model.answered().values()) == 1
        # slices, merge, lessons and exercises: four rounds of one second
        assert job.completed_at is not None
        assert (job.completed_at - job.created_at).total_seconds() < 4.5

    simulate(main())


def test_an_item_starts_when_its_own_input_is_there() -> None:
    async def main() -> None:
        world = World(limits=with_limits(items_at_once=2))
        job_id = world.start({"topics": 4})
        await world.serve(job_id)
        types = [(e["type"], e.get("step")) for e in world.events(job_id)]
        first_exercise = types.index(("item_started", "exercise"))
        last_lesson = max(n for n, e in enumerate(types) if e == ("item_completed", "write"))
        assert first_exercise < last_lesson

    simulate(main())


def test_progress_follows_the_weights_of_the_steps() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (5.0, 5.0)
        await world.serve(world.start({"topics": 4}))
        at_start: dict[str, int] = {}
        for job in (write.job for write in world.store.written):
            for step in job.steps:
                if step.status == "running":
                    at_start.setdefault(step.name, job.progress)
        # weights: begin 1, find 20, write 50, exercise 20, save 1
        assert at_start["find"] <= 2
        assert 20 <= at_start["write"] <= 25
        assert at_start["save"] >= 97

    simulate(main())


def test_cancel_in_the_middle_of_a_call() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (20.0, 30.0)
        job_id = world.start()
        await world.serve(job_id, lambda job: bool(world.model.made))
        await asyncio.sleep(1.0)
        answer = world.service.cancel(ADA, job_id, "enough")
        cancelled_at = asyncio.get_running_loop().time()
        assert answer.job.status is JobStatus.CANCELLED
        made = len(world.model.made)
        await asyncio.sleep(60)
        assert len(world.model.made) == made
        assert all(
            call.ended_at is not None and call.ended_at - cancelled_at < 2.0 for call in world.model.made
        )
        job = await world.serve(job_id)
        check(world, job, kills=1)
        assert not world.service.cancel(ADA, job_id).changed
        world.model.latency_s = (0.1, 0.2)
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=1)
        with pytest.raises(Conflict, match="completed"):
            world.service.cancel(ADA, job_id)

    simulate(main())


def test_a_dead_worker_is_noticed_and_no_checkpointed_call_is_repeated() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (1.0, 3.0)
        job_id = world.start({"topics": 6})
        await world.serve(job_id, lambda job: job.usage.model_calls >= 5)
        await asyncio.sleep(0.1)
        kept = {call.key for call in world.model.made if call.outcome == "answered"}
        world.workers[0].kill()
        killed_at = asyncio.get_running_loop().time()
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=1)
        assert all(world.model.answered()[key] == 1 for key in kept)
        assert asyncio.get_running_loop().time() - killed_at < 20 + 60 + 20

    simulate(main())


def test_hand_over_before_the_time_is_up() -> None:
    async def main() -> None:
        world = World(worker_s=10.0, limits=with_limits(items_at_once=2))
        world.model.latency_s = (2.0, 2.0)
        job = await world.serve(world.start({"topics": 8}))
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)
        assert len(world.workers) > 2
        assert all(call.outcome == "answered" for call in world.model.made)
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_previews_are_written_only_while_somebody_watches() -> None:
    async def main(watching: bool) -> list[str]:
        world = World()
        world.model.latency_s = (8.0, 8.0)
        job_id = world.start({"topics": 2})
        task = asyncio.create_task(world.serve(job_id))
        while not task.done():
            if watching:
                world.service.feed(ADA, job_id, 0)
            await asyncio.sleep(1.0)
        check(world, await task, kills=0)
        return [e["preview"] for e in world.events(job_id) if e["type"] == "item_progress"]

    assert simulate(main(False)) == []
    previews = simulate(main(True))
    assert previews
    assert any("said" in preview for preview in previews)


def test_a_duplicate_message_meets_a_living_lease() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start()
        for delay in (0, 0, 1, 2, 3):
            world.queue.send(job_id, delay)
        job = await world.serve(job_id)
        check(world, job, kills=0)
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_a_lease_is_renewed_while_nothing_is_checkpointed() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (70.0, 70.0)
        job_id = world.start({"topics": 1})
        for delay in range(0, 120, 10):
            world.queue.send(job_id, delay)
        job = await world.serve(job_id)
        check(world, job, kills=0)
        assert max(world.model.answered().values()) == 1
        assert job.token == 1

    simulate(main())


def test_the_call_of_a_task_that_ended_with_it_is_not_written() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start({"topics": 3, "lessons": 1})
        await world.serve(job_id)
        kept = {(call.task_id, call.key) for call in world.store.load(job_id).calls}
        assert kept <= {("find", "slice-0"), ("find", "slice-1")}

    simulate(main())


def test_the_sweep_finds_a_lost_message() -> None:
    async def main() -> None:
        world = World()
        job_id = world.start()
        world.queue.messages.clear()
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert asyncio.get_running_loop().time() < 150

    simulate(main())


def test_a_job_over_its_deadline_fails_and_can_be_retried() -> None:
    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=5)))
        world.model.latency_s = (400.0, 400.0)
        job_id = world.start()
        job = await world.serve(job_id)
        assert job.error is not None
        assert job.error.code == "deadline-exceeded"
        check(world, job)
        world.model.latency_s = (1.0, 1.0)
        world.service.retry(ADA, job_id)
        assert (await world.serve(job_id)).status is JobStatus.COMPLETED

    simulate(main())


def test_one_active_job_for_a_subject_and_a_limit_for_an_owner() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_active=2))
        first = world.start()
        with pytest.raises(DuplicateJob) as duplicate:
            world.start()
        assert duplicate.value.extra["job_id"] == first
        second = world.start({"topics": 1, "subject": "two"})
        with pytest.raises(TooManyJobs):
            world.start({"topics": 1, "subject": "three"})
        await world.serve(first)
        await world.serve(second)
        await world.serve(world.start())

    simulate(main())


def test_the_budget_stops_the_job_before_the_call_that_would_pass_it() -> None:
    async def main() -> None:
        from decimal import Decimal

        world = World()
        job_id = world.start({"topics": 8}, Options(max_cost_usd=Decimal("0.0065")))
        job = await world.serve(job_id)
        assert job.error is not None
        assert job.error.code == "budget-exceeded"
        assert job.usage.cost_usd is not None
        assert job.usage.cost_usd <= Decimal("0.0065")
        check(world, job, kills=0)

    simulate(main())
