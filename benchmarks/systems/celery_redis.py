"""Celery with Redis: a chord a job, late acknowledgement, answers in a Redis hash as each call ends.

The thread pool is the one that suits tasks which wait; all threads share one event loop and one client.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

import anthropic
import redis
import redis.asyncio
from celery import Celery as App
from celery import Task, chord

from benchmarks import work as bench
from benchmarks.systems.base import Look, Place, Workers

VISIBILITY_S = 2
"""After which an unacknowledged task is given to another worker; as the engine's lease."""
THREADS = 50
WORKERS = 2

app = App("bench")
app.conf.update(
    broker_url=os.environ.get("REDIS", "redis://127.0.0.1:1/0"),
    result_backend=os.environ.get("REDIS", "redis://127.0.0.1:1/0"),
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    broker_connection_retry_on_startup=True,
    result_chord_join_timeout=30,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_S,
        "unacked_restore_interval": 0.25,
        "unacked_restore_throttle": 1,
    },
)


@cache
def _store() -> redis.Redis:
    return redis.Redis.from_url(app.conf.broker_url)


@cache
def _model() -> tuple[asyncio.AbstractEventLoop, anthropic.AsyncAnthropic]:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop, bench.client(json.loads(os.environ["BENCH"])["model_url"])


def _ask(job: bench.Work, call: bench.Call) -> None:
    """What is kept is not asked again: a task may come twice."""
    if _store().hexists(f"answers:{job.mark}", call.key):
        return
    loop, model = _model()
    answer = asyncio.run_coroutine_threadsafe(bench.ask(model, call), loop).result()
    _store().hset(f"answers:{job.mark}", call.key, json.dumps(answer))


@app.task(bind=True, name="plan")
def plan(self: Task, work: dict[str, Any]) -> Any:
    job = bench.Work.of_json(work)
    if job.projects:
        header = [project.si(work, n) for n in range(len(job.projects))]
    else:
        _ask(job, job.plan())
        header = [item.si(work, "topic", [n]) for n in range(len(job.topics))]
    return self.replace(chord(header, finish.si(job.mark).on_error(fail.si(job.mark))))


@app.task(name="item")
def item(work: dict[str, Any], what: str, where: list[int]) -> None:
    job = bench.Work.of_json(work)
    _ask(job, getattr(job, what)(*where))


@app.task(bind=True, name="project")
def project(self: Task, work: dict[str, Any], index: int) -> Any:
    """Its lessons take its place in the chord."""
    job = bench.Work.of_json(work)
    _ask(job, job.project(index))
    lessons = range(len(job.projects[index].lessons))
    header = [item.si(work, "lesson", [index, n]) for n in lessons]
    return self.replace(chord(header, joined.si()))


@app.task(name="joined")
def joined() -> None:
    """The end of a project's own chord."""


@app.task(name="finish")
def finish(mark: str) -> None:
    _store().set(f"status:{mark}", "completed")


@app.task(name="fail")
def fail(mark: str) -> None:
    _store().set(f"status:{mark}", "failed")


class Celery:
    name = "celery"
    label = "Celery, Redis"
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        app.conf.broker_url = app.conf.result_backend = place.redis_url
        self._workers = Workers(
            "benchmarks.systems.celery_worker", WORKERS, place, {"REDIS": place.redis_url}
        )
        self._redis_url = place.redis_url
        self._works: dict[str, bench.Work] = {}

    async def start(self) -> None:
        self._redis: Any = redis.asyncio.Redis.from_url(self._redis_url)
        await self._redis.flushall()
        await asyncio.to_thread(self._workers.start)

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.kill)  # a warm shutdown would wait for its threads
        await self._redis.aclose()

    async def submit(self, work: bench.Work) -> str:
        self._works[work.mark] = work
        await asyncio.to_thread(plan.delay, work.to_json())
        return work.mark

    async def look(self, job_id: str) -> Look:
        async with self._redis.pipeline(transaction=False) as pipe:
            status, count, planned = await (
                pipe.get(f"status:{job_id}")
                .hlen(f"answers:{job_id}")
                .hexists(f"answers:{job_id}", "plan")
                .execute()
            )
        return Look(count - planned, status is not None, status == b"failed")

    async def kill(self) -> None:
        await asyncio.to_thread(self._workers.kill)

    async def restart(self) -> float:
        return await asyncio.to_thread(self._workers.start)

    async def retry(self, job_id: str) -> str:
        """The job again; tasks whose answers are kept return at once."""
        await self._redis.delete(f"status:{job_id}")
        return await self.submit(self._works[job_id])
