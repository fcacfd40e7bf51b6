"""What faults of the model do to a job, one by one, in simulated time: they pass, go back, wait or end it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from generation.engine.errors import (
    CallError,
    PermanentError,
    TransientCallError,
)
from generation.engine.model.event import LogLevel
from generation.engine.model.job import JobStatus
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.model import FAULTS
from tests.simulation.world import ADA, World


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
