"""The adapter's connections, against a bare socket: when they are closed, reused and read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from anyio._backends._asyncio import SocketStream

from generation.engine.errors import TransientCallError
from generation.engine.ports import ModelReply
from generation.models.claude.model import ClaudeModel
from tests.unit.models.claude.wire import REQUEST, started, stopped, text


@dataclass
class Bare:
    """A server that answers each request with `parts`: bytes to send, or seconds to wait."""

    parts: tuple[bytes | float, ...]
    url: str = ""
    connections: list[asyncio.Task[Any]] = field(default_factory=list)
    left_at: float = 0.0
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.connections.append(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
                await self._answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.left_at = time.monotonic()
            self.left.set()
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Raises ConnectionError when the client goes before the end."""
        for part in self.parts:
            if isinstance(part, bytes):
                writer.write(part)
                await writer.drain()
                continue
            try:
                # The client sends nothing more: the only thing to read is its end.
                await asyncio.wait_for(reader.read(1), part)
            except TimeoutError:
                continue
            raise ConnectionError


@asynccontextmanager
async def bare(*parts: bytes | float, call_seconds: float = 30.0) -> AsyncIterator[tuple[Bare, ClaudeModel]]:
    """The server, and a model that calls it."""
    served = Bare(parts)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    model = ClaudeModel(base_url=url, call_seconds=call_seconds)
    try:
        yield served, model
    finally:
        await model.close()
        server.close()
        await asyncio.wait_for(asyncio.gather(*served.connections), 5)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


WHOLE = (HEAD, _chunk(started()), _chunk(text("x")), _chunk(stopped()), b"0\r\n\r\n")


@pytest.mark.alone
@pytest.mark.parametrize(
    "parts",
    [
        (30.0,),
        (HEAD, 30.0),
        (HEAD, _chunk(started()), 30.0),
        (HEAD, _chunk(started()), *((_chunk(text("word ")), 0.01) * 1_000)),
    ],
    ids=["before the headers", "before the first event", "between events", "while text comes"],
)
def test_cancelling_closes_the_connection_wherever_the_call_stands(parts: tuple[bytes | float, ...]) -> None:
    async def cancel() -> float:
        async with bare(*parts) as (served, model):
            running = asyncio.create_task(model.call(REQUEST, lambda said: None))
            await asyncio.sleep(0.5)
            running.cancel()
            cancelled_at = time.monotonic()
            with pytest.raises(asyncio.CancelledError):
                await running
            await asyncio.wait_for(served.left.wait(), 5)
            return served.left_at - cancelled_at

    assert asyncio.run(cancel()) < 0.5


def test_a_call_that_takes_too_long_closes_its_connection() -> None:
    async def wait() -> None:
        parts = (HEAD, _chunk(started()), *((_chunk(text("word ")), 0.05) * 1_000))
        async with bare(*parts, call_seconds=0.4) as (served, model):
            with pytest.raises(TransientCallError) as caught:
                await model.call(REQUEST, lambda said: None)
            assert caught.value.code == "model-timeout"
            await asyncio.wait_for(served.left.wait(), 0.5)

    asyncio.run(wait())


def test_calls_one_after_another_share_a_connection() -> None:
    async def calls() -> int:
        async with bare(*WHOLE) as (served, model):
            for _ in range(5):
                assert (await model.call(REQUEST, lambda said: None)).text == "x"
            return len(served.connections)

    assert asyncio.run(calls()) == 1


def test_many_small_events_are_read_in_few_wake_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streaming is what a worker's CPU goes to, and each wake-up costs as much as reading ten events."""
    reads = 0
    receive = SocketStream.receive

    async def counted(self: SocketStream, max_bytes: int = 65536) -> bytes:
        nonlocal reads
        reads += 1
        return await receive(self, max_bytes)

    monkeypatch.setattr(SocketStream, "receive", counted)

    async def call() -> ModelReply:
        end = (_chunk(stopped()), b"0\r\n\r\n")
        async with bare(HEAD, _chunk(started()), *((_chunk(text("word ")), 0.001) * 300), *end) as (_, model):
            return await model.call(REQUEST, lambda said: None)

    assert asyncio.run(call()).text == "word " * 300
    assert reads <= 200  # of 302
