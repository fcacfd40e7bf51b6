"""DBOS: a workflow a job, a step a call, on Postgres or on SQLite."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient

from benchmarks import work as bench
from benchmarks.process import ready
from benchmarks.systems import database
from benchmarks.systems.base import Look, Place, Workers

QUEUE_POLL_S = 0.02
"""DBOS' default is a second; the jobs of a benchmark do not wait that long."""


class _Dbos:
    name: str
    label: str
    workers: int
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self._place = place

    async def _url(self) -> str:
        raise NotImplementedError

    async def start(self) -> None:
        url = await self._url()
        # One executor: it takes its own workflows up again when it starts.
        self._workers = Workers("benchmarks.systems.dbos_workflows", 1, self._place, {"DBOS_URL": url})
        await asyncio.to_thread(self._workers.start)
        self._client = DBOSClient(system_database_url=url, system_database_pool_size=20)

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.stop)
        await asyncio.to_thread(self._client.destroy)

    async def submit(self, work: bench.Work) -> str:
        await self._client.enqueue_async(
            {"queue_name": "jobs", "workflow_name": "job", "workflow_id": work.mark}, work.to_json()
        )
        return work.mark

    async def look(self, job_id: str) -> Look:
        steps = await self._client.list_workflow_steps_async(job_id, load_output=False)
        names = [step["function_name"] for step in steps if step.get("error") is None]
        done = sum(name == "item" for name in names)
        status = (await self._client.retrieve_workflow_async(job_id)).get_status
        now = (await status()).status
        return Look(done, now in ("SUCCESS", "ERROR"), now == "ERROR")

    async def kill(self) -> None:
        await asyncio.to_thread(self._workers.kill)

    async def restart(self) -> float:
        return await asyncio.to_thread(self._workers.start)

    async def retry(self, job_id: str) -> str:
        """From the first failed step on: what was begun after it is done again."""
        steps = await self._client.list_workflow_steps_async(job_id)
        failed = min(step["function_id"] for step in steps if step["error"] is not None)
        await self._client.rewind_workflow_async(job_id, start_step=failed, queue_name="jobs")
        return job_id


class DbosPostgres(_Dbos):
    name = "dbos"
    label = "DBOS, Postgres"

    async def _url(self) -> str:
        return await database.fresh(self._place.postgres_url, "bench_dbos")


class DbosSqlite(_Dbos):
    name = "dbos-sqlite"
    label = "DBOS, SQLite"

    async def _url(self) -> str:
        path: Path = self._place.folder / "dbos.sqlite"
        for old in self._place.folder.glob("dbos.sqlite*"):
            old.unlink()
        return f"sqlite:///{path}"


def _define(model_url: str) -> None:
    model = bench.client(model_url)

    async def ask(call: dict[str, Any]) -> dict[str, Any]:
        return await bench.ask(model, bench.Call(**call))

    plan = DBOS.step(name="plan")(ask)
    item = DBOS.step(name="item")(ask)

    @DBOS.workflow(name="job")
    async def job(raw: dict[str, Any]) -> int:
        work = bench.Work.of_json(raw)
        if work.projects:
            return await _projects(work, item)
        await plan(vars(work.plan()))
        await _all([item(vars(work.topic(n))) for n in range(len(work.topics))])
        return len(work.topics)

    @DBOS.workflow(name="project")
    async def project(raw: dict[str, Any], index: int) -> None:
        """A workflow of its own: the order of a workflow's steps must be the same in each run of it."""
        work = bench.Work.of_json(raw)
        await item(vars(work.project(index)))
        lessons = range(len(work.projects[index].lessons))
        await _all([item(vars(work.lesson(index, n))) for n in lessons])

    async def _projects(work: bench.Work, _: Any) -> int:
        handles = [
            await DBOS.start_workflow_async(project, work.to_json(), n) for n in range(len(work.projects))
        ]
        for handle in handles:
            await handle.get_result()
        return len(handles)


async def _all(steps: list[Coroutine[Any, Any, Any]]) -> None:
    """All end, then the first error counts."""
    answers = await asyncio.gather(*steps, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer


async def _serve() -> None:
    DBOS(
        config={
            "name": "bench",
            "system_database_url": os.environ["DBOS_URL"],
            "executor_id": "bench",
            "application_version": "1",
            "log_level": "WARNING",
            "enable_otlp": False,
            "sys_db_pool_size": 40,
            "notification_listener_polling_interval_sec": 0.01,
        }
    )
    _define(json.loads(os.environ["BENCH"])["model_url"])
    DBOS.launch()
    await DBOS.register_queue_async("jobs", polling_interval_sec=QUEUE_POLL_S)
    ready()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
