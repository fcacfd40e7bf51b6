"""Paid once, also across jobs: an identical call of the same owner is not made again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import Unavailable
from generation.engine.limits import SpendLimits
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.service.requests import Caller
from tests.simulation.invariants import check_feed, check_order, check_steps
from tests.simulation.loop import simulate
from tests.simulation.world import World, with_limits

CALLS = 9
"""Of a job of 3 topics: 2 slices, their merge, 3 lessons, 3 exercises."""


def reusing(**more: Any) -> World:
    limits = with_limits(reuse=timedelta(days=5), **more.pop("limits", {}))
    return World(limits=limits, **more)


async def run(world: World, subject: str, options: Options | None = None, **request: Any) -> Job:
    asked = {"topics": 3, "subject": subject, **request}
    return await world.serve(world.start(asked, options))


def calls_of(job: Job) -> tuple[int, int]:
    """Made and reused."""
    return job.usage.model_calls, job.usage.reused_calls


def test_the_same_again_costs_nothing_and_says_so() -> None:
    async def main() -> None:
        world = reusing()
        first = await run(world, "a")
        again = await run(world, "b")
        assert calls_of(first) == (CALLS, 0)
        assert (again.status, calls_of(again)) == (JobStatus.COMPLETED, (0, CALLS))
        assert len(world.model.made) == CALLS
        assert again.usage.most_usd == 0
        assert again.made_by == first.made_by
        told = [entry for entry in world.store.logs(again.job_id, 0, 999) if "used again" in entry.message]
        assert len(told) == CALLS
        ids = [(job.artifact or {})["course_id"] for job in (first, again)]
        courses = [world.documents.get("course", "ada", course_id) for course_id in ids]
        assert courses[0] is not None
        assert courses[1] is not None
        assert courses[0].parts == courses[1].parts

    simulate(main())


def test_what_did_not_change_is_not_paid_again() -> None:
    async def main() -> None:
        world = reusing()
        await run(world, "a", slices=2)
        larger = await run(world, "b", slices=3)
        # A third slice, and the merge of three; lessons and exercises are asked as before.
        assert calls_of(larger) == (2, CALLS - 1)

    simulate(main())


def test_it_ends_with_its_days_and_for_who_wants_it_fresh() -> None:
    async def main() -> None:
        world = reusing()
        await run(world, "a")
        fresh = await run(world, "b", Options(fresh=True))
        assert calls_of(fresh) == (CALLS, 0)
        assert calls_of(await run(world, "c")) == (0, CALLS)
        await asyncio.sleep(6 * 86_400)
        assert calls_of(await run(world, "d")) == (CALLS, 0)

    simulate(main())


def test_nobody_gets_another_s_answers() -> None:
    async def main() -> None:
        world = reusing()
        await run(world, "a")
        bob = Caller(owner="bob", plan="pro")
        request = {"topics": 3, "subject": "a"}
        started = world.service.start(bob, "simulated", request, Options()).job
        assert calls_of(await world.serve(started.job_id)) == (CALLS, 0)

    simulate(main())


def test_where_it_is_off_nothing_is_kept_or_looked_for() -> None:
    async def main() -> None:
        world = World()
        await run(world, "a")
        assert calls_of(await run(world, "b")) == (CALLS, 0)
        assert not world.store.world.reusable

    simulate(main())


def test_an_answer_that_breaks_the_contract_of_today_is_asked_for_anew() -> None:
    async def main() -> None:
        world = reusing()
        await run(world, "a")
        for place, (_, until) in world.store.world.reusable.items():
            world.store.world.reusable[place] = '{"text": "{}", "model": "old"}', until
        again = await run(world, "b")
        assert (again.status, calls_of(again)) == (JobStatus.COMPLETED, (CALLS, 0))
        assert calls_of(await run(world, "c")) == (0, CALLS)

    simulate(main())


def test_a_wrong_answer_is_not_kept_but_what_it_became_is() -> None:
    async def main() -> None:
        world = reusing()
        world.model.faults = {1: "invalid"}
        first = await run(world, "a")
        assert first.usage.model_calls == CALLS + 1
        assert calls_of(await run(world, "b")) == (0, CALLS)

    simulate(main())


def test_a_job_that_asks_nothing_new_needs_no_money() -> None:
    async def main() -> None:
        world = reusing(limits={"spend": SpendLimits(owner_daily={"free": Decimal("0.02")})})
        await run(world, "a")
        spent = world.store.spend("ada", world.clock.now())
        assert calls_of(await run(world, "b")) == (0, CALLS)
        assert world.store.spend("ada", world.clock.now()) == spent

    simulate(main())


def test_a_table_that_does_not_answer_costs_a_call_and_no_job() -> None:
    async def main() -> None:
        world = reusing()
        await run(world, "a")

        def unavailable(*_: Any) -> None:
            raise Unavailable("no answer")

        world.store.reusable = unavailable  # type: ignore[assignment]
        world.store.keep_reusable = unavailable  # type: ignore[assignment]
        again = await run(world, "b")
        assert (again.status, calls_of(again)) == (JobStatus.COMPLETED, (CALLS, 0))

    simulate(main())


@pytest.mark.parametrize("seed", range(10))
def test_random_schedules_with_reuse_and_ceilings(seed: int) -> None:
    """Three jobs that ask the same, workers that die anywhere, faults of the model: the ledger is
    what the jobs have used, whoever died; until one has, no call is made again that a completed job was
    answered."""

    async def main() -> None:
        spend = SpendLimits(owner_daily={"free": Decimal(5)})
        world = reusing(seed=seed, chaos=0.25, limits={"spend": spend})
        world.model.fault_rate = 0.1
        for subject in "abc":
            job = await run(world, subject)
            world.check_money()
            check_feed(world, job)
            check_order(world, job)
            check_steps(job)
            if job.status is JobStatus.COMPLETED and not any(w.is_dead for w in world.workers):
                made = len(world.model.made)
                again = await run(world, f"{subject}-again")
                assert (again.status, calls_of(again)[0]) == (JobStatus.COMPLETED, 0)
                assert len(world.model.made) == made
        used = sum(job.usage.most_usd for job in world.store.all_jobs())
        await world.idle(200)
        accounts = world.store.spend("ada", world.clock.now()).accounts.values()
        assert all(account.reserved_usd == 0 for account in accounts)
        assert max(account.used_usd for account in accounts) == used

    simulate(main())
