"""The limit: asyncio in one process, nothing kept. Jobs come and are looked at over a socket."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping

from benchmarks import work as bench
from benchmarks.process import ready
from benchmarks.systems.base import Look, Place, Workers, done_of


class Memory:
    name = "memory"
    label = "asyncio in memory (keeps nothing)"
    cannot: Mapping[str, str] = {"S3": "a killed process leaves nothing", "S5": "a failed job leaves nothing"}

    def __init__(self, place: Place) -> None:
        self._port = place.first_free_port
        self._workers = Workers(__name__, 1, place, {"PORT": str(self._port)})
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def start(self) -> None:
        await asyncio.to_thread(self._workers.start)
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._lock = asyncio.Lock()

    async def stop(self) -> None:
        self._writer.close()
        await asyncio.to_thread(self._workers.stop)

    async def submit(self, work: bench.Work) -> str:
        return str(await self._say({"work": work.to_json()}))

    async def look(self, job_id: str) -> Look:
        return Look(*await self._say({"job": job_id}))

    async def kill(self) -> None:
        raise NotImplementedError

    async def restart(self) -> float:
        raise NotImplementedError

    async def retry(self, job_id: str) -> str:
        raise NotImplementedError

    async def _say(self, message: dict[str, object]) -> list[int]:
        async with self._lock:
            self._writer.write(json.dumps(message).encode() + b"\n")
            answer: list[int] = json.loads(await self._reader.readline())
            return answer


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


async def _serve() -> None:
    model = bench.client(json.loads(os.environ["BENCH"])["model_url"])
    kept: dict[str, list[str]] = {}
    running: dict[str, asyncio.Task[None]] = {}

    def begin(work: bench.Work) -> str:
        kept[work.mark] = []

        async def ask(call: bench.Call) -> dict[str, object]:
            answer = await bench.ask(model, call)
            kept[work.mark].append(call.key)
            return answer

        running[work.mark] = asyncio.create_task(run(work, ask))
        return work.mark

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            message = json.loads(line)
            if "work" in message:
                answer: object = begin(bench.Work.of_json(message["work"]))
            else:
                job = message["job"]
                answer = [done_of(kept[job]), running[job].done()]
            writer.write(json.dumps(answer).encode() + b"\n")

    server = await asyncio.start_server(converse, "127.0.0.1", int(os.environ["PORT"]))
    ready()
    await server.serve_forever()


if __name__ == "__main__":
    sys.exit(asyncio.run(_serve()))
