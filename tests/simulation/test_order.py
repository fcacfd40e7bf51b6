"""Many owners before few workers: whose job is begun when, and that none is lost or begun twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.flow.turn import precedence
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.recovery.sweep import SweepReport
from generation.engine.service.requests import Caller
from tests.simulation.invariants import check, check_feed, check_order, check_steps
from tests.simulation.loop import simulate
from tests.simulation.recording import Begun
from tests.simulation.world import ADA, World, with_limits

LIMITS = with_limits(max_active=1000, weights={"free": 1, "pro": 4}, queue_deadline=timedelta(days=2))
SETTLED_S = 1.0
"""What was queued later may have come between a worker's look at the order and its begin."""


class Town:
    """`slots` workers, each of one job at a time, and a sweep each minute."""

    def __init__(self, slots: int, **world: Any) -> None:
        self.world = World(**{"limits": LIMITS, **world})
        self.world.model.latency_s = (5.0, 5.0)
        self.world.model.watch = lambda: None  # all jobs at each call: too many here
        self.count = 0
        self._tasks = [asyncio.create_task(self._work()) for _ in range(slots)]
        self._tasks.append(asyncio.create_task(self._sweep()))

    def start(self, owner: str, plan: str = "free", priority: str = "normal") -> str:
        self.count += 1
        request = {"topics": 1, "slices": 1, "subject": f"s{self.count}"}
        caller, options = Caller(owner=owner, plan=plan), Options(priority=priority)
        return self.world.service.start(caller, "simulated", request, options).job.job_id

    async def _work(self) -> None:
        world = self.world
        while True:
            await asyncio.sleep(world.rng.uniform(0.3, 0.7))
            job_id = world.queue.receive()
            if job_id is None:
                continue
            if world.chaos and world.rng.random() < world.chaos / 4:
                continue  # lost
            if world.chaos and world.rng.random() < world.chaos / 4:
                world.queue.send(job_id, world.rng.randint(0, 30))
            world.begin_worker(job_id)
            await asyncio.wait([world.background[-1]])

    async def _sweep(self) -> None:
        world = self.world
        while True:
            await asyncio.sleep(world.sweep_s)
            world.sweep().run()

    async def until(self, begun: int | None = None, hours: float = 12) -> None:
        """Until so many jobs were begun, or all have ended."""
        for _ in range(int(hours * 360)):
            await asyncio.sleep(10)
            assert not self.world.errors, self.world.errors
            if begun is not None and len(self.begun) >= begun:
                return
            if begun is None and all(job.is_finished for job in self.world.store.all_jobs()):
                return
        raise AssertionError("not so within the time")

    @property
    def begun(self) -> list[Begun]:
        return self.world.store.begun

    def check_jobs(self) -> None:
        for job in self.world.store.all_jobs():
            check_feed(self.world, job)
            check_order(self.world, job)
            check_steps(job)
        self.world.check_money()

    def check(self) -> None:
        self.check_jobs()
        for one in self.begun:
            check_order_of_owner(one)
        assert not self.world.store.world.waiting
        assert not self.world.queue.messages


def check_order_of_owner(begun: Begun) -> None:
    """First come first served among the jobs of one priority, and higher ones first."""
    for other in begun.others:
        assert other.queued_at is not None
        assert begun.job.begun_at is not None
        if (begun.job.begun_at - other.queued_at).total_seconds() > SETTLED_S:
            assert precedence(begun.job) < precedence(other), f"{begun.job.job_id} before {other.job_id}"


def test_one_owners_flood_does_not_stand_before_the_others() -> None:
    async def main() -> None:
        town = Town(slots=2)
        for _ in range(20):
            town.start("flood")
        await asyncio.sleep(1)
        others = [town.start(f"o{number % 7}") for number in range(20)]
        await town.until()
        order = [one.job.job_id for one in town.begun]
        flood = [one.job.job_id for one in town.begun if one.job.owner == "flood"]
        half = order.index(flood[10])
        firsts = {one.job.owner: n for n, one in reversed(list(enumerate(town.begun)))}
        assert len(order) == 40
        assert all(at < half for owner, at in firsts.items())
        assert sum(order.index(job_id) < half for job_id in others) == len(others)
        town.check()

    simulate(main())


@pytest.mark.parametrize("seed", range(2))
def test_backlogged_plans_of_weight_one_and_four_share_by_that(seed: int) -> None:
    async def main() -> None:
        town = Town(slots=4, seed=seed)
        for _ in range(110):
            town.start("ada", "free")
            town.start("grace", "pro")
        await town.until(begun=104)
        shares = Counter(one.job.owner for one in town.begun[4:104])
        assert shares["grace"] / shares["ada"] == pytest.approx(4, rel=0.1)

    simulate(main())


@pytest.mark.parametrize("seed", range(3))
def test_priorities_order_the_jobs_of_one_owner_and_take_nothing_from_others(seed: int) -> None:
    async def main() -> None:
        town = Town(slots=2, seed=seed)
        rng = town.world.rng
        for _ in range(20):
            town.start("ada", priority=rng.choice(["low", "normal", "high"]))
            town.start("grace")
            await asyncio.sleep(rng.choice([0, 0, 2, 10]))
        await town.until()
        first = Counter(one.job.owner for one in town.begun[:20])
        assert abs(first["ada"] - first["grace"]) <= 4
        town.check()

    simulate(main())


