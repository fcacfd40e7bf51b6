"""Plays a script to the client, in time, and notices at once when the client goes away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from local.claude.calls import Outcome
from local.claude.script import Ending, Script


class Delivery(Response):
    """A response that plays `script` over `latency_s` seconds, counted from `started` (monotonic).

    `on_end(status, outcome)` is called exactly once; status is None if no header was sent.
    """

    def __init__(
        self,
        script: Script,
        *,
        started: float,
        latency_s: float,
        headers: dict[str, str],
        on_end: Callable[[int | None, Outcome], None],
    ) -> None:
        length = {} if script.length is None else {"content-length": str(script.length)}
        # Starlette computes a content-length of its own where there is a body; here it comes later.
        super().__init__(
            headers={"cache-control": "no-cache", **headers, **length}, media_type=script.content_type
        )
        if script.length is None:
            del self.headers["content-length"]
        self._script = script
        self._started = started
        self._latency_s = latency_s
        self._on_end = on_end
        self._status: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write until the script or the client ends. Returning early makes the server cut the connection."""
        writing = asyncio.ensure_future(self._write(send))
        watching = asyncio.ensure_future(_wait_until_gone(receive))
        outcome = Outcome.FAILED  # what it stays if the server stops in the middle
        try:
            await asyncio.wait({writing, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not writing.done():
                outcome = Outcome.ABORTED
            else:
                writing.result()
                outcome = Outcome.ENDED if self._script.is_whole else Outcome.FAILED
        finally:
            writing.cancel()
            watching.cancel()
            self._on_end(self._status, outcome)

    async def _write(self, send: Send) -> None:
        for share, data in self._script.pieces:
            await asyncio.sleep(self._started + share * self._latency_s - time.monotonic())
            await self._start(send)
            await send({"type": "http.response.body", "body": data, "more_body": True})
        match self._script.ending:
            case Ending.COMPLETE:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            case Ending.STALL:
                await asyncio.Event().wait()
            case Ending.DROP:
                return

    async def _start(self, send: Send) -> None:
        if self._status is not None:
            return
        self._status = self.status_code
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
