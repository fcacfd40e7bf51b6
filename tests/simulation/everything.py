"""Random schedules with everything at once: limit of the model, order, ceilings, pauses and reuse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from generation.engine.errors import GenerationError
from generation.engine.flow import gcra
from generation.engine.flow.gcra import ModelLimits
from generation.engine.flow.turn import precedence
from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.control import Scope
from generation.engine.model.job import PRIORITIES, Job, JobStatus, Options
from generation.engine.model.ledger import Ceiling, Funding, exact
from generation.engine.service.requests import Caller
from local.claude.limits import Buckets
from tests.simulation.invariants import check_many
from tests.simulation.loop import BEGIN
from tests.simulation.pipelines import SIMULATED
from tests.simulation.recording import Begun
from tests.simulation.watched import WatchedWorld, now_s
from tests.simulation.world import with_limits

PIPELINES = {"simulated": SIMULATED, "other": replace(SIMULATED, name="other")}
CALLERS = (Caller(owner="ada", plan="pro"), Caller(owner="grace"), Caller(owner="edsger"))
CENT = Decimal("0.01")
TIGHT = Decimal("0.015")
LET_GO_S = 30.0
"""By then the calls of a paused job have ended and its worker has handed it over."""


def world_of(seed: int) -> WatchedWorld:
    """A world whose settings the seed chooses; each part is off now and then."""
    world = WatchedWorld(seed=seed, pipelines=PIPELINES, sweep_s=60.0)
    rng = world.rng
    per_minute = rng.choice([0, 30, 100, 600])
    world.model_limits = ModelLimits(requests=per_minute)
    if per_minute:
        # Others use the account too, now and then: it lets less through than the deployment knows.
        account = {"requests": rng.choice([per_minute, per_minute, per_minute // 2])}
        world.model.buckets = Buckets(account, lambda: world.clock.now().timestamp())
    world.limits = _limits(rng.choice([None, "tight", "wide", "wide"]), rng.choice([None, 5]))
    world.limits = replace(world.limits, items_at_once=rng.choice([2, 5]))
    world.slots = rng.choice([1, 2, 40])
    world.together = rng.choice([0.0, 0.5, 1.0])
    world.chaos = rng.choice([0.0, 0.15, 0.3])
    world.lags = rng.random() < 0.3
    world.jumps_s = rng.choice([0.0, 0.0, 3.0, 60.0])
    world.port_s = rng.choice([0.01, 0.01, 0.3])
    world.worker_s = rng.choice([30.0, 900.0])
    world.model.fault_rate = rng.choice([0.0, 0.05, 0.15])
    return world


def _limits(ceilings: str | None, reuse_days: int | None) -> Limits:
    """Ceilings that some jobs meet, or all of them together do not, or none."""
    usd = {None: Decimal(0), "tight": TIGHT, "wide": 500 * CENT}[ceilings]
    return with_limits(
        max_active=20,
        deadline=timedelta(hours=20),
        queue_deadline=timedelta(days=2),
        weights={"free": 1, "pro": 4},
        spend=SpendLimits(
            owner_daily={"free": usd}, owner_monthly={"free": 5 * usd}, deployment_daily=2 * usd or None
        ),
        reuse=timedelta(days=reuse_days) if reuse_days else None,
    )


async def run_schedule(seed: int) -> None:
    """From the first start until all has ended, is settled and holds."""
    world = world_of(seed)
    starting = asyncio.create_task(_start(world))
    meddling = asyncio.create_task(_meddle(world))
    while not (starting.done() and meddling.done()):
        await _serve(world, 1.0)
    await asyncio.gather(starting, meddling)
    world.resume_all()
    await _end(world)
    _check(world)
    if world.limits.spend.deployment_daily != 2 * TIGHT:
        await _complete_the_rest(world)
    await _settle(world)


async def _start(world: WatchedWorld) -> None:
    for number in range(world.rng.randint(2, 6)):
        options = Options(
            priority=world.rng.choice([*PRIORITIES, "normal"]),
            fresh=world.rng.random() < 0.3,
            max_cost_usd=world.rng.choice([None, None, 3 * CENT]),
        )
        request = {
            "subject": str(number),
            "topics": world.rng.randint(0, 3),
            "slices": world.rng.randint(1, 3),
            "lessons": world.rng.randint(1, 2),
        }
        with suppress(GenerationError):  # paused, or all is spent: then nothing is stored
            world.start_for(world.rng.choice(CALLERS), options, world.rng.choice(list(PIPELINES)), **request)
        await asyncio.sleep(world.rng.choice([0.0, 0.0, 1.0, 10.0]))


async def _meddle(world: WatchedWorld) -> None:
    """The operator pauses and resumes, owners cancel and retry, at any instant."""
    for _ in range(world.rng.randint(1, 6)):
        await asyncio.sleep(world.rng.uniform(0.0, 20.0))
        scope = world.rng.choice(list(Scope))
        value = {
            Scope.ALL: "",
            Scope.PIPELINE: world.rng.choice(list(PIPELINES)),
            Scope.OWNER: world.rng.choice(CALLERS).owner,
        }[scope]
        match world.rng.choice(["pause", "pause", "resume", "cancel", "retry"]):
            case "pause":
                world.pause(scope, value)
            case "resume":
                world.resume_all()
            case change:
                _change(world, change)
    await asyncio.sleep(world.rng.choice([0.0, 0.0, 2 * LET_GO_S]))


def _change(world: WatchedWorld, change: str) -> None:
    jobs = world.store.all_jobs()
    if not jobs:
        return
    job = world.rng.choice(jobs)
    caller = next(caller for caller in CALLERS if caller.owner == job.owner)
    with suppress(GenerationError):  # it has ended, runs still, is paused, or all is spent
        if change == "cancel":
            world.service.cancel(caller, job.job_id)
        else:
            world.service.retry(caller, job.job_id)


async def _serve(world: WatchedWorld, seconds: float) -> None:
    """Deliver what comes; sweep once in a minute."""
    end = now_s() + seconds
    while now_s() < end:
        assert not world.errors, world.errors
        world.deliver()
        if int(now_s() / world.sweep_s) > world.sweeps:
            world.sweeps += 1
            world.run_sweep()
        await asyncio.sleep(0.5)


async def _end(world: WatchedWorld, hours: float = 40.0) -> None:
    end = now_s() + hours * 3600
    while not all(job.is_finished for job in world.store.all_jobs()):
        assert now_s() < end, f"not done after {hours} h: {world.store.all_jobs()}"
        await _serve(world, 5.0)


async def _complete_the_rest(world: WatchedWorld) -> None:
    """Whatever has gone wrong so far, what was cancelled or failed can be completed."""
    world.model.fault_rate = 0.0
    for _ in range(5):
        for job in world.store.all_jobs():
            if job.can_resume:
                caller = next(caller for caller in CALLERS if caller.owner == job.owner)
                world.service.retry(caller, job.job_id, max_cost_usd=CENT * 1_000)
        await _end(world)
        _check(world)
    left = [job for job in world.store.all_jobs() if job.status is not JobStatus.COMPLETED]
    # Aborted calls count at their upper bound, so even a wide ceiling can be met.
    codes = {job.error.code for job in left if job.error}
    assert len(codes) == len(left) == 0, codes


async def _settle(world: WatchedWorld) -> None:
    """Nothing stays reserved: neither money nor the model's time."""
    await _serve(world, 200.0)
    jobs = world.store.all_jobs()
    accounts = world.store.world.accounts
    assert all(account.reserved_usd == 0 for account in accounts.values())
    assert all((job.funding, job.reservations) == (Funding(), ()) for job in jobs)
    if not world.jumps_s and world.model_limits.is_set:
        policy = world.limits.policy.model_limit
        assert not gcra.horizon(world.budget.state("simulated"), world.clock.now(), policy), (
            "time that was reserved is never free again"
        )
    if world.limits.spend.is_on:
        days = [account for (kind, *_), account in accounts.items() if kind is Ceiling.OWNER_DAY]
        used = sum(account.used_usd for account in days)
        assert used == sum(exact(job.usage.most_usd) for job in jobs)
        paid = sum(call.paid for call in world.model.made)
        uncertain = sum((job.usage.uncertain_cost_usd or Decimal(0) for job in jobs), Decimal(0))
        assert used - uncertain <= paid <= used, f"{paid} USD paid, {used} booked, {uncertain} of it unsure"


