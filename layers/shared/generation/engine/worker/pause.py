"""Pause: whether the operator lets the calls of one job begin.

A call begins when the checkpoint that tells of it is in the store. What is paused is read after that: a
read that finds no pause began before the pause was written, and so did the call. A call that begins later,
in particular after the operator was answered, is found to be paused and is not made. So after the answer
no call begins; those that had begun may end.

For a take the order is the other way round, since a paused job's message is to cost no write: what is paused
is read first. A job that is taken in the milliseconds after a pause finds it at its first call.

With the pause the lease is read, in the same request, so that neither answer is older than the other when
the call begins: somebody may have cancelled while the pause was read. Calls that begin together share it,
also those of other jobs of the process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from generation.engine.errors import Unavailable
from generation.engine.model.control import Pause, Pauses
from generation.engine.model.job import Job
from generation.engine.policy import PUT_OFF, WorkerPolicy
from generation.engine.ports import Clearance
from generation.engine.worker.journal import Journal


def again_in(jitter: float) -> timedelta:
    """How long a paused job's message waits; `jitter` is from [0, 1)."""
    return PUT_OFF * (1 + jitter)


async def pauses_while_held(
    journal: Journal, read: Callable[[], Awaitable[Clearance]], policy: WorkerPolicy
) -> Pauses:
    """What is paused, and that the lease is ours, both as they were `policy.looked_within` ago or later: by
    the loop's time, since the machine's clock may be put right meanwhile.

    read  begins after it was called

    Raises LeaseLost, and Unavailable where the store did not tell in time in `policy.most_looks` tries.
    """
    time = asyncio.get_running_loop().time
    for _ in range(policy.most_looks):
        asked_at = time()
        clearance = await journal.cleared(read)
        if time() - asked_at <= policy.looked_within.total_seconds():
            return clearance.pauses
    raise Unavailable("the store told lease and pauses too late")


@dataclass(slots=True)
class PauseWatch:
    """Of one job. `read` asks the store; `pause` is what was found last."""

    job: Job
    read: Callable[[], Awaitable[Pauses]]
    pause: Pause | None = None

    async def look(self) -> Pause | None:
        """By a read that begins after this was called."""
        pauses = await self.read()
        self.pause = pauses.of(self.job.owner, self.job.pipeline)
        return self.pause
