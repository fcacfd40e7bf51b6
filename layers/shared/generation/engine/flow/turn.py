"""Turn: from a message of the queue to the job that is carried on.

A message names a job, but for jobs that wait it is a ticket: it says that there is work, and the job whose
turn it is is begun. A job that was begun before goes on at once, so a hand-over costs it nothing.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation.engine.flow.fair import Front, moved
from generation.engine.flow.order import Lease, Waiting, waiting_of
from generation.engine.limits import Limits
from generation.engine.model.control import Pauses
from generation.engine.model.job import PRIORITIES, Job, JobStatus, Options
from generation.engine.policy import FlowPolicy
from generation.engine.ports import Clock, Control, JobQueue, JobStore

CARRIED_ON = frozenset({JobStatus.PENDING, JobStatus.RUNNING})


@dataclass(slots=True)
class SeenOrder:
    """The order as this process knows it, for all its messages.

    front      behind, since other processes move it too
    begun      places of jobs that were begun here, the latest last: an index that is behind still shows them,
               and so does a line that another message of the same invocation has read before
    beginning  held while a job is begun. Messages that come together would all try the first job of the line,
               then the second, and all tries but one are refused, and paid for
    """

    front: Front = field(default_factory=Front)
    begun: dict[tuple[int, str], None] = field(default_factory=dict)
    beginning: asyncio.Lock = field(default_factory=asyncio.Lock)

    def remember(self, waiting: Waiting, most: int) -> None:
        """That a job was begun at that place, which is never taken again. `most` places are kept: one that
        is forgotten while the index still shows it costs a try that is refused."""
        self.begun[waiting.position] = None
        while len(self.begun) > most:
            del self.begun[next(iter(self.begun))]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What messages that come together find: what is paused, and the first of the order."""

    pauses: Pauses
    line: Sequence[Waiting]


async def arrival(
    store: JobStore, control: Control, policy: FlowPolicy, offload: Callable[..., Awaitable[Any]]
) -> Arrival:
    """As it is now."""
    pauses: Pauses = await offload(control.pauses)
    if pauses.everything is not None:
        return Arrival(pauses, ())
    # Behind paused jobs others may wait, as many as there are.
    most = policy.counted if pauses.pauses else policy.looked_at
    return Arrival(pauses, await offload(store.line, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """`horizon_s` says in how many seconds a call could begin under the model's limit, 0 for at once; None:
    there is no limit. `put_off_s` is when a message is looked at again whose job is paused."""

    store: JobStore
    queue: JobQueue
    clock: Clock
    limits: Limits
    offload: Callable[..., Awaitable[Any]]
    horizon_s: Callable[[], float] | None
    arrival: Arrival
    put_off_s: int
    seen: SeenOrder

    @property
    def policy(self) -> FlowPolicy:
        return self.limits.policy.flow

    async def job_for(self, job_id: str) -> Job | None:
        """The job that a message which names `job_id` is for; this worker is its writer now. None where there
        is nothing to do, or not yet: then there is a new message.

        At most one job is begun for a message, and no message is given up while a job waits that it could
        not begin. Raises Unavailable.
        """
        if self.arrival.pauses.everything is not None:
            await self._later(job_id, self.put_off_s)
            return None
        line = self.arrival.line
        if not any(waiting.job_id == job_id for waiting in line):
            named: Job | None = await self.offload(self.store.read, job_id)
            if named is not None and named.tag is None:
                if named.status in CARRIED_ON and self._is_paused(named):
                    await self._later(job_id, self.put_off_s)
                    return None
                taken = await self._take(named)
                if taken is not None:
                    return taken
            elif named is not None and named.status is JobStatus.PENDING:
                line = [*line, waiting_of(named)]  # the index does not show it yet
        if not line:
            return None
        line = [waiting for waiting in line if not self._is_paused(waiting)]
        if not line:
            await self._later(job_id, self.put_off_s)
            return None
        horizon_s = await self.offload(self.horizon_s) if self.horizon_s else 0.0
        if horizon_s > self.policy.longest_horizon_s:
            # A new message, since one that is given back has been received once more: after five of them it
            # would lie among the dead letters. Dying before the old one is deleted leaves a ticket too many,
            # which finds nothing to do.
            await self._later(job_id, min(math.ceil(horizon_s), self.policy.longest_put_off_s))
            return None
        return await self._next(job_id, line)

    def _is_paused(self, job: Job | Waiting) -> bool:
        return self.arrival.pauses.of(job.owner, job.pipeline) is not None

    async def _take(self, job: Job) -> Job | None:
        if job.status not in CARRIED_ON:
            return None
        now = self.clock.now()
        # Race: a cancel or retry since the read. A retried job waits for its turn, so is_begun refuses it.
        taken: Job | None = await self.offload(
            self.store.take,
            job.job_id,
            now=now,
            until=now + self.limits.lease,
            expect=CARRIED_ON,
            is_begun=True,
        )
        return taken

    async def _next(self, job_id: str, line: Sequence[Waiting]) -> Job | None:
        async with self.seen.beginning:
            begun = await self._first(line)
        if begun is not None:
            job, waiting = begun
            await self._move_front(waiting.tag, others_wait=len(line) > 1)
            return job
        await self._later(job_id, self.policy.contended_s)
        return None

    async def _first(self, line: Sequence[Waiting]) -> tuple[Job, Waiting] | None:
        """The first job of the line that can be begun, and whose place it was."""
        left = [waiting for waiting in line if waiting.position not in self.seen.begun]
        for waiting in sorted(left, key=lambda waiting: waiting.position)[: self.policy.looked_at]:
            job = await self._begin(waiting, line)
            if job is not None:
                self.seen.remember(waiting, self.policy.remembered)
                return job, waiting
        return None

    async def _begin(self, waiting: Waiting, line: Sequence[Waiting]) -> Job | None:
        now = self.clock.now()
        lease = Lease(now=now, until=now + self.limits.lease, deadline_at=now + self.limits.deadline)
        if _may_have_better(waiting, line, self.policy.looked_at):
            jobs: Sequence[Job] = await self.offload(self.store.waiting_of, waiting.owner)
            allowed = (job for job in jobs if not self._is_paused(job))
            best = min(allowed, key=precedence, default=None)
            if best is not None and best.job_id != waiting.job_id:
                instead: Job | None = await self.offload(self.store.begin_instead, best, waiting, lease)
                return instead
        begun: Job | None = await self.offload(self.store.begin, waiting, lease)
        return begun

    async def _move_front(self, tag: int, *, others_wait: bool) -> None:
        now = self.clock.now()
        if moved(self.seen.front, tag, now, self.policy, others_wait=others_wait) is None:
            return
        self.seen.front = await self.offload(self.store.front)
        after = moved(self.seen.front, tag, now, self.policy, others_wait=others_wait)
        if after is not None:
            await self.offload(self.store.move_front, self.seen.front, after)
            self.seen.front = after

    async def _later(self, job_id: str, delay_s: int) -> None:
        await self.offload(self.queue.send, job_id, delay_s)


def precedence(job: Job) -> tuple[int, Any, str]:
    """Of two jobs of one owner the lower one is begun first."""
    return rank(job.options), job.queued_at or job.created_at, job.job_id


def rank(options: Options) -> int:
    return PRIORITIES.index(options.priority)


def _may_have_better(waiting: Waiting, line: Sequence[Waiting], looked_at: int) -> bool:
    """Ranked jobs come first in what is looked at: none of its owner among few means that he has none."""
    ranked = [other.owner for other in line if other.is_ranked]
    return waiting.is_ranked or waiting.owner in ranked or len(ranked) >= looked_at