def _check(world: WatchedWorld) -> None:
    jobs = world.store.all_jobs()
    check_many(world, jobs)
    for job in jobs:
        assert not job.usage.reused_calls or (world.limits.reuse and not job.options.fresh)
    _check_pauses(world)
    for begun in world.store.begun:
        _check_own_order(world, begun)


def _check_pauses(world: WatchedWorld) -> None:
    """No worker that began while a job was paused takes it, none keeps it, and none of its calls begins."""
    for taken in world.taken:
        job, ended_at = taken.job, taken.worker.ended_at
        assert not world.was_paused(job.owner, job.pipeline, taken.since, taken.at), f"{job.job_id} is paused"
        if ended_at - LET_GO_S > taken.at and taken.worker.freezes_at is None:
            is_kept = world.was_paused(job.owner, job.pipeline, ended_at - LET_GO_S, ended_at)
            assert not is_kept, f"{job.job_id} is kept"
    for call in world.model.made:
        # Its beginning was stored when the operator was answered: within two port calls of it.
        since = call.began_at - 2 * world.port_s
        assert not world.was_paused(call.of.owner, call.of.pipeline, since, call.began_at), (
            f"{call} is paused"
        )


def _check_own_order(world: WatchedWorld, begun: Begun) -> None:
    """Among the jobs of one owner that waited when the worker began, and were not paused since."""
    [since] = [taken.since for taken in world.taken if taken.at == begun.at and taken.job == begun.job]
    for other in _waited(world, begun, since):
        assert precedence(begun.job) < precedence(other), f"{begun.job.job_id} before {other.job_id}"


def _waited(world: WatchedWorld, begun: Begun, since: float) -> Iterator[Job]:
    for other in begun.others:
        assert other.queued_at is not None
        queued_at = (other.queued_at - BEGIN).total_seconds()
        if queued_at < since and not world.was_paused(
            other.owner, other.pipeline, since, begun.at, ever=True
        ):
            yield other


async def run_crash_point(point: int, after: bool) -> int:
    """Two jobs of one owner under a limit, a ceiling and with reuse, and a pause in the middle; the first
    worker dies at that port call, also while it begins a job and the second one, of the same process, waits
    for that. How many it made."""
    world = WatchedWorld(
        pipelines=PIPELINES,
        dies_at={1: (point, after)},
        limits=_limits("wide", 5),
        slots=2,
        together=1.0,
    )
    world.model_limits = ModelLimits(requests=100)
    world.model.buckets = Buckets({"requests": 100}, lambda: world.clock.now().timestamp())
    for pipeline, topics in (("simulated", 3), ("other", 2)):
        world.start_for(CALLERS[0], Options(), pipeline, topics=topics, lessons=2)
    await _serve(world, 4.0)
    world.pause(Scope.PIPELINE, "simulated")
    await _serve(world, 100.0)
    world.resume_all()
    await _end(world)
    assert {job.status for job in world.store.all_jobs()} == {JobStatus.COMPLETED}
    _check(world)
    await _settle(world)
    return world.workers[0].calls
