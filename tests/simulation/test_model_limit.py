"""Many jobs under one limit of the model: none fails for it, and no call begins without time of it."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from generation.engine.errors import Conflict, Unavailable
from generation.engine.flow.gcra import ModelLimits
from generation.engine.model.job import Job, JobStatus, Options
from local.claude.limits import Buckets
from tests.simulation.invariants import check, check_many
from tests.simulation.loop import BEGIN, simulate
from tests.simulation.world import ADA, World, with_limits

MANY = with_limits(max_active=1_000)


def limited(seed: int = 0, per_minute: int = 60, **settings: Any) -> World:
    """A world whose model keeps the limit that the deployment has set."""
    settings = {"limits": MANY, "model_limits": ModelLimits(requests=per_minute), **settings}
    world = World(seed=seed, **settings)
    limits = {"requests": per_minute}
    world.model.buckets = Buckets(limits, lambda: world.clock.now().timestamp())
    return world


def start(world: World, jobs: int, **request: Any) -> list[str]:
    return [world.start({"topics": 3, "subject": str(number), **request}) for number in range(jobs)]


def refused(world: World) -> float:
    """Share of calls that the model has refused."""
    return sum(call.outcome == "rate-limited" for call in world.model.made) / len(world.model.made)


def test_jobs_share_the_limit_and_none_is_refused() -> None:
    async def run() -> None:
        world = limited()
        jobs = await world.serve_all(start(world, 12))
        check_many(world, jobs)
        assert {job.status for job in jobs} == {JobStatus.COMPLETED}
        assert refused(world) == 0
        took = max(call.began_at for call in world.model.made) - min(c.began_at for c in world.model.made)
        assert len(world.model.made) == 12 * 9
        assert took <= 1.1 * 108, "the limit was not used"
        # Each call one request to the table, but for those that could not begin within a minute.
        assert world.budget.asked <= 1.25 * len(world.model.made)

    simulate(run())


def test_without_a_limit_nothing_is_asked() -> None:
    async def run() -> None:
        world = World(limits=MANY)
        [job] = await world.serve_all([world.start()])
        check(world, job, kills=0)
        assert world.budget.asked == 0
        assert not any(write.job.waits_until or write.job.reservations for write in world.store.written)

    simulate(run())


def test_a_wait_is_told_once_and_ends() -> None:
    async def run() -> None:
        world = limited(per_minute=10)
        first, second = start(world, 2, topics=6)
        await world.serve_all([first, second])
        waits = [write for write in world.store.written if write.job.waits_until is not None]
        assert waits, "nobody waited: the test has shown nothing"
        for job_id in (first, second):
            history = [write.job for write in world.store.written if write.job.job_id == job_id]
            begun = [
                (before, after)
                for before, after in pairwise(history)
                if before.waits_until is None and after.waits_until is not None
            ]
            entries = [
                entry
                for entry in world.store.logs(job_id, 0, 1_000)
                if entry.message.startswith("Waits for the model's limit until ")
            ]
            assert len(entries) == len(begun)
            for before, after in begun:
                assert after.version > before.version
                assert after.due_at == after.waits_until
                assert after.lease_until is None
            assert history[-1].waits_until is None
            assert history[-1].reservations == ()

    simulate(run())


def test_waiting_for_the_limit_does_not_count_in_the_deadline() -> None:
    async def run() -> None:
        # 2 x 12 calls at 6 a minute take four minutes; a job's own work takes a few seconds.
        world = limited(per_minute=6, limits=with_limits(max_active=9, deadline=timedelta(seconds=150)))
        jobs = await world.serve_all(start(world, 2, topics=4))
        assert [job.status for job in jobs] == [JobStatus.COMPLETED] * 2
        assert max((job.completed_at or BEGIN) - job.created_at for job in jobs) > timedelta(seconds=180)

    simulate(run())


def test_what_others_use_of_the_account_is_learnt_from_headers() -> None:
    async def run() -> None:
        world = limited(model_limits=ModelLimits(requests=600), per_minute=60)
        jobs = await world.serve_all(start(world, 12))
        assert {job.status for job in jobs} == {JobStatus.COMPLETED}
        assert world.budget.state("simulated").told == ModelLimits(requests=60)
        # The first answer tells; by then a minute's worth may have begun, and a bucket holds that.
        assert refused(world) < 0.1

    simulate(run())


def test_a_refusal_stops_everybody_once() -> None:
    async def run() -> None:
        world = limited(per_minute=600)
        world.model.buckets = None
        world.model.faults = dict.fromkeys(range(20, 24), "long-limit")
        jobs = await world.serve_all(start(world, 6))
        assert {job.status for job in jobs} == {JobStatus.COMPLETED}
        begins = sorted(call.began_at for call in world.model.made)
        refusal = min(call.ended_at or 0.0 for call in world.model.made if call.outcome == "long-limit")
        held = [begin for begin in begins if refusal + 10.0 < begin < refusal + 55.0]
        assert held == [], "calls began while the model had asked to wait"
        state = world.budget.state("simulated")
        assert state.held_until is not None
        assert (state.held_until - BEGIN).total_seconds() == pytest.approx(refusal + 60.0, abs=6.0)

    simulate(run())


def test_one_log_entry_a_wait_not_one_a_refusal() -> None:
    async def run() -> None:
        world = World(limits=MANY)
        world.model.faults = dict.fromkeys(range(4, 9), "rate-limited")
        [job] = await world.serve_all([world.start({"topics": 8})])
        told = [e for e in world.store.logs(job.job_id, 0, 1_000) if e.message.startswith("Waiting: 429")]
        assert sum(call.outcome == "rate-limited" for call in world.model.made) == 5
        assert len(told) == 1

    simulate(run())


def test_a_budget_that_does_not_answer_fails_no_job() -> None:
    async def run() -> None:
        world = limited(tolerated=(Unavailable,))
        reserve, rng = world.budget.reserve, random.Random(3)

        def unsure(*what: Any, **named: Any) -> Any:
            if rng.random() < 0.05:
                raise Unavailable("no answer")
            answer = reserve(*what, **named)
            if rng.random() < 0.05:
                raise Unavailable("the answer got lost")
            return answer

        world.budget.reserve = unsure  # type: ignore[method-assign]
        jobs = await world.serve_all(start(world, 3))
        assert {job.status for job in jobs} == {JobStatus.COMPLETED}
        check_many(world, jobs)

    simulate(run())


@pytest.mark.parametrize("seed", range(6))
def test_random_schedules_crashes_and_clocks(seed: int) -> None:
    async def run() -> list[Job]:
        rng = random.Random(seed)
        world = limited(
            seed,
            per_minute=rng.choice([30, 60, 600]),
            chaos=rng.choice([0.0, 0.2]),
            worker_s=rng.choice([40.0, 900.0]),
            jumps_s=rng.choice([0.0, 0.0, 3.0, 60.0]),
            limits=with_limits(max_active=99, deadline=timedelta(hours=20)),
        )
        world.model.fault_rate = rng.choice([0.0, 0.1])
        ids = start(world, rng.choice([1, 3, 6]), slices=rng.choice([1, 4]), lessons=rng.choice([1, 2]))
        if rng.random() < 0.3:
            await world.idle(rng.uniform(1, 60))
            with suppress(Conflict):  # it has ended already
                world.service.cancel(ADA, ids[0])
        jobs = await world.serve_all(ids, hours=30)
        check_many(world, jobs)
        if len(jobs) == 1:
            check(world, jobs[0])
        assert {(job.reservations, job.waits_until) for job in jobs} == {((), None)}
        return jobs

    for job in simulate(run()):
        assert job.status in (JobStatus.COMPLETED, JobStatus.CANCELLED, JobStatus.FAILED)
        assert job.error is None or job.error.code not in ("rate-limited", "deadline-exceeded")


@pytest.mark.parametrize("seed", range(3))
def test_clocks_that_are_wrong_by_hours_stop_nobody_for_longer(seed: int) -> None:
    async def run() -> None:
        world = limited(seed, per_minute=600, jumps_s=7_200.0)
        world.limits = with_limits(max_active=99, deadline=timedelta(hours=20))
        # A lease or a retry that such a clock has written is waited for; the budget adds nothing to it.
        jobs = await world.serve_all(start(world, 2, topics=2), hours=8)
        check_many(world, jobs)
        assert {job.status for job in jobs} == {JobStatus.COMPLETED}

    simulate(run())


def test_the_limit_of_one_job_s_model_is_its_own() -> None:
    async def run() -> None:
        world = limited(per_minute=60, limits=with_limits(max_active=9, models={"": "a", "write": "b"}))
        [job] = await world.serve_all([world.start(options=Options())])
        check(world, job, kills=0)
        a, b = (world.budget.state(model).free_at for model in ("a", "b"))
        assert a is not None
        assert b is not None
        assert a != b, "one budget for both models"

    simulate(run())
