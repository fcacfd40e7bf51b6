"""The whole engine in one process: store and queue in memory, time and model simulated, one seed.

Workers can be killed before or after any port call; messages come twice, late and out of order.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast

from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.flow.gcra import ModelLimits
from generation.engine.flow.turn import SeenOrder
from generation.engine.limits import Limits
from generation.engine.model import funding
from generation.engine.model.job import Job, OpenCalls, Options
from generation.engine.model.ledger import Ceiling, exact
from generation.engine.pipeline import Pipeline
from generation.engine.ports import JobStore, Model, ModelBudget, ModelRequest
from generation.engine.recovery.sweep import Sweep
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.runner import Runner
from testing.lives import Died, Life
from testing.memory.budget import MemoryModelBudget
from testing.memory.figures import MemoryFigures
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue, MemoryWorld
from tests.simulation.lagging import LaggingStore
from tests.simulation.loop import JumpingClock, SimulatedClock
from tests.simulation.model import SimulatedModel
from tests.simulation.pipelines import SIMULATED
from tests.simulation.recording import RecordingBudget, RecordingStore

T = TypeVar("T")
ADA = Caller(owner="ada", plan="pro")
LIMITS = Limits(models={"": "simulated"}, deadline=timedelta(hours=2))


class SeededIds:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._count = 0

    def new(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}_{self._count:06d}"

    def jitter(self) -> float:
        return self._rng.random()


@dataclass(eq=False)
class SimulatedWorker:
    """One invocation of `process`. `dies_at` is the port call (from 1) that it does not survive;
    `after` says whether the call was still made. `freezes_at` is the one in which it stands still
    for longer than its lease, and then goes on as if nothing had been."""

    world: World
    dies_at: int | None = None
    after: bool = False
    freezes_at: int | None = None
    calls: int = 0
    is_dead: bool = False
    task: asyncio.Task[None] | None = None

    async def offload(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        await self._check()
        self.calls += 1
        dies = self.calls == self.dies_at
        if dies and not self.after:
            await self._die()
        if self.calls == self.freezes_at:
            await asyncio.sleep(self.world.rng.uniform(20.0, 90.0))
        await asyncio.sleep(self.world.rng.uniform(0.001, self.world.port_s))
        await self._check()
        answer = ask(*arguments, **named)
        if dies:
            await self._die()
        await asyncio.sleep(self.world.rng.uniform(0.001, self.world.port_s))
        await self._check()
        return answer

    @property
    def is_alive(self) -> bool:
        return not self.is_dead and (self.task is None or not self.task.done())

    async def _check(self) -> None:
        if self.is_dead:
            await asyncio.Event().wait()

    async def _die(self) -> None:
        self.kill()
        await asyncio.Event().wait()

    def kill(self) -> None:
        self.is_dead = True
        if self.task is not None:
            self.task.cancel()

    async def run(self, job_id: str, seconds: float) -> None:
        runner = self.world.runner(self.offload)
        until = self.world.clock.now() + timedelta(seconds=seconds)
        self.task = asyncio.create_task(runner.carry_on(job_id, until))
        await asyncio.gather(self.task, return_exceptions=True)
        error = None if self.is_dead or self.task.cancelled() else self.task.exception()
        if error is not None and not isinstance(error, self.world.tolerated):
            self.world.errors.append(error)


class GivenHorizon(ModelLimiter):
    """Limits nothing, and says what a test wants of when a call could begin."""

    given_s: Callable[[], float]

    def horizon(self, model: str, now: datetime) -> timedelta:
        return timedelta(seconds=self.given_s())


@dataclass
class World:
    """`dies_at` maps the number of a worker (from 1) to the port call that kills it."""

    seed: int = 0
    pipelines: Mapping[str, Pipeline[Any]] = field(default_factory=lambda: {"simulated": SIMULATED})
    answer: Callable[[ModelRequest], str] = lambda request: '{"said": "' + "x" * 40 + '"}'
    limits: Limits = LIMITS
    worker_s: float = 900.0
    port_s: float = 0.01
    sweep_s: float = 60.0
    chaos: float = 0.0
    horizon_s: Callable[[], float] | None = None
    lags: bool = False  # what the sweep sees
    dies_at: dict[int, tuple[int, bool]] = field(default_factory=dict)
    model_limits: ModelLimits = field(default_factory=ModelLimits)
    tolerated: tuple[type[BaseException], ...] = ()  # by which a worker may end
    slots: int = 1_000_000  # workers at the same time
    together: float = 0.0  # messages that come to a process which others came to, as chances
    jumps_s: float = 0.0  # how far the clock of a worker may be wrong, and be put right meanwhile
    other_model: Model | None = None  # is called instead of `model`, which sees nothing then

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.clock = SimulatedClock()
        self.ids = SeededIds(self.rng)
        table = MemoryWorld()
        self.store = RecordingStore(table, now=self.clock.now)
        self.swept: JobStore = LaggingStore(self.store, self.seed) if self.lags else self.store
        self.documents = MemoryDocuments(table, now=self.clock.now)
        self.control = MemoryControl(table)
        self.figures = MemoryFigures(table)
        self._dying = random.Random(self.seed)
        self.queue = MemoryQueue(now=self.clock.now)
        self.model = SimulatedModel(self.answer, self.rng, watch=self._watch_money)
        self.budget = RecordingBudget(MemoryModelBudget())
        self.seen_order = SeenOrder()
        self.workers: list[SimulatedWorker] = []
        self._working: list[SimulatedWorker] = []
        self.errors: list[BaseException | None] = []
        self.background: list[asyncio.Task[None]] = []

    def _watch_money(self) -> None:
        """Inside a call the engine would take the failure for one of the task's."""
        try:
            self.check_money()
        except AssertionError as error:
            self.errors.append(error)
            raise

    def check_money(self) -> None:
        """At every moment what is stored accounts for every call that was begun and for all that was
        paid, whoever has died, and no job has begun more than it may."""
        jobs = self.store.all_jobs()
        made = [call for call in self.model.made if not call.is_unbilled]
        paid = sum((call.paid for call in made), Decimal(0))
        told = sum(job.usage.begun_calls + job.open_calls.calls for job in jobs)
        most = sum((job.usage.most_usd + job.open_calls.most_usd for job in jobs), Decimal(0))
        assert len(made) <= told, f"{len(made)} calls begun, {told} told of"
        is_priced = all(job.usage.is_priced and not job.open_calls.unpriced for job in jobs)
        assert paid <= most or not is_priced, f"{paid} USD paid, {most} USD told of"
        self._check_ledger(jobs)
        for job in jobs:
            cap = job.options.max_cost_usd
            assert job.usage.begun_calls + job.open_calls.calls <= self.limits.max_calls
            assert cap is None or job.usage.most_usd + job.open_calls.most_usd <= cap

    def _check_ledger(self, jobs: list[Job]) -> None:
        """At every moment the ledger is the sum over the jobs, and under every ceiling."""
        spend = self.limits.spend
        accounts = self.store.world.accounts
        if not spend.is_on:
            assert not accounts
            return
        used, reserved = Decimal(0), Decimal(0)
        for job in jobs:
            reserved += job.funding.reserved_usd
            used += job.funding.booked_usd if job.funding.day else exact(job.usage.most_usd)
        days = [account for (kind, *_), account in accounts.items() if kind is Ceiling.DEPLOYMENT_DAY]
        assert sum(account.used_usd for account in days) == used
        assert sum(account.reserved_usd for account in days) == reserved
        for (kind, _, _), account in accounts.items():
            limit = spend.of("pro").usd.get(kind)
            assert limit is None or account.total_usd <= limit, f"{kind}: {account} over {limit}"
        for job in jobs:
            at_risk = funding.lacking(job, OpenCalls()) if job.funding.day or job.open_calls.calls else 0
            assert at_risk == 0, f"{job.job_id} has {at_risk} USD at risk that are not reserved"

    def runner(self, offload: Any) -> Runner:
        """Of a process of its own, where no others come to it: nothing that one has seen outlives it."""
        if not self.together or self.rng.random() >= self.together:
            self.seen_order = SeenOrder()
        budget = cast(ModelBudget, self.budget)
        limiter = ModelLimiter(budget, self.model_limits) if self.model_limits.is_set else None
        if self.horizon_s is not None:
            limiter = GivenHorizon(budget, ModelLimits())
            limiter.given_s = self.horizon_s
        clock = JumpingClock(self.clock, self.rng, self.jumps_s) if self.jumps_s else self.clock
        return Runner(
            store=self.store,
            documents=self.documents,
            control=self.control,
            queue=self.queue,
            model=self.other_model or self.model,
            pipelines=self.pipelines,
            clock=clock,
            ids=self.ids,
            limits=self.limits,
            limiter=limiter,
            offload=offload,
            seen_order=self.seen_order,
        )

    @property
    def service(self) -> JobService:
        return JobService(
            store=self.store,
            documents=self.documents,
            control=self.control,
            queue=self.queue,
            pipelines=self.pipelines,
            clock=self.clock,
            ids=self.ids,
            limits=self.limits,
        )

    def sweep(self) -> Sweep:
        return Sweep(store=self.swept, queue=self.queue, clock=self.clock, control=self.control)

    def run_sweep(self) -> None:
        """As its function does. Where workers die, sweeps die in the middle of folding, too."""
        self.sweep().run()
        store: Any = self.figures
        if self.chaos and self._dying.random() < self.chaos:
            store = Life(self._dying.randint(1, 40), self._dying.random() < 0.5).through(store)
        with suppress(Died):
            self.fold(store).run()

    def fold(self, store: Any = None, *, fold_at: int = 3) -> Fold:
        policy = FiguresPolicy(fold_at=fold_at, folded_at_once=4)
        return Fold(figures=store or self.figures, clock=self.clock, policy=policy)

    def start(self, request: Mapping[str, Any] | None = None, options: Options | None = None) -> str:
        request = {"topics": 3} if request is None else request
        name = next(iter(self.pipelines))
        return self.service.start(ADA, name, request, options or Options()).job.job_id

    def new_worker(self, dies_at: int | None, after: bool, freezes_at: int | None) -> SimulatedWorker:
        return SimulatedWorker(self, dies_at, after, freezes_at)

    def begin_worker(self, job_id: str) -> SimulatedWorker:
        number = len(self.workers) + 1
        dies_at, after = self.dies_at.get(number, (None, False))
        if self.chaos and dies_at is None and self.rng.random() < self.chaos:
            dies_at, after = self.rng.randint(1, 30), self.rng.random() < 0.5
        freezes_at = self.rng.randint(1, 20) if self.rng.random() < self.chaos / 2 else None
        worker = self.new_worker(dies_at, after, freezes_at)
        self.workers.append(worker)
        self._working.append(worker)
        self.background.append(asyncio.create_task(worker.run(job_id, self.worker_s)))
        return worker

    async def serve(self, job_id: str, until: Callable[[Job], bool] | None = None, hours: float = 3.0) -> Job:
        """Deliver messages and sweep until the job satisfies `until` (default: has ended)."""
        end = self.clock.now() + timedelta(hours=hours)
        next_sweep = self.clock.now() + timedelta(seconds=self.sweep_s)
        while True:
            job = self.store.read(job_id)
            assert job is not None
            if (job.is_finished if until is None else until(job)) or self.errors:
                assert not self.errors, self.errors
                return job
            assert self.clock.now() < end, f"seed {self.seed}: not done after {hours} h: {job}"
            self.deliver()
            if self.clock.now() >= next_sweep:
                next_sweep += timedelta(seconds=self.sweep_s)
                self.run_sweep()
            await asyncio.sleep(0.5 if until is None else 0.05)

    async def serve_all(self, job_ids: Collection[str], hours: float = 6.0) -> list[Job]:
        """Deliver messages and sweep until all of the jobs have ended."""
        end = self.clock.now() + timedelta(hours=hours)
        next_sweep = self.clock.now() + timedelta(seconds=self.sweep_s)
        left = set(job_ids)
        while left:
            assert not self.errors, self.errors
            assert self.clock.now() < end, f"seed {self.seed}: {len(left)} jobs left after {hours} h"
            self.deliver()
            if self.clock.now() >= next_sweep:
                next_sweep += timedelta(seconds=self.sweep_s)
                self.run_sweep()
            await asyncio.sleep(0.5)
            left = set(job_ids) - self.store.ended
        return [self.job(job_id) for job_id in job_ids]

    def job(self, job_id: str) -> Job:
        job = self.store.read(job_id)
        assert job is not None
        return job

    async def idle(self, seconds: float) -> None:
        """Deliver what comes, whether the job has ended or not."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < end:
            self.deliver()
            await asyncio.sleep(0.1)

    def deliver(self) -> None:
        """Begin a worker for each message that is due, as long as there are slots."""
        while self._has_slot() and (job_id := self.queue.receive()) is not None:
            if not (self.chaos and self.rng.random() < self.chaos / 2):
                self.begin_worker(job_id)
            if self.chaos and self.rng.random() < self.chaos:
                self.queue.send(job_id, self.rng.randint(0, 30))

    def _has_slot(self) -> bool:
        self._working = [worker for worker in self._working if worker.is_alive]
        return len(self._working) < self.slots

    def events(self, job_id: str) -> list[dict[str, Any]]:
        events = self.store.events(job_id, 0, 100_000)
        return [{"event_id": e.event_id, "type": e.type.value, **e.fields} for e in events]


def with_limits(**changes: Any) -> Limits:
    return replace(LIMITS, **changes)
