"""What a job may use: model calls and money, over all its attempts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from generation.engine.model.job import Job, JobStatus, Options
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.model import MOST, PRICE, USAGE
from tests.simulation.world import ADA, World, with_limits

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


def test_a_call_that_was_refused_does_not_count_and_one_that_may_have_been_billed_does() -> None:
    async def main(limit: int) -> Job:
        world = World(limits=with_limits(max_calls=limit))
        world.model.faults = {2: "server-error", 4: "rate-limited", 9: "server-error"}
        job = await world.serve(world.start({"topics": 8}))
        assert job.usage.aborted_calls == 2
        assert job.usage.uncertain_cost_usd == 2 * MOST
        assert len(world.model.made) == limit + 1
        check(world, job, kills=0)
        return job

    job = simulate(main(CALLS + 2))
    assert (job.status, job.usage.model_calls) == (JobStatus.COMPLETED, CALLS)
    ended(simulate(main(CALLS + 1)), "call-limit-exceeded", retryable=False)


def test_a_loop_of_cancel_and_retry_makes_no_more_calls_than_one_attempt_may() -> None:
    """Without what is told before a call begins: 60 calls, of which the job showed 11."""

    async def main() -> None:
        world = World(limits=with_limits(max_calls=15))
        world.model.latency_s = (3.0, 3.0)
        job_id = world.start({"topics": 8})
        for _ in range(30):
            serving = asyncio.create_task(world.serve(job_id))
            await asyncio.sleep(2.5)  # in the middle of the calls
            if not serving.done():
                cancelled = world.service.cancel(ADA, job_id).job
                assert cancelled.open_calls.calls == 0
            await serving
            await asyncio.sleep(3.0)  # until the worker has seen it
            world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        ended(job, "call-limit-exceeded", retryable=False)
        assert len(world.model.made) == job.usage.begun_calls == 15
        assert job.usage.aborted_calls > 0
        assert job.usage.uncertain_cost_usd == job.usage.aborted_calls * MOST
        check(world, job)

    simulate(main())


def test_a_loop_of_cancel_and_retry_spends_no_more_than_the_cap() -> None:
    async def main() -> None:
        world = World()
        world.model.latency_s = (3.0, 3.0)
        job_id = world.start({"topics": 8}, capped("0.02"))
        for _ in range(20):
            serving = asyncio.create_task(world.serve(job_id))
            await asyncio.sleep(2.5)
            if not serving.done():
                world.service.cancel(ADA, job_id)
            await serving
            await asyncio.sleep(3.0)
            world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        ended(job, "budget-exceeded", retryable=True)
        assert job.usage.most_usd <= Decimal("0.02")
        assert sum(call.paid for call in world.model.made) <= Decimal("0.02")
        check(world, job)

    simulate(main())

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
        for named, holds in (("1", "0.0095"), ("0.0055", "0.0055")):
            own = await world.serve(world.start({"topics": 8}, capped(named)))
            ended(own, "budget-exceeded", retryable=True)
            assert own.options.max_cost_usd == Decimal(holds), "the lower one"
        again = world.service.retry(ADA, own.job_id, max_cost_usd=Decimal(1)).job
        assert again.options.max_cost_usd == Decimal("0.0095")
        ended(await world.serve(own.job_id), "budget-exceeded", retryable=True)


def test_a_retry_without_a_cap_comes_under_one_that_was_lowered_meanwhile() -> None:
    async def main() -> None:
        world = World()
        failed = await world.serve(world.start({"topics": 8}, capped("0.0095")))
        world.limits = with_limits(max_cost_usd=Decimal("0.005"))
        assert world.service.retry(ADA, failed.job_id).job.options.max_cost_usd == Decimal("0.005")

    simulate(main())


@pytest.mark.parametrize("cap", [None, "1"])
@pytest.mark.parametrize("is_allowed", [False, True])
def test_without_a_price_a_capped_job_makes_no_call_unless_the_operator_lets_it(
    cap: str | None, is_allowed: bool
) -> None:
    async def main() -> None:
        world = World(limits=with_limits(allow_unknown_prices=is_allowed))
        world.model.most_usd = None
        job = await world.serve(world.start({"topics": 8}, capped(cap) if cap else None))
        if cap is None or is_allowed:
            assert job.status is JobStatus.COMPLETED
            return
        ended(job, "price-unknown", retryable=False)
        assert world.model.made == []

    simulate(main())


def test_an_answer_without_a_price_is_the_last_one_of_a_capped_job() -> None:
    """Where the answer names a model that the price list does not have."""

    async def main() -> None:
        world = World(limits=with_limits(items_at_once=1))
        world.model.usage = replace(USAGE, cost_usd=None)
        job = await world.serve(world.start({"topics": 8, "slices": 1}, capped("1")))
        ended(job, "price-unknown", retryable=False)
        assert len(world.model.made) == 1

    simulate(main())


def test_what_was_aborted_without_a_price_has_no_known_cost() -> None:
    async def main() -> None:
        world = World()
        world.model.most_usd = None
        world.model.faults = {2: "server-error"}
        job = await world.serve(world.start({"topics": 2}))
        assert (job.usage.aborted_calls, job.usage.uncertain_cost_usd) == (1, None)

    simulate(main())

    simulate(main())


def test_what_a_killed_worker_had_in_flight_counts_and_is_booked_at_its_upper_bound() -> None:
    async def main() -> None:
        world = World(limits=with_limits(max_calls=CALLS + 8))
        world.model.latency_s = (3.0, 3.0)
        job_id = world.start({"topics": 8})
        serving = asyncio.create_task(world.serve(job_id))
        await asyncio.sleep(8)
        world.workers[0].kill()
        in_flight = sum(call.outcome != "answered" for call in world.model.made)
        job = await serving
        # What the dead worker had in flight was not answered to anybody: it is made again.
        assert in_flight
        assert (job.usage.aborted_calls, job.usage.uncertain_cost_usd) == (in_flight, in_flight * MOST)
        check(world, job, kills=1)
        assert (job.status, job.usage.model_calls) == (JobStatus.COMPLETED, CALLS)

    simulate(main())
