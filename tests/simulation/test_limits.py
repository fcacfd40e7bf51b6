"""What a job may use: model calls and money, over all its attempts."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from generation.engine.model.job import Job, JobStatus, Options
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.model import USAGE
from tests.simulation.world import ADA, World, with_limits

PRICE = USAGE.cost_usd or Decimal(0)
MOST = Decimal("0.002")
"""What the simulated model says that a call can cost at most: twice its price."""

CALLS = 19
"""Of a job of 8 topics: 2 slices, their merge, 8 lessons, 8 exercises."""


def capped(cap: str) -> Options:
    return Options(max_cost_usd=Decimal(cap))


def ended(job: Job, code: str, *, retryable: bool) -> None:
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert (job.error.code, job.error.retryable) == (code, retryable)


@pytest.mark.parametrize("limit", range(1, CALLS))
def test_a_job_makes_as_many_calls_as_it_may_and_then_fails(limit: int) -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=limit))
        job = await world.serve(world.start({"topics": 8}))
        ended(job, "call-limit-exceeded", retryable=False)
        # Calls that are still open count too, so exactly so many are begun, and all of them are kept.
        assert len(world.model.made) == job.usage.model_calls == limit
        check(world, job, kills=0)

    simulate(main())


def test_a_job_that_needs_all_of_its_calls_completes() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=CALLS))
        job = await world.serve(world.start({"topics": 8}))
        assert (job.status, job.usage.model_calls) == (JobStatus.COMPLETED, CALLS)

    simulate(main())


def test_calls_of_earlier_attempts_and_answers_that_were_sent_back_count() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=10))
        world.model.faults = {1: "invalid", 5: "refused"}
        first = await world.serve(world.start({"topics": 8}))
        assert first.error is not None
        used = first.usage.model_calls
        assert 4 < used <= 10
        world.service.retry(ADA, first.job_id)
        second = await world.serve(first.job_id)
        ended(second, "call-limit-exceeded", retryable=False)
        assert second.usage.model_calls == 10

    simulate(main())


def test_a_call_that_was_not_answered_does_not_count() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=CALLS))
        world.model.faults = {2: "server-error", 4: "rate-limited", 9: "server-error"}
        job = await world.serve(world.start({"topics": 8}))
        assert (job.status, job.usage.model_calls) == (JobStatus.COMPLETED, CALLS)
        assert len(world.model.made) == CALLS + 3

    simulate(main())


@pytest.mark.parametrize("calls", range(1, CALLS))
def test_the_budget_is_used_up_to_the_call_that_could_pass_it(calls: int) -> None:
    """Siblings do not keep each other from what is left: a call ends long under what it may cost."""

    async def main() -> None:
        world = World()
        cap = PRICE * (calls - 1) + MOST
        job = await world.serve(world.start({"topics": 8}, capped(str(cap))))
        ended(job, "budget-exceeded", retryable=True)
        assert job.usage.model_calls == calls
        assert job.usage.cost_usd is not None
        assert job.usage.cost_usd <= cap
        check(world, job, kills=0)

    simulate(main())


def test_with_dear_answers_the_cap_holds_though_ten_items_ask_at_once() -> None:
    async def main() -> None:
        world = World(limits=with_limits(items_at_once=10))
        world.model.latency_s = (0.5, 20.0)
        job = await world.serve(world.start({"topics": 20}, capped("0.0155")))
        ended(job, "budget-exceeded", retryable=True)
        assert Decimal("0.0135") < (job.usage.cost_usd or 0) <= Decimal("0.0155")

    simulate(main())


def test_a_retry_with_a_higher_cap_goes_on_and_pays_nothing_twice() -> None:
    async def main() -> None:
        world = World()
        failed = await world.serve(world.start({"topics": 8}, capped("0.0095")))
        ended(failed, "budget-exceeded", retryable=True)
        world.service.retry(ADA, failed.job_id)
        again = await world.serve(failed.job_id)
        ended(again, "budget-exceeded", retryable=True)
        assert again.usage == failed.usage, "the old cap leaves nothing to spend"
        answer = world.service.retry(ADA, failed.job_id, max_cost_usd=Decimal("0.05"))
        assert answer.job.options.max_cost_usd == Decimal("0.05")
        done = await world.serve(failed.job_id)
        assert (done.status, done.usage.model_calls) == (JobStatus.COMPLETED, CALLS)
        assert max(world.model.answered().values()) == 1
        assert done.options.max_cost_usd == Decimal("0.05")

    simulate(main())


def test_the_deployments_cap_holds_for_a_job_that_names_none() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_cost_usd=Decimal("0.0095")))
        job = await world.serve(world.start({"topics": 8}))
        ended(job, "budget-exceeded", retryable=True)
        assert job.options.max_cost_usd == Decimal("0.0095")
        own = await world.serve(world.start({"topics": 8}, capped("1")))
        assert own.status is JobStatus.COMPLETED

    simulate(main())


def test_a_killed_worker_leaves_the_allowance_as_it_was() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=CALLS))
        world.model.latency_s = (3.0, 3.0)
        job_id = world.start({"topics": 8})
        serving = asyncio.create_task(world.serve(job_id))
        await asyncio.sleep(8)
        world.workers[0].kill()
        job = await serving
        # What the dead worker had in flight was not answered to anybody: it is made again.
        assert (job.status, job.usage.model_calls) == (JobStatus.COMPLETED, CALLS)

    simulate(main())
