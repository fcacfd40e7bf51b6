"""Coursemill's engine in worker processes, on its real adapters, against the emulator."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from itertools import cycle
from typing import Any

from benchmarks.emulator import Emulator
from benchmarks.systems.base import OWNERS, Look, Place, Workers
from benchmarks.systems.engine_worker import Engine
from benchmarks.work import Work
from generation.engine.model.job import JobStatus, Options
from generation.engine.service.requests import Caller

LEASE_S = 2.0
ITEMS_AT_ONCE = 20
WORKERS = 2


class CoursemillEngine:
    name = "engine"
    label = "Coursemill: the engine"
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self.emulator = Emulator(place.folder / "engine-emulator", place.first_free_port)
        self._workers = Workers("benchmarks.systems.engine_worker", WORKERS, place)
        self.engine: Engine
        self._callers = cycle(Caller(owner=f"owner-{number}") for number in range(OWNERS))
        self._started: dict[str, Caller] = {}

    async def start(self) -> None:
        starting = asyncio.create_task(asyncio.to_thread(self._start))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            await starting  # its thread goes on whatever happens here, and `stop` is to find what it started
            raise

    def _start(self) -> None:
        where: dict[str, Any] = {
            **self.emulator.start(),
            "lease_s": LEASE_S,
            "items_at_once": ITEMS_AT_ONCE,
        }
        self.engine = Engine(where)
        self._service = self.engine.service()
        self._workers.environment = {"ENGINE": json.dumps(where)}
        self._workers.start()

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.stop)
        self.emulator.stop()

    async def submit(self, work: Work) -> str:
        pipeline = "projects" if work.projects else "topics"
        caller = next(self._callers)
        answer = await asyncio.to_thread(self._service.start, caller, pipeline, work.to_json(), Options())
        assert answer.job is not None  # noqa: S101 - a start without a key always has its job
        self._started[answer.job.job_id] = caller
        return answer.job.job_id

    async def look(self, job_id: str) -> Look:
        job = await asyncio.to_thread(self.engine.store.read, job_id)
        assert job is not None  # noqa: S101 - it was started
        done = sum(step.items_completed or 0 for step in job.steps)
        return Look(done, job.is_finished, job.status is JobStatus.FAILED)

    async def kill(self) -> None:
        await asyncio.to_thread(self._workers.kill)

    async def restart(self) -> float:
        return await asyncio.to_thread(self._workers.start)

    async def retry(self, job_id: str) -> str:
        await asyncio.to_thread(self._service.retry, self._started[job_id], job_id)
        return job_id
