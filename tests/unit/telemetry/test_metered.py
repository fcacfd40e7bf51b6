"""What jobs do is counted at the ports, once, whoever ends them and however their workers die."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.errors import CallError, LeaseLost, PermanentError, RateLimited, TransientCallError
from generation.engine.in_hand import take_in_hand
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import JobStatus
from generation.engine.ports import ModelReply, ModelRequest, Turn
from generation.engine.service.jobs import JobService
from generation.engine.worker.runner import Runner
from generation.telemetry.metered import MeteredModel, metered_store
from tests.simulation.loop import simulate
from tests.simulation.model import USAGE
from tests.simulation.world import ADA, World

REQUEST = {"topics": 3, "lessons": 2}
MODEL_REQUEST = ModelRequest(model="m", shared=(), turns=(Turn(role="user", text="?"),))


class Counting:
    """A meter that remembers: of all pipelines, and of codes apart."""

    def __init__(self) -> None:
        self.of_pipeline: Counter[tuple[str, str]] = Counter()
        self.of_code: Counter[tuple[str, str]] = Counter()
        self.times: list[tuple[str, float]] = []
        self.flushes = 0

    def count(self, name: str, number: float = 1, *, pipeline: str = "", code: str = "") -> None:
        counted = self.of_code if code else self.of_pipeline
        counted[name, code or pipeline] += number  # type: ignore[assignment]

    def time(self, name: str, milliseconds: float, *, pipeline: str = "") -> None:
        self.times.append((name, milliseconds))

    def flush(self) -> None:
        self.flushes += 1

    def __getitem__(self, name: str) -> float:
        return sum(number for (counted, _), number in self.of_pipeline.items() if counted == name)


class MeteredWorld(World):
    """Worker, service and sweep as `wiring` puts them together."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.meter = Counting()
        self.swept = metered_store(self.swept, self.meter)

    def runner(self, offload: Any) -> Runner:
        store = metered_store(self.store, self.meter, is_worker=True)
        return replace(super().runner(offload), store=store, model=MeteredModel(self.model, self.meter))

    @property
    def service(self) -> JobService:
        return replace(super().service, store=metered_store(self.store, self.meter))


def test_a_job_is_counted_from_start_to_end() -> None:
    async def main() -> None:
        world = MeteredWorld()
        job = await world.serve(world.start(REQUEST))
        meter = world.meter
        assert (meter["JobsStarted"], meter["JobsCompleted"], meter["JobsFailed"]) == (1, 1, 0)
        assert meter["ModelCalls"] == len(world.model.made) == job.usage.model_calls
        assert meter["InputTokens"] == job.usage.input_tokens > 0
        assert job.usage.cost_usd is not None
        assert meter["CostUsd"] == pytest.approx(float(job.usage.cost_usd))
        assert [name for name, _ in meter.times] == ["QueueWait", "JobDuration"]
        assert meter.flushes, "before the invocation ends, which may carry other jobs"
        assert {pipeline for _, pipeline in meter.of_pipeline} == {"simulated"}

    simulate(main())


@pytest.mark.parametrize("after", [False, True])
def test_a_worker_that_dies_is_a_worker_crash_and_no_end_is_counted_twice(after: bool) -> None:
    async def main(point: int) -> None:
        world = MeteredWorld(dies_at={1: (point, after)})
        job = await world.serve(world.start(REQUEST))
        meter = world.meter
        assert job.status is JobStatus.COMPLETED
        assert (meter["JobsStarted"], meter["JobsCompleted"]) == (1, 1)
        assert meter["WorkerCrashes"] <= 1
        # A death before the lease was taken, or after the end was written, is none.
        if 2 <= point <= 15:
            assert meter["WorkerCrashes"] == 1, point
        assert meter["ModelCalls"] == len(world.model.made)

    for point in range(1, 40, 3):
        simulate(main(point))


def test_long_jobs_are_handed_over_and_ends_by_others_are_counted_too() -> None:
    async def main() -> None:
        world = MeteredWorld(worker_s=4.0)
        job_id = world.start({"topics": 8, "lessons": 3})
        await world.serve(job_id, until=lambda job: job.token >= 3)
        assert world.meter["HandOvers"] >= 2
        world.service.cancel(ADA, job_id)
        world.service.cancel(ADA, job_id)
        assert world.meter["JobsCancelled"] == 1
        await world.idle(3.0)
        assert world.meter["ModelCallsAborted"] == sum(c.outcome == "aborted" for c in world.model.made)
        world.service.retry(ADA, job_id)
        assert world.meter["JobsRetried"] == 1
        assert (await world.serve(job_id)).status is JobStatus.COMPLETED
        assert world.meter["JobsCompleted"] == 1

    simulate(main())


def test_a_failed_job_is_counted_by_its_code() -> None:
    async def main() -> None:
        world = MeteredWorld()
        world.model.faults = dict.fromkeys(range(1, 99), "invalid")
        job = await world.serve(world.start({"topics": 1}))
        assert job.error is not None
        assert world.meter["JobsFailed"] == 1
        assert world.meter.of_code["JobsFailed", job.error.code] == 1

    simulate(main())


def test_a_write_that_was_refused_is_not_counted() -> None:
    async def main() -> None:
        world = MeteredWorld()
        job_id = world.start(REQUEST)
        job = world.store.read(job_id)
        assert job is not None
        ended = replace(job, status=JobStatus.COMPLETED, token=job.token + 7)
        with pytest.raises(LeaseLost):
            metered_store(world.store, world.meter).commit(Checkpoint(job=ended))
        assert world.meter["JobsCompleted"] == 0

    simulate(main())


class Failing:
    def __init__(self, error: CallError | None) -> None:
        self._error = error

    async def call(self, *_: Any) -> ModelReply:
        if self._error is None:
            await asyncio.Event().wait()
        raise self._error or AssertionError

    def most_expensive(self, _: ModelRequest) -> None:
        return None


@pytest.mark.parametrize(
    ("error", "counted"),
    [
        pytest.param(RateLimited("429"), "ModelRateLimits", id="429"),
        pytest.param(TransientCallError("500", code="model-unavailable"), "ModelServerErrors", id="500"),
        pytest.param(RateLimited("529", code="model-overloaded"), "ModelServerErrors", id="529"),
        pytest.param(PermanentError("401", code="model-access-denied"), None, id="401"),
    ],
)
def test_what_claude_answers_is_counted_by_its_code(error: CallError, counted: str | None) -> None:
    meter = Counting()
    error.usage = USAGE
    with pytest.raises(CallError):
        asyncio.run(MeteredModel(Failing(error), meter).call(MODEL_REQUEST, print))
    assert meter.of_code == {("ModelErrors", error.code): 1}
    names = {name for name, _ in meter.of_pipeline} - {"ModelCalls", "CostUsd"}
    assert {name for name in names if not name.endswith("Tokens")} == ({counted} if counted else set())
    assert meter["InputTokens"] == USAGE.input_tokens, "it was paid for all the same"


def test_a_call_that_is_cut_off_is_counted_under_its_job() -> None:
    meter = Counting()

    async def main() -> None:
        take_in_hand("job_1", "ada", "exam_course")
        call = asyncio.create_task(MeteredModel(Failing(None), meter).call(MODEL_REQUEST, print))
        await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)

    asyncio.run(main())
    assert meter.of_pipeline == {("ModelCalls", "exam_course"): 1, ("ModelCallsAborted", "exam_course"): 1}
