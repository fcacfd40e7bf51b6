"""Figures of many jobs with crashes, retries and cancels: what is told is what the feeds and the jobs say.

The recomputation shares nothing with the ends that checkpoints write: counts and codes are those of the
feeds, tokens and cost those of the jobs, times those of begins and ends as the store saw them.
"""

from __future__ import annotations

import asyncio
import math
import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import GenerationError
from generation.engine.figures.figures import EVERYBODY, Part
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import Job, Options
from generation.engine.service.analytics import Analytics, FiguresScope, Report
from generation.engine.service.requests import Caller
from tests.simulation import figures
from tests.simulation.invariants import check_figures
from tests.simulation.loop import BEGIN, simulate
from tests.simulation.pipelines import SIMULATED
from tests.simulation.world import World, with_limits

LONG = int(os.environ.get("RELIABILITY_JOBS", "5000"))
PIPELINES = {"simulated": SIMULATED, "other": replace(SIMULATED, name="other")}
OWNERS = tuple(
    Caller(owner=f"owner-{n}", org_id=("mill", "other-mill", None)[n % 3], plan=("free", "pro")[n % 2])
    for n in range(12)
)
OPERATOR = Caller(owner="olga", roles=frozenset({"operator"}))
ADMIN = Caller(owner="eve", org_id="mill", roles=frozenset({"org_admin"}))


@dataclass(frozen=True)
class Ended:
    """A run: its jobs, and the world in which they have ended."""

    world: World
    jobs: list[Job]

    def where(self, name: str, value: object) -> list[Job]:
        """Jobs of which the member of that name has this value."""
        return [job for job in self.jobs if getattr(job, name) == value]

    def report(self, caller: Caller, scope: FiguresScope, by: Part | None = None) -> Report:
        analytics = Analytics(figures=self.world.figures, clock=self.world.clock)
        first = BEGIN.date()
        return analytics.report(caller, first=first, last=first + timedelta(days=30), by=by, scope=scope)


@dataclass
class FiguresWorld(World):
    """Money is looked at when all has ended: at each call, as usual, a thousand jobs would take hours."""

    sweeps: int = 0

    def _watch_money(self) -> None:
        return


def _latest(world: World) -> list[Job]:
    return [world.job(job_id) for job_id in list(world.store.world.jobs)[-8:]]


async def run(count: int, seed: int) -> Ended:
    """Jobs of several owners over some days, cancelled and retried at random while workers and sweeps die."""
    world = FiguresWorld(seed=seed, pipelines=PIPELINES, chaos=0.2)
    world.limits = with_limits(items_at_once=3, max_active=20, queue_deadline=timedelta(days=2))
    world.model.fault_rate = 0.1
    starting = asyncio.create_task(_start(world, count))
    while not starting.done() or len(world.store.ended) < len(world.store.world.jobs):
        assert not world.errors, world.errors
        world.deliver()
        if int(asyncio.get_running_loop().time() / 60) > world.sweeps:
            world.sweeps = int(asyncio.get_running_loop().time() / 60)
            world.run_sweep()
        _meddle(world)
        await asyncio.sleep(2.0 if len(world.store.ended) < len(world.store.world.jobs) else 3_600.0)
    return Ended(world, world.store.all_jobs())


