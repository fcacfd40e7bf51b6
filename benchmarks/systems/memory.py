"""The limit: asyncio in one process, nothing kept."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping

from benchmarks import work as bench
from benchmarks.systems.base import Look
from benchmarks.systems.socketed import SocketSystem, serve


class Memory(SocketSystem):
    name = "memory"
    label = "asyncio in memory (keeps nothing)"
    module = "benchmarks.systems.memory"
    cannot: Mapping[str, str] = {
        "S3": "a killed process leaves nothing",
        "S5": "a failed job leaves nothing",
    }


async def run(work: bench.Work, ask: bench.Ask) -> None:
    """The job in plain asyncio."""

    async def project(index: int) -> None:
        await ask(work.project(index))
        lessons = range(len(work.projects[index].lessons))
        await asyncio.gather(*(ask(work.lesson(index, lesson)) for lesson in lessons))

    if work.projects:
        await asyncio.gather(*(project(index) for index in range(len(work.projects))))
        return
    await ask(work.plan())
    await asyncio.gather(*(ask(work.topic(index)) for index in range(len(work.topics))))


async def _serve(port: int, model_url: str) -> None:
    model = bench.client(model_url)
    kept: dict[str, list[str]] = {}
    running: dict[str, asyncio.Task[None]] = {}

    def begin(work: bench.Work) -> None:
        kept[work.mark] = []

        async def ask(call: bench.Call) -> dict[str, object]:
            answer = await bench.ask(model, call)
            kept[work.mark].append(call.key)
            return answer

        running[work.mark] = asyncio.create_task(run(work, ask))

    def look(job_id: str) -> Look:
        done = sum(key != "plan" for key in kept[job_id])
        return Look(done, running[job_id].done())

    await serve(port, begin, look)


if __name__ == "__main__":
    asyncio.run(_serve(int(os.environ["PORT"]), json.loads(os.environ["BENCH"])["model_url"]))
