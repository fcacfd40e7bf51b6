"""Erasure and export under crashes: nothing of the owner is left whoever dies, others are untouched, and
while it lasts nothing can be started that would come back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from generation.engine.errors import ErasureRunning, NotFound
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.recovery.purge import Purge
from generation.engine.service.requests import Caller
from generation.http.rights import ShownJobs
from generation.rights import archive
from generation.rights.archive import Archivist
from generation.rights.erasure import Erasure
from generation.rights.pieces import KIND, TEXT
from generation.rights.pipelines import rights_pipelines
from generation.rights.service import Rights
from testing.memory.holdings import MemoryHoldings
from testing.memory.stores import MemoryTrash
from tests.simulation.loop import simulate
from tests.simulation.pipelines import SIMULATED
from tests.simulation.world import World, with_limits

ADA, BOB = Caller(owner="ada", plan="pro"), Caller(owner="bob", plan="pro")
LIMITS = with_limits(reuse=timedelta(days=30))
SCHEDULES = 20


@dataclass
class RightsWorld(World):
    """With the pipelines of rights. A worker that took a job just before it was erased finds nothing."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.tolerated = (*self.tolerated, NotFound)
        self.holdings = MemoryHoldings(self.store.world)
        archivist = Archivist(documents=self.documents, store=self.store, views=ShownJobs())
        self.pipelines = {
            "simulated": SIMULATED,
            **rights_pipelines(lambda: archivist, lambda: Erasure(holdings=self.holdings, jobs=self.service)),
        }

    def _watch_money(self) -> None:
        """Jobs that were erased account for none of their calls any more."""

    @property
    def rights(self) -> Rights:
        return Rights(jobs=self.service)

    def start_for(self, caller: Caller, topics: int = 2) -> str:
        return self.service.start(caller, "simulated", {"topics": topics}, Options()).job.job_id

    def of(self, owner: str) -> dict[str, Any]:
        """Everything of the owner, as it is stored."""
        world = self.store.world
        jobs = {name: record for name, record in world.jobs.items() if f'"owner":"{owner}"' in record.job}
        return {
            "jobs": {name: replace(record) for name, record in jobs.items()},
            "heads": {
                place: dict(heads) for place, heads in world.heads.items() if place[1] == owner and heads
            },
            "parts": {place: dict(parts) for place, parts in world.parts.items() if place[1] == owner},
            "kept": {place: kept for place, kept in world.reusable.items() if place[0] == owner},
            "claims": dict(world.claims.get(owner, {})),
            "keys": world.idempotency_keys(owner),
        }

    def purge(self) -> None:
        Purge(trash=MemoryTrash(self.store.world), clock=self.clock).run()


async def _running(world: RightsWorld, job_id: str) -> None:
    """Served until its first calls are under way."""
    await world.serve(job_id, until=lambda job: job.open_calls.calls > 0)


async def _settled(world: RightsWorld) -> None:
    """Until whatever a worker may write late has come and gone."""
    for _ in range(25 * 12):
        world.deliver()
        await asyncio.sleep(5.0)
    world.purge()


def _check_nothing_left(world: RightsWorld, erasing: str) -> None:
    left = world.of("ada")
    assert set(left.pop("jobs")) == {erasing}
    assert not any(left.values()), left
    assert {message.content for message in world.queue.messages} <= {erasing}


async def _scene(world: RightsWorld) -> None:
    """Bob has what a job left behind; ada has that, and a job in the middle."""
    await world.serve(world.start_for(BOB))
    await world.serve(world.start_for(ADA))
    await _running(world, world.start_for(ADA, topics=3))


