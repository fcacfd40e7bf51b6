"""Systems whose jobs come through the inbox in Postgres, to a single worker process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from benchmarks.systems import database
from benchmarks.systems.base import Look, Place, Workers
from benchmarks.work import Work


class InboxSystem:
    """`module` holds the worker."""

    name: str
    label: str
    module: str
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self._place = place

    async def start(self) -> None:
        self.url = await database.fresh(self._place.postgres_url, f"bench_{self.name}")
        self.pool = database.pool(self.url, 10)
        await self.pool.open()
        self._workers = Workers(self.module, 1, self._place, {"POSTGRES": self.url})
        await asyncio.to_thread(self._workers.start)

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.stop)
        await self.pool.close()

    async def submit(self, work: Work) -> str:
        return await database.put(self.pool, work)

    async def look(self, job_id: str) -> Look:
        status, done = await database.status(self.pool, job_id)
        return Look(done, status in ("completed", "failed"), status == "failed")

    async def kill(self) -> None:
        await asyncio.to_thread(self._workers.kill)

    async def restart(self) -> float:
        return await asyncio.to_thread(self._workers.start)

    async def retry(self, job_id: str) -> str:
        return await database.again(self.pool, job_id)