async def _start(world: World, count: int) -> None:
    for number in range(count):
        caller = world.rng.choice(OWNERS)
        request = {"subject": str(number), "topics": world.rng.randint(0, 2), "slices": 1}
        options = Options(max_cost_usd=Decimal(world.rng.choice(["0.004", "1", "1"])))
        await _started(world, caller, request, options)
        await asyncio.sleep(world.rng.choice([0.0, 0.0, 1.0, 5.0]))
        if number % (count // 5) == 0:
            await asyncio.sleep(0.7 * 86_400)  # to another day


async def _started(world: World, caller: Caller, request: dict[str, Any], options: Options) -> None:
    """Asked again each five seconds while too many jobs of the caller are active."""
    while True:
        try:
            world.service.start(caller, world.rng.choice(list(PIPELINES)), request, options)
        except GenerationError:
            await asyncio.sleep(5.0)
        else:
            return


def _meddle(world: World) -> None:
    latest = _latest(world)
    for job in world.rng.sample(latest, min(len(latest), world.rng.choice([0, 0, 0, 1]))):
        caller = next(caller for caller in OWNERS if caller.owner == job.owner)
        change = world.service.cancel if world.rng.random() < 0.7 else world.service.retry
        try:
            change(caller, job.job_id)
        except GenerationError:
            continue


def check_report(ended: Ended, report: Report, jobs: list[Job]) -> None:
    """By day, and in all."""
    feeds = [(job, list(ended.world.store.events(job.job_id, 0, 100_000))) for job in jobs]
    counts = {key: figures.counts_of(row) for key, row in report.rows.items()}
    expected = {day.isoformat(): found for day, found in figures.expected(feeds).items()}
    assert {key: found for key, found in counts.items() if found} == expected
    assert figures.same_usage(report.total.usage, figures.used(jobs))
    assert sum(expected.values(), Counter())["started"] == len(jobs)


def check_quantiles(histogram: Histogram, values: list[int]) -> None:
    assert histogram.total == len(values)
    ordered = sorted(values)
    for share in (0.5, 0.95, 0.99):
        exact = ordered[math.ceil(share * len(ordered)) - 1]
        told = histogram.quantile(share)
        assert told is not None
        assert abs(told - exact) <= 0.02 * exact, (share, told, exact)


def durations(ended: Ended) -> list[int]:
    """Of completed attempts, from their begins and ends as the store saw them."""
    begun = {(one.job.job_id, one.job.attempt): one.job.begun_at for one in ended.world.store.begun}
    found = []
    for job in ended.jobs:
        if job.status == "completed":
            begun_at, ended_at = begun[job.job_id, job.attempt], job.completed_at
            assert begun_at is not None
            assert ended_at is not None
            found.append(round((ended_at - begun_at) / timedelta(milliseconds=1)))
    return found


def waits(ended: Ended) -> list[int]:
    """Of each attempt that was begun. An attempt is queued where the store saw it written first."""
    queued: dict[tuple[str, int], Any] = {}
    for write in ended.world.store.written:
        queued.setdefault((write.job.job_id, write.job.attempt), write.job.queued_at)
    found = []
    for one in ended.world.store.begun:
        queued_at, begun_at = queued[one.job.job_id, one.job.attempt], one.job.begun_at
        assert queued_at is not None
        assert begun_at is not None
        found.append(round((begun_at - queued_at) / timedelta(milliseconds=1)))
    return found


def check_everything(ended: Ended) -> None:
    check_figures(ended.world)  # which folds what is left
    ended.world.check_money()
    everybody = ended.report(OPERATOR, FiguresScope.ALL)
    check_report(ended, everybody, ended.jobs)
    check_report(ended, ended.report(ADMIN, FiguresScope.ORG), ended.where("org_id", "mill"))
    for caller in OWNERS:
        check_report(ended, ended.report(caller, FiguresScope.OWN), ended.where("owner", caller.owner))
    for part, of in ((Part.PIPELINE, "pipeline"), (Part.OWNER, "owner")):
        rows = ended.report(OPERATOR, FiguresScope.ALL, part).rows
        assert set(rows) == {getattr(job, of) for job in ended.jobs}
        for key, row in rows.items():
            jobs = ended.where(of, key)
            assert row.started == len(jobs)
            assert figures.same_usage(row.usage, figures.used(jobs))
    steps = ended.report(OPERATOR, FiguresScope.ALL, Part.STEP).rows
    assert sum(steps[f"{name}/save"].completed for name in PIPELINES) == sum(
        job.status == "completed" for job in ended.jobs
    )
    check_quantiles(everybody.total.duration, durations(ended))
    check_quantiles(everybody.total.queue, waits(ended))
    assert not ended.world.figures.recent_ends(EVERYBODY, 10)


@pytest.mark.parametrize("seed", range(2))
def test_a_hundred_jobs(seed: int) -> None:
    ended = simulate(run(100, seed))
    assert len(ended.jobs) == 100
    assert {job.status.value for job in ended.jobs} == {"completed", "failed", "cancelled"}
    assert any(job.attempt > 1 for job in ended.jobs)
    check_everything_in(ended)


def check_everything_in(ended: Ended) -> None:
    async def checking() -> None:
        check_everything(ended)

    simulate(checking())


@pytest.mark.reliability
def test_many_jobs() -> None:
    """`RELIABILITY_JOBS` of them."""
    check_everything_in(simulate(run(LONG, 1)))
