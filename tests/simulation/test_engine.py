"""The rules of the engine, one by one, in simulated time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import (
    CallError,
    Conflict,
    DuplicateJob,
    PermanentError,
    TooManyJobs,
    TransientCallError,
)
from generation.engine.model.event import LogLevel
from generation.engine.model.job import JobStatus, Options
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.model import FAULTS
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


@pytest.mark.parametrize("fault", ["rate-limited", "server-error", "invalid"])
def test_a_fault_that_passes_does_not_end_the_job(fault: str) -> None:
    async def main() -> None:
        world = World()
        world.model.faults = dict.fromkeys((1, 4, 5), fault)
        job = await world.serve(world.start())
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)
        warnings = [e for e in world.store.logs(job.job_id, 0, 1000) if e.level is LogLevel.WARNING]
        assert len(warnings) == 3

    simulate(main())


@pytest.mark.parametrize("fault", ["rate-limited", "server-error"])
def test_an_answer_that_goes_back_is_not_lost_by_another_fault(fault: str) -> None:
    async def main() -> None:
        world = World()
        world.model.faults = {1: "invalid", 2: fault}
        turns: list[int] = []
        answer = world.model.answer

        def counted(request: Any) -> str:
            turns.append(len(request.turns))
            return answer(request)

        world.model.answer = counted
        job = await world.serve(world.start({"topics": 0, "slices": 1}))
        assert job.status is JobStatus.COMPLETED
        # slice, its repair (fails) and the repair again, merge: the repair has three turns
        assert turns == [1, 3, 3, 1]
        check(world, job, kills=0)

    simulate(main())


def test_a_rate_limit_uses_up_no_attempt() -> None:
    async def main() -> None:
        world = World()
        world.model.faults = dict.fromkeys(range(4, 15), "rate-limited")
        job = await world.serve(world.start())
        assert job.status is JobStatus.COMPLETED
        assert {t.attempts for t in world.store.tasks(job.job_id) if t.item_id} == {1}

    simulate(main())


def test_a_failing_item_is_tried_three_times_and_does_not_throw_away_its_siblings() -> None:
    async def main() -> None:
        world = World()
        answer = world.model.answer

        def broken(request: Any) -> str:
            return "{}" if "lesson t1" in request.turns[0].text else answer(request)

        world.model.answer = broken
        job_id = world.start()
        job = await world.serve(job_id)
        assert job.status is JobStatus.FAILED
        assert job.error is not None
        assert (job.error.step, job.error.item_id, job.error.code) == ("write", "t1", "invalid-output")
        check(world, job)
        # Three attempts, each sent back once with its errors... the first of them only counts once.
        tries = [call for call in world.model.made if "lesson t1" in call.key]
        assert len(tries) == 6
        done = {t.item_id for t in world.store.tasks(job_id) if t.status == "completed" and t.step == "write"}
        assert done == {"t0", "t2"}

        world.model.answer = answer
        before = world.model.answered()
        assert world.service.retry(ADA, job_id).job.attempt == 2
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job)
        assert {key for key, count in world.model.answered().items() if count > 1} <= {
            key for key in before if "lesson t1" in key
        }

    simulate(main())


def test_a_permanent_error_fails_at_once() -> None:
    async def main() -> None:
        world = World()
        world.model.faults = {1: "refused"}
        job = await world.serve(world.start())
        assert job.error is not None
        assert job.error.code == "model-refused"
        check(world, job)
        assert len(world.model.made) == 2  # its sibling was let end

    simulate(main())


@pytest.mark.parametrize("kind", [PermanentError, TransientCallError])
def test_what_the_api_said_stands_in_the_log_and_not_in_the_error(
    kind: type[CallError], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "output_config.format.schema: property 'minimum' is not supported"

    def refused() -> CallError:
        error = kind("Claude answered 400", code="model-request-invalid")
        error.said = said
        return error

    monkeypatch.setitem(FAULTS, "refused", refused)

    async def main() -> None:
        world = World()
        world.model.faults = dict.fromkeys(range(1, 99), "refused")
        job = await world.serve(world.start({"topics": 1}))
        assert job.error is not None
        assert said not in job.error.message
        told = [entry for entry in world.store.logs(job.job_id, 0, 1000) if "said" in entry.details]
        assert {entry.details["said"] for entry in told} == {said}
        assert {entry.details["code"] for entry in told} == {"model-request-invalid"}
        tries = {LogLevel.WARNING} if kind is TransientCallError else set()
        assert {entry.level for entry in told} == {LogLevel.ERROR} | tries
        assert not [entry for entry in told if said in entry.message]

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


def test_nothing_runs_while_everything_waits() -> None:
    async def main() -> None:
        world = World()
        world.model.faults = dict.fromkeys(range(1, 5), "long-limit")
        job_id = world.start({"topics": 3})
        await world.serve(job_id, lambda job: job.lease_until is None and job.due_at is not None)
        await asyncio.sleep(0.1)
        assert all(worker.task is not None and worker.task.done() for worker in world.workers)
        made = len(world.model.made)
        await asyncio.sleep(50)
        assert len(world.model.made) == made
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)

    simulate(main())


@pytest.mark.parametrize("seed", range(4))
def test_nor_where_the_last_call_that_ends_is_one_of_two_of_its_task(seed: int) -> None:
    async def main() -> None:
        world = World(seed=seed)
        world.model.faults = {4: "long-limit"}
        job_id = world.start({"topics": 1, "lessons": 2})
        await world.serve(job_id, lambda job: job.lease_until is None and job.due_at is not None)
        ended_at = max(call.ended_at or 0.0 for call in world.model.made)
        assert asyncio.get_running_loop().time() < ended_at + 1.0
        check(world, await world.serve(job_id), kills=0)

    simulate(main())


def test_nor_where_one_of_two_calls_of_a_task_failed_and_the_other_waits() -> None:
    async def main() -> None:
        world = World()
        world.model.faults = {4: "long-limit", 5: "refused"}
        job_id = world.start({"topics": 1, "lessons": 2})
        await world.serve(job_id, lambda job: job.lease_until is None and job.due_at is not None)
        ended_at = max(call.ended_at or 0.0 for call in world.model.made)
        assert asyncio.get_running_loop().time() < ended_at + 1.0
        check(world, await world.serve(job_id), kills=0)

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
