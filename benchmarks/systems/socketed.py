"""Systems that live in one process of their own: jobs come and are looked at over a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping

from benchmarks.process import ready
from benchmarks.systems.base import Look, Place, Workers
from benchmarks.work import Work


class SocketSystem:
    """`module` holds the process, which calls `serve`."""

    name: str
    label: str
    module: str
    cannot: Mapping[str, str] = {}

    def __init__(self, place: Place) -> None:
        self._port = place.first_free_port
        self._workers = Workers(self.module, 1, place, {"PORT": str(self._port)})
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        await asyncio.to_thread(self._workers.start)
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def stop(self) -> None:
        self._writer.close()
        await asyncio.to_thread(self._workers.stop)

    async def submit(self, work: Work) -> str:
        await self._say({"work": work.to_json()})
        return work.mark

    async def look(self, job_id: str) -> Look:
        done, is_finished, has_failed = await self._say({"job": job_id})
        return Look(done, bool(is_finished), bool(has_failed))

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


async def serve(port: int, begin: Callable[[Work], None], look: Callable[[str], Look]) -> None:
    """Until the process ends."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            message = json.loads(line)
            if "work" in message:
                begin(Work.of_json(message["work"]))
                answer = []
            else:
                seen = look(message["job"])
                answer = [seen.done, int(seen.is_finished), int(seen.has_failed)]
            writer.write(json.dumps(answer).encode() + b"\n")

    server = await asyncio.start_server(converse, "127.0.0.1", port, limit=1 << 20)
    ready()
    await server.serve_forever()
