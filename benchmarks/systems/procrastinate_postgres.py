"""procrastinate: a task a call on its asynchronous worker, woken by LISTEN/NOTIFY; answers in a table."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import anthropic
import procrastinate

from benchmarks import work as bench
from benchmarks.process import ready
from benchmarks.systems import database
from benchmarks.systems.base import Look, Place, Workers

CONCURRENCY = 100
STALLED_S = 2.0
"""As the engine's lease."""


class Jobs:
    """The tasks, on one app."""

    def __init__(self, url: str, model_url: str = "") -> None:
        self.app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, max_size=20))
        self.pool = database.pool(url, 20)
        self.plan = self.app.task(name="plan")(self._plan)
        self.item = self.app.task(name="item")(self._item)
        self._model = bench.client(model_url) if model_url else None

    async def _plan(self, work: dict[str, Any]) -> None:
        job = bench.Work.of_json(work)
        if job.projects:
            first = [("project", (n,)) for n in range(len(job.projects))]
        else:
            await self._ask(job, job.plan())
            first = [("topic", (n,)) for n in range(len(job.topics))]
        await self._go_on(job, first)

    async def _item(self, work: dict[str, Any], what: str, where: list[int]) -> None:
        job = bench.Work.of_json(work)
        call: bench.Call = getattr(job, what)(*where)
        try:
            await self._ask(job, call)
        except anthropic.APIStatusError:
            await database.end(self.pool, job.mark, "failed")
            return
        if what == "project":
            lessons = range(len(job.projects[where[0]].lessons))
            await self._go_on(job, [("lesson", (where[0], n)) for n in lessons])
        async with self.pool.connection() as connection:
            await connection.execute(
                "UPDATE bench_job SET status = 'completed' WHERE id = %s AND "
                "(SELECT count(*) FROM bench_answer WHERE job = %s) = %s",
                (job.mark, job.mark, job.calls),
            )

    async def _go_on(self, job: bench.Work, calls: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        """One statement for all that follow."""
        work = job.to_json()
        await self.item.batch_defer_async(
            *({"work": work, "what": what, "where": list(where)} for what, where in calls)
        )

    async def _ask(self, job: bench.Work, call: bench.Call) -> None:
        """What is kept is not asked again: a task may come twice."""
        if self._model is not None and call.key not in await database.kept(self.pool, job.mark):
            await database.keep(self.pool, job.mark, call.key, await bench.ask(self._model, call))


class Procrastinate:
    name = "procrastinate"
    label = "procrastinate, Postgres"
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self._place = place

    async def start(self) -> None:
        url = await database.fresh(self._place.postgres_url, "bench_procrastinate")
        self._jobs = Jobs(url)
        await self._jobs.pool.open()
        await self._jobs.app.open_async()
        await self._jobs.app.schema_manager.apply_schema_async()
        self._works: dict[str, bench.Work] = {}
        self._workers = Workers(
            "benchmarks.systems.procrastinate_postgres", 1, self._place, {"POSTGRES": url}
        )
        await asyncio.to_thread(self._workers.start)

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.stop)
        await self._jobs.app.close_async()
        await self._jobs.pool.close()

    async def submit(self, work: bench.Work) -> str:
        self._works[work.mark] = work
        await database.put(self._jobs.pool, work)
        await self._jobs.plan.defer_async(work=work.to_json())
        return work.mark

    async def look(self, job_id: str) -> Look:
        status, done = await database.status(self._jobs.pool, job_id)
        return Look(done, status in ("completed", "failed"), status == "failed")

    async def kill(self) -> None:
        await asyncio.to_thread(self._workers.kill)

    async def restart(self) -> float:
        return await asyncio.to_thread(self._workers.start)

    async def retry(self, job_id: str) -> str:
        """The tasks of what is not kept, again."""
        await database.again(self._jobs.pool, job_id)
        work = self._works[job_id]
        kept = await database.kept(self._jobs.pool, job_id)
        for index in range(len(work.topics)):
            if work.topic(index).key not in kept:
                await self._jobs.item.defer_async(work=work.to_json(), what="topic", where=[index])
        return job_id


async def _serve(url: str, model_url: str) -> None:
    jobs = Jobs(url, model_url)
    async with jobs.pool, jobs.app.open_async():
        rescue = asyncio.create_task(_rescuing(jobs.app))
        worker = jobs.app.run_worker_async(
            concurrency=CONCURRENCY, install_signal_handlers=False, update_heartbeat_interval=0.5
        )
        ready()
        await asyncio.gather(worker, rescue)


async def _rescuing(app: procrastinate.App) -> None:
    """What a dead worker had begun is begun again, as procrastinate's manual has it."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
            await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
        await asyncio.sleep(0.25)


if __name__ == "__main__":
    asyncio.run(_serve(os.environ["POSTGRES"], json.loads(os.environ["BENCH"])["model_url"]))
