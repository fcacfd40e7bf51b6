"""Pause: whether the operator lets the calls of one job begin.

A call begins when the checkpoint that tells of it is in the store. What is paused is read after that: a
read that finds no pause began before the pause was written, and so did the call. A call that begins later,
in particular after the operator was answered, is found to be paused and is not made. So after the answer
no call begins; those that had begun may end.

For a take the order is the other way round, since a paused job's message is to cost no write: what is paused
is read first. A job that is taken in the milliseconds after a pause finds it at its first call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from generation.engine.model.control import PUT_OFF, Pause, Pauses
from generation.engine.model.job import Job


def again_in(jitter: float) -> timedelta:
    """How long a paused job's message waits; `jitter` is from [0, 1)."""
    return PUT_OFF * (1 + jitter)


@dataclass(slots=True)
class PauseWatch:
    """Of one job. `read` asks the store; `pause` is what was found last."""

    job: Job
    read: Callable[[], Awaitable[Pauses]]
    pause: Pause | None = None
    _reading: asyncio.Task[Pause | None] | None = None

    async def look(self) -> Pause | None:
        """By a read that begins after this was called. Calls that ask in the same turn of the loop, as those
        do whose beginning one checkpoint has told, share one."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._look())
        return await asyncio.shield(self._reading)

    async def _look(self) -> Pause | None:
        await asyncio.sleep(0)
        self._reading = None
        pauses = await self.read()
        self.pause = pauses.of(self.job.owner, self.job.pipeline)
        return self.pause
