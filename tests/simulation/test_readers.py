"""Readers that poll a job with its items, over a store whose reads lag."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from dataclasses import replace
from typing import Any

from generation.engine.model.job import StepStatus
from generation.http.jobs import JobWithItems
from generation.http.polling import polled
from tests.simulation.invariants import check
from tests.simulation.lagging import HALF_VISIBLE_S, LaggingStore
from tests.simulation.loop import simulate
from tests.simulation.test_crashes import _meddle
from tests.simulation.world import ADA, World, with_limits

SCHEDULES = int(os.environ.get("RELIABILITY_SCHEDULES", "10000")) // 50


class Reader:
    """A client that keeps what it was shown and the ETag of that."""

    def __init__(self, world: World, job_id: str) -> None:
        self.world = world
        self.job_id = job_id
        self.store = LaggingStore(world.store, world.seed)
        self.service = replace(world.service, store=self.store)
        self.rng = random.Random(world.seed)
        self.shown: dict[str, Any] = {}
        self.tag: str | None = None
        self.unchanged = 0

    def poll(self) -> None:
        job = self.service.job(ADA, self.job_id)
        place = self.service.place(job)
        answer = polled(job, self.world.clock.now(), self.tag, place, self.service.items)
        if answer.status_code == 304:
            self.unchanged += 1
            return
        assert isinstance(answer.body, JobWithItems)
        before, self.shown = self.shown, answer.body.model_dump()
        self.tag = str(answer.headers["ETag"])
        if before:
            self._check_is_later(before)
        self._check_is_whole()

    def _check_is_whole(self) -> None:
        """No item is behind the job: whoever stops asking at the end has seen all that was done."""
        completed = Counter(item["step"] for item in self.shown["items"] if item["status"] == "completed")
        for step in self.shown["steps"]:
            assert completed[step["name"]] >= (step["items_completed"] or 0), step

    def _check_is_later(self, before: dict[str, Any]) -> None:
        after = self.shown
        assert before["last_event_id"] <= after["last_event_id"]
        assert before["attempt"] <= after["attempt"]
        if before["attempt"] == after["attempt"]:
            assert before["progress"] <= after["progress"]
            assert not before["is_finished"] or after["is_finished"]
        statuses = {item["item_id"]: item["status"] for item in after["items"]}
        for item in before["items"]:
            if item["status"] == StepStatus.COMPLETED:
                assert statuses.get(item["item_id"]) == StepStatus.COMPLETED, f"{item} went back"

    async def run(self) -> None:
        """As somebody with a fast connection would, often just after a checkpoint."""
        while True:
            await self.world.store.wrote.wait()
            self.world.store.wrote.clear()
            for _ in range(2):
                await asyncio.sleep(self.rng.uniform(0, HALF_VISIBLE_S))
                self.poll()

    def check_end(self) -> None:
        """Whoever asks once more after the end has what is so, whether that is a 304 or not."""
        self.poll()
        job = self.world.store.read(self.job_id)
        assert job is not None
        tasks = self.world.store.tasks(self.job_id)
        assert self.shown == JobWithItems.with_items(job, tasks, self.world.clock.now(), None).model_dump()


async def run_schedule(seed: int) -> int:
    world = World(seed=seed, chaos=0.3, limits=with_limits(items_at_once=3), lags=True)
    world.worker_s = world.rng.choice([12.0, 900.0])
    world.model.fault_rate = world.rng.choice([0.0, 0.2])
    job_id = world.start({"topics": world.rng.randint(1, 4), "lessons": world.rng.randint(1, 2)})
    reader = Reader(world, job_id)
    reading = asyncio.create_task(reader.run())
    await asyncio.gather(_meddle(world, job_id), world.serve(job_id))
    job = await world.serve(job_id)
    await asyncio.sleep(world.rng.uniform(0, HALF_VISIBLE_S))
    reader.poll()
    await asyncio.sleep(2 * HALF_VISIBLE_S)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    check(world, job)
    reader.check_end()
    return reader.unchanged


def test_what_a_reader_is_shown_does_not_go_back_and_is_not_stale_after_the_end() -> None:
    unchanged = 0
    for seed in range(SCHEDULES):
        try:
            unchanged += simulate(run_schedule(seed))
        except BaseException as error:
            raise AssertionError(f"seed {seed}") from error
    assert unchanged > SCHEDULES // 2  # or no ETag was held to anything