def test_a_job_of_high_priority_is_begun_next_of_its_owners() -> None:
    async def main() -> None:
        town = Town(slots=1)
        for _ in range(6):
            town.start("ada")
        await town.until(begun=1)
        urgent, late = town.start("ada", priority="high"), town.start("ada", priority="low")
        normal = town.start("ada")
        await town.until()
        order = [one.job.job_id for one in town.begun]
        assert order.index(urgent) <= 2
        assert order[-2:] == [normal, late]
        town.check()

    simulate(main())


@pytest.mark.parametrize("seed", range(6))
def test_under_faults_each_job_ends_and_is_begun_once(seed: int) -> None:
    async def main() -> None:
        town = Town(slots=4, seed=seed, chaos=0.3, lags=seed % 2 == 0)
        rng = town.world.rng
        for _ in range(20):
            town.start(rng.choice(["ada", "grace", "edsger"]), priority=rng.choice(["normal", "high"]))
            await asyncio.sleep(rng.choice([0, 0, 1, 10]))
        await town.until()
        jobs = town.world.store.all_jobs()
        assert all(job.status in (JobStatus.COMPLETED, JobStatus.FAILED) for job in jobs)
        assert len(jobs) == 20
        assert set(Counter(one.job.job_id for one in town.begun).values()) == {1}
        town.check_jobs()

    simulate(main())


def test_nothing_is_begun_that_could_not_go_on() -> None:
    async def main() -> None:
        horizon = [LIMITS.policy.flow.longest_horizon_s + 30]
        town = Town(slots=3, horizon_s=lambda: horizon[0])
        job_ids = [town.start("ada") for _ in range(5)]
        before = [town.world.store.read(job_id) for job_id in job_ids]
        written = len(town.world.store.written)
        await asyncio.sleep(600)
        assert [town.world.store.read(job_id) for job_id in job_ids] == before
        assert len(town.world.store.written) == written
        assert len(town.world.queue.messages) == 5
        horizon[0] = LIMITS.policy.flow.longest_horizon_s
        await town.until()
        town.check()

    simulate(main())


def test_a_begun_job_goes_on_while_nothing_new_is_begun() -> None:
    async def main() -> None:
        horizon = [0.0]
        town = Town(slots=2, horizon_s=lambda: horizon[0], worker_s=12.0)
        first = town.start("ada")
        await asyncio.sleep(3)
        assert len(town.begun) == 1
        horizon[0] = 100.0
        second = town.start("ada")
        await asyncio.sleep(600)
        done, waiting = town.world.store.read(first), town.world.store.read(second)
        assert done is not None
        assert waiting is not None
        assert (done.status, waiting.status) == (JobStatus.COMPLETED, JobStatus.PENDING)
        assert len(town.world.workers) > 2  # it was handed over, past the one that waits

    simulate(main())


def test_the_deadline_counts_from_when_a_job_was_begun() -> None:
    async def main() -> None:
        limits = replace(LIMITS, deadline=timedelta(minutes=5))
        world = World(limits=limits)
        job_id = world.start()
        await asyncio.sleep(3600)
        assert swept(world) == SweepReport(active=1)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert job.begun_at is not None
        assert job.deadline_at == job.begun_at + limits.deadline
        assert job.begun_at - job.created_at >= timedelta(hours=1)

    simulate(main())


def swept(world: World) -> SweepReport:
    return world.sweep().run()


def test_a_job_that_never_got_its_turn_fails_and_can_be_retried() -> None:
    async def main() -> None:
        world = World(limits=replace(LIMITS, queue_deadline=timedelta(hours=24)))
        job_id = world.start()
        await asyncio.sleep(24 * 3600 - 60)
        assert swept(world).failed == 0
        await asyncio.sleep(120)
        assert swept(world) == SweepReport(active=1, failed=1)
        job = world.store.read(job_id)
        assert job is not None
        assert job.error is not None
        assert (job.error.code, job.error.retryable) == ("queue-deadline-exceeded", True)
        check(world, job, kills=0)
        world.queue.messages.clear()
        world.service.retry(ADA, job_id)
        again = await world.serve(job_id)
        assert again.status is JobStatus.COMPLETED

    simulate(main())


def test_a_retried_job_waits_for_its_turn_and_a_continued_one_does_not() -> None:
    async def main() -> None:
        world = World(limits=LIMITS)
        job_id = world.service.start(ADA, "simulated", {"topics": 1}, Options(mode="manual")).job.job_id
        await world.serve(job_id, lambda job: job.status is JobStatus.WAITING)
        proceeded = world.service.proceed(ADA, job_id).job
        assert (proceeded.status, proceeded.tag) == (JobStatus.PENDING, None)
        await world.serve(job_id, lambda job: job.status is JobStatus.RUNNING)
        world.service.cancel(ADA, job_id)
        retried = world.service.retry(ADA, job_id).job
        assert retried.tag is not None
        assert retried.begun_at is None
        job: Job = await world.serve(job_id, lambda job: job.is_finished or job.status is JobStatus.WAITING)
        assert job.tag is None
        assert len(world.store.begun) == 2

    simulate(main())
