"""Ceilings: the ledger is exact whatever dies, and no job passes what may be spent.

`World.check_money` holds the ledger against the jobs whenever a call begins or ends.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import SpendLimitReached
from generation.engine.limits import SpendLimits
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.model.ledger import Account, Ceiling, Funding, exact
from tests.simulation.invariants import check, check_feed, check_order, check_steps
from tests.simulation.loop import simulate
from tests.simulation.model import USAGE
from tests.simulation.world import ADA, World, with_limits


def limited(daily: str = "0", monthly: str = "0", deployment: str = "0", **more: Any) -> World:
    spend = SpendLimits(
        owner_daily={"free": Decimal(daily)},
        owner_monthly={"free": Decimal(monthly)},
        deployment_daily=Decimal(deployment) or None,
    )
    return World(limits=with_limits(spend=spend), **more)


def account(world: World, ceiling: Ceiling = Ceiling.OWNER_DAY) -> Account:
    return world.store.spend("ada", world.clock.now()).accounts[ceiling]


def under_ceiling(world: World) -> None:
    """What `check_money` looks at first, where there are too many jobs to add up at each call."""
    assert account(world).total_usd <= 10


def settled(world: World, *jobs: Job) -> None:
    """Nothing is reserved any more, and what the jobs used is what was booked."""
    accounts = world.store.world.accounts
    assert all(one.reserved_usd == 0 for one in accounts.values())
    days = [one for (kind, *_), one in accounts.items() if kind is Ceiling.OWNER_DAY]
    assert sum(one.used_usd for one in days) == sum(exact(job.usage.most_usd) for job in jobs)
    assert all(job.funding == Funding() for job in jobs)


def test_a_job_under_a_ceiling_is_booked_to_the_cent() -> None:
    async def main() -> None:
        world = limited(daily="1", monthly="5", deployment="9")
        job = await world.serve(world.start({"topics": 8}))
        assert job.status is JobStatus.COMPLETED
        check(world, job, kills=0)
        settled(world, job)
        assert account(world).used_usd == job.usage.cost_usd

    simulate(main())


def test_where_no_ceiling_is_set_no_ledger_is_kept() -> None:
    async def main() -> None:
        world = World()
        job = await world.serve(world.start({"topics": 8}))
        assert job.status is JobStatus.COMPLETED
        assert not world.store.world.accounts
        assert not any(write.ledger for write in world.store.written)

    simulate(main())


def test_a_usual_job_reserves_once_and_settles_once() -> None:
    async def main() -> None:
        world = limited(daily="1")
        job = await world.serve(world.start({"topics": 6}))
        assert job.status is JobStatus.COMPLETED
        entries = [write.ledger for write in world.store.written if write.ledger]
        assert len(entries) == 2

    simulate(main())


def test_a_job_that_comes_to_the_ceiling_fails_there_and_goes_on_the_next_day() -> None:
    async def main() -> None:
        world = limited(daily="0.0095")
        job_id = world.start({"topics": 8})
        job = await world.serve(job_id)
        assert job.status is JobStatus.FAILED
        assert job.error is not None
        assert (job.error.code, job.error.retryable, job.can_resume) == ("spend-limit-reached", True, True)
        check(world, job, kills=0)
        settled(world, job)
        assert 5 <= job.usage.model_calls <= 9
        # A cent is left, which no call fits in: the day is closed all the same.
        assert account(world).closed_at_usd == Decimal("0.0095")
        with pytest.raises(SpendLimitReached) as refusal:
            world.service.retry(ADA, job_id)
        assert refusal.value.retry_after_s is not None
        await asyncio.sleep(refusal.value.retry_after_s)
        for _ in range(5):
            done = job.usage.model_calls
            world.service.retry(ADA, job_id)
            job = await world.serve(job_id)
            assert job.usage.model_calls > done
            if job.is_finished and job.error is None:
                break
            await asyncio.sleep(86_400)
        assert job.progress == 100
        assert sum(world.model.answered().values()) == 19
        assert max(world.model.answered().values()) == 1
        settled(world, job)

    simulate(main())


def test_what_was_reserved_before_midnight_is_settled_on_its_day() -> None:
    async def main() -> None:
        world = limited(daily="1", monthly="2")
        now = world.clock.now()
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
        await asyncio.sleep((midnight - now).total_seconds() - 3)
        job = await world.serve(world.start({"topics": 8}))
        assert job.completed_at is not None
        assert job.completed_at > midnight
        settled(world, job)
        check(world, job, kills=0)

    simulate(main())


def test_two_hundred_jobs_race_for_one_owner_s_day() -> None:
    """$10 a day, calls of $0.05 that can cost $0.25, ten at once in each job."""

    async def main() -> None:
        world = limited(daily="10")
        world.model.watch = lambda: under_ceiling(world)
        world.limits = replace(world.limits, max_active=300, deadline=timedelta(hours=20))
        world.model.price, world.model.most_usd = Decimal("0.05"), Decimal("0.25")
        world.model.usage = replace(USAGE, cost_usd=Decimal("0.05"))
        job_ids = [world.start({"topics": 6, "subject": str(number)}) for number in range(200)]
        jobs = [await world.serve(job_id) for job_id in job_ids]
        world.check_money()
        settled(world, *jobs)
        spent = account(world).used_usd
        # All but what is less than a call's upper bound, and never more.
        assert Decimal("9.75") < spent <= 10
        assert spent == sum(call.paid for call in world.model.made)
        ended = {job.status for job in jobs}
        assert ended == {JobStatus.COMPLETED, JobStatus.FAILED}
        codes = {job.error.code for job in jobs if job.error}
        assert codes == {"spend-limit-reached"}
        with pytest.raises(SpendLimitReached):
            world.start({"topics": 1, "subject": "late"})

    simulate(main())


def test_what_others_have_reserved_is_waited_for_without_a_worker() -> None:
    async def main() -> None:
        # The first job reserves 0.03 of 0.04 (1.5 x 10 calls of 0.002).
        world = limited(daily="0.04")
        world.limits = replace(world.limits, max_active=30)
        first = world.start({"topics": 4, "subject": "a"})
        others = [world.start({"topics": 4, "subject": name}) for name in "bc"]
        jobs = [await world.serve(job_id) for job_id in (first, *others)]
        settled(world, *jobs)
        assert account(world).used_usd <= Decimal("0.04")
        assert jobs[0].status is JobStatus.COMPLETED
        logs = [entry.message for job in jobs for entry in world.store.logs(job.job_id, 0, 999)]
        waited = [message for message in logs if message.startswith("Waiting: what is left")]
        assert waited, "nobody waited: the test has shown nothing"
        assert len(waited) <= len(world.workers)

    simulate(main())


@pytest.mark.parametrize("seed", range(15))
def test_the_ledger_is_exact_under_random_schedules(seed: int) -> None:
    """Workers die before and after any port call, messages come twice, calls fail and time out."""

    async def main() -> None:
        world = limited(daily="0.05", monthly="0.5", deployment="0.08", seed=seed, chaos=0.3)
        world.limits = replace(world.limits, max_active=30)
        world.model.fault_rate = 0.15
        options = Options(max_cost_usd=Decimal("0.03")) if seed % 2 else Options()
        job_ids = [world.start({"topics": 3, "subject": name}, options) for name in "abc"]
        if seed % 3 == 0:
            await asyncio.sleep(world.rng.uniform(0, 10))
            world.service.cancel(ADA, job_ids[1])
        jobs = [await world.serve(job_id, hours=12) for job_id in job_ids]
        world.check_money()
        for job in jobs:
            check_feed(world, job)
            check_order(world, job)
            check_steps(job)
        await world.idle(200)
        settled(world, *world.store.all_jobs())

    simulate(main())


@pytest.mark.parametrize("dies_at", range(1, 25))
@pytest.mark.parametrize("after", [False, True])
def test_a_worker_that_dies_anywhere_leaves_the_ledger_exact(dies_at: int, after: bool) -> None:
    async def main() -> None:
        world = limited(daily="1", dies_at={1: (dies_at, after)})
        job = await world.serve(world.start({"topics": 2}))
        assert job.status is JobStatus.COMPLETED
        settled(world, job)
        check(world, job, kills=1)

    simulate(main())


def test_a_model_without_a_price_is_not_called_under_a_ceiling() -> None:
    async def main() -> None:
        world = limited(daily="1")
        world.model.most_usd = None
        job = await world.serve(world.start())
        assert job.error is not None
        assert (job.error.code, len(world.model.made)) == ("price-unknown", 0)
        allowed = limited(daily="1")
        allowed.limits = replace(allowed.limits, allow_unknown_prices=True)
        allowed.model.most_usd = None
        allowed.model.usage = replace(USAGE, cost_usd=None)
        job = await allowed.serve(allowed.start())
        assert job.status is JobStatus.COMPLETED

    simulate(main())


def test_a_job_that_waits_for_a_person_keeps_nothing_reserved() -> None:
    async def main() -> None:
        world = limited(daily="1")
        job_id = world.start({"topics": 2}, Options(mode="manual"))
        job = await world.serve(job_id, until=lambda job: job.status is JobStatus.WAITING)
        settled(world, job)
        world.service.proceed(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        settled(world, job)

    simulate(main())