async def _erase(point: int | None, after: bool) -> int:
    world = RightsWorld(limits=LIMITS)
    await _scene(world)
    before = world.of("bob")
    assert before["jobs"]
    assert before["kept"]
    if point is not None:
        world.dies_at = {len(world.workers) + 1: (point, after)}
    job = world.rights.erase(ADA).job
    number = len(world.workers)
    made = len(world.model.made)
    ended = await world.serve(job.job_id)
    assert ended.status is JobStatus.COMPLETED
    assert ended.result is not None
    assert ended.result["receipt"]["erased"]["job"] == 2
    await _settled(world)
    _check_nothing_left(world, job.job_id)
    assert world.of("bob") == before
    assert {call.of.owner for call in world.model.made[made:]} <= {"ada"}
    assert world.store.world.erased.keys() == {"ada"}
    return world.workers[number].calls


@pytest.mark.parametrize("after", [False, True])
def test_every_single_crash_point_of_an_erasure(after: bool) -> None:
    points = simulate(_erase(None, False))
    assert points > 10
    for point in range(1, points + 1):
        simulate(_erase(point, after))


async def _meddle(world: RightsWorld, erasing: str) -> int:
    """Somebody who starts and retries while everything of his is erased; how often he was refused for it."""
    refused = 0
    while not world.job(erasing).is_finished:
        asks: list[Callable[[], object]] = [lambda: world.start_for(ADA), lambda: world.rights.export(ADA)]
        cancelled = [job.job_id for job in world.store.all_jobs() if job.owner == "ada" and job.can_resume]
        asks += [partial(world.service.retry, ADA, job_id) for job_id in cancelled[:1]]
        for ask in asks:
            try:
                ask()
            except ErasureRunning:
                refused += 1
            else:
                raise AssertionError("it was begun while everything is erased")
        await asyncio.sleep(world.rng.uniform(0.01, 2.0))
    return refused


async def run_schedule(seed: int) -> int:
    world = RightsWorld(seed=seed, limits=LIMITS)
    await _scene(world)
    before = world.of("bob")
    world.chaos = 0.3
    if world.rng.random() < 0.3:
        world.rights.export(ADA)
        await world.idle(world.rng.uniform(0.0, 2.0))
    erasing = world.rights.erase(ADA).job.job_id
    refused, ended = await asyncio.gather(_meddle(world, erasing), world.serve(erasing))
    while ended.status is not JobStatus.COMPLETED:  # five crashes in a row
        erasing = world.rights.erase(ADA).job.job_id
        ended = await world.serve(erasing)
    world.chaos = 0.0
    await _settled(world)
    _check_nothing_left(world, erasing)
    assert world.of("bob") == before
    return refused


def test_random_schedules_with_a_restless_owner() -> None:
    refused = 0
    for seed in range(SCHEDULES):
        try:
            refused += simulate(run_schedule(seed))
        except BaseException as error:
            raise AssertionError(f"seed {seed} of test_rights") from error
    assert refused > SCHEDULES


async def _export(point: int | None, after: bool) -> int:
    world = RightsWorld(limits=LIMITS)
    await world.serve(world.start_for(BOB))
    done = await world.serve(world.start_for(ADA))
    if point is not None:
        world.dies_at = {len(world.workers) + 1: (point, after)}
    number = len(world.workers)
    job: Job = await world.serve(world.rights.export(ADA).job.job_id)
    assert job.status is JobStatus.COMPLETED
    assert job.result is not None
    pieces = [
        world.documents.get(KIND, "ada", f"{job.result['archive_id']}/{piece + 1:05d}")
        for piece in range(job.result["pieces"])
    ]
    file = json.loads("".join(one.parts[TEXT] for one in pieces if one and one.parts))
    assert {one["job"]["job_id"] for one in file["jobs"]} >= {done.job_id}
    assert "bob" not in json.dumps(file)
    return world.workers[number].calls


@pytest.mark.parametrize("after", [False, True])
def test_every_single_crash_point_of_an_export(after: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PIECE_CHARS", 2_000)
    points = simulate(_export(None, False))
    assert points > 8
    for point in range(1, points + 1):
        simulate(_export(point, after))
