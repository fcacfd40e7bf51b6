"""Many owners' jobs at once under one limit of the model, in simulated time: what S8 measures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from generation.engine.flow.gcra import ModelLimits
from generation.engine.model.job import Job, JobStatus, Options, Usage
from generation.engine.pipeline import FanOut, Item, Outcome, Pipeline, Step
from generation.engine.ports import ModelBudget
from generation.engine.run import Prompt, Results, Run
from generation.engine.service.requests import Caller
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.runner import Runner
from local.claude.limits import Buckets
from testing.pipelines import NO_VIEW, AnyRequest
from tests.simulation.loop import simulate
from tests.simulation.model import MadeCall
from tests.simulation.pipelines import accept, parse, prompt
from tests.simulation.world import SimulatedWorker, World, with_limits


def _prompt(run: Run[AnyRequest], text: str) -> Prompt:
    return replace(prompt(text), expected_chars=run.request["expected_chars"])


async def _find(run: Run[AnyRequest]) -> Outcome:
    await run.ask("find", _prompt(run, "find"), parse)
    return Outcome(result={"items": run.request["items"]})


def _items(results: Results) -> Sequence[Item]:
    return [Item(item_id=f"i{n}", label=f"Item {n}") for n in range(results["find"]["items"])]


async def _write(run: Run[AnyRequest], item: Item) -> Outcome:
    await run.ask("write", _prompt(run, f"write {item.item_id}"), parse)
    return Outcome(result={})


LOADED = Pipeline(
    name="loaded",
    label="Loaded",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=lambda requester, request: replace(accept(requester, {"topics": 0, **request}), title="Loaded"),
    result_view=NO_VIEW,
    steps=(
        Step("find", _find, "Finding"),
        FanOut("write", over=_items, run=_write, label="Writing", weight=10),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`flood` of the `jobs` are one owner's, the others of `owners` more.

    within_s  in which all are started, the flood first; with a flood at once, the others
    at_once   whether the flood comes in the first moment
    is_fair  otherwise all count as one owner's, and are begun in the order in which they came
    limits   by the minute, of deployment and provider alike
    calls    of a job: one, then the others at the same time
    call_s   of a call
    tokens   output of an answer
    expected  part of it that the prompts' own words expect
    slots    jobs that are carried at once
    """

    jobs: int
    flood: int
    owners: int
    limits: ModelLimits
    calls: int = 12
    call_s: float = 15.0
    tokens: int = 1_000
    expected: float = 0.7
    slots: int = 40
    is_fair: bool = True
    within_s: float = 60.0
    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Shares from 0 to 1; times in seconds.

    use   of the limit, from the first call to the last one
    idle  of the time of all workers, when no call of their jobs ran
    """

    completed: float
    refused: float
    use: float
    idle: float
    running_p95_s: float
    others_start_p95_s: float
    took_s: float
    worst_minute: float

    def row(self) -> str:
        return (
            f"| {100 * self.completed:.0f} % | {100 * self.refused:.2f} % | {100 * self.use:.1f} % | "
            f"{100 * self.idle:.0f} % | {self.running_p95_s:.0f} s | "
            f"{self.others_start_p95_s:.0f} s | {self.took_s:.0f} s |"
        )


class _Timed(SimulatedWorker):
    async def run(self, job_id: str, seconds: float) -> None:
        begun_at = asyncio.get_running_loop().time()
        await super().run(job_id, seconds)
        if isinstance(self.world, _Loaded):
            self.world.working_s += asyncio.get_running_loop().time() - begun_at


class _Loaded(World):
    """Workers of processes that stay and carry two jobs each."""

    def __post_init__(self) -> None:
        super().__post_init__()
        budget = cast(ModelBudget, self.budget)
        self._limiters = [ModelLimiter(budget, self.model_limits) for _ in range(self.slots // 2)]

        self.working_s = 0.0

    def new_worker(self, *how: Any) -> SimulatedWorker:
        return _Timed(self, *how)

    def runner(self, offload: Any) -> Runner:
        return replace(super().runner(offload), limiter=self.rng.choice(self._limiters))


def measure(load: Load, seed: int) -> Measured:
    return simulate(_run(load, seed))


async def _run(load: Load, seed: int) -> Measured:
    world = _Loaded(
        seed=seed,
        pipelines={"loaded": LOADED},
        limits=with_limits(max_active=load.jobs, deadline=timedelta(hours=2)),
        model_limits=load.limits,
        slots=load.slots,
    )
    model = world.model
    model.watch = lambda: None  # looks at every job with every call
    model.latency_s = (0.8 * load.call_s, 1.2 * load.call_s)
    model.usage = Usage(
        model_calls=1, input_tokens=100, output_tokens=load.tokens, cost_usd=model.usage.cost_usd
    )
    per_minute = {
        "requests": load.limits.requests,
        "input_tokens": load.limits.input_tokens,
        "output_tokens": load.limits.output_tokens,
    }
    model.buckets = Buckets(per_minute, lambda: world.clock.now().timestamp())
    starting = asyncio.create_task(_start(world, load))
    while not starting.done():
        world.deliver()
        await asyncio.sleep(0.5)
    jobs = await world.serve_all(list(world.store.world.jobs), hours=24)
    return _measured(load, world, jobs)


async def _start(world: World, load: Load) -> None:
    for number, owner in enumerate(_owners(load)):
        world.service.start(
            Caller(owner=owner if load.is_fair else "all", plan="pro"),
            "loaded",
            {
                "items": load.calls - 1,
                "subject": str(number),
                "expected_chars": round(4 * load.tokens * load.expected),
            },
            Options(),
        )
        if not load.at_once:
            await asyncio.sleep(load.within_s / load.jobs)
        elif number >= load.flood:
            await asyncio.sleep(load.within_s / (load.jobs - load.flood))


def _owners(load: Load) -> Iterator[str]:
    """The flood first: whoever comes later stands behind it, where nobody orders them."""
    yield from ["flood"] * load.flood
    for number in range(load.jobs - load.flood):
        yield f"owner-{number % load.owners}"


def _measured(load: Load, world: _Loaded, jobs: list[Job]) -> Measured:
    made = world.model.made
    answered = [call for call in made if call.outcome == "answered"]
    begins = sorted(call.began_at for call in answered)
    took = begins[-1] - begins[0]
    calls_per_minute = min(
        limit / used
        for limit, used in (
            (load.limits.requests, 1),
            (load.limits.input_tokens, 100),
            (load.limits.output_tokens, load.tokens),
        )
        if limit
    )
    worst = max(
        bucket["most_in_a_minute"] / bucket["limit"]
        for bucket in (world.model.buckets or Buckets({}, lambda: 0.0)).view()["limits"].values()
    )
    others = [job for job in jobs if int(job.subject.rsplit(":", 1)[1]) >= load.flood]
    return Measured(
        completed=sum(job.status is JobStatus.COMPLETED for job in jobs) / load.jobs,
        refused=(len(made) - len(answered)) / len(made),
        use=len(answered) / (calls_per_minute * took / 60),
        idle=1 - _calling_s(made) / world.working_s,
        running_p95_s=_p95(_seconds(job.started_at, job.completed_at) for job in jobs),
        others_start_p95_s=_p95(_seconds(job.created_at, job.started_at) for job in others),
        took_s=took,
        worst_minute=worst,
    )


def _calling_s(made: Sequence[MadeCall]) -> float:
    """How long a call ran of each job, of all jobs together."""
    until: dict[str, float] = {}
    total = 0.0
    for call in sorted(made, key=lambda call: call.began_at):
        ended_at = call.ended_at or call.began_at
        total += max(0.0, ended_at - max(call.began_at, until.get(call.of.job_id, 0.0)))
        until[call.of.job_id] = max(ended_at, until.get(call.of.job_id, 0.0))
    return total


def _seconds(begin: datetime | None, end: datetime | None) -> float:
    return (end - begin).total_seconds() if begin and end else float("inf")


def _p95(values: Any) -> float:
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))])
