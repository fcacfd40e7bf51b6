"""Reservations: which calls of one job have time of the model's limit, and from when on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from generation.engine.errors import CallError, RateLimited
from generation.engine.flow import sizes
from generation.engine.flow.gcra import Opening
from generation.engine.model.job import Reservation
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.retry import named_wait_s
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.journal import Journal
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.state import WorkerState

CallId = tuple[str, str]
"""Task and key."""


class GoneBy(Exception):
    """The reservation of a call that was about to begin is not good any more: it is to be made anew."""


class Reservations:
    """Of calls that have not begun. Where no limit is set there are none, and nothing is asked."""

    def __init__(self, context: WorkerContext, state: WorkerState, journal: Journal) -> None:
        self._context = context
        self._state = state
        self._io = journal.io
        self._held: dict[CallId, Reservation] = {}
        self._brought = list(state.job.reservations)
        self._has_looked = False

    def left(self) -> tuple[Reservation, ...]:
        """For the next worker, the earliest first."""
        return tuple(sorted(self._all(), key=lambda reservation: reservation.begins_at))

    async def opens_at(self, call: CallId, request: ModelRequest, expected_chars: int) -> datetime | None:
        """When the model's limit has time for the call; None: it may begin now. Raises Unavailable."""
        limiter = self._context.limiter
        if limiter is None or self._context.time_budget.is_over:
            return None
        reservation = self._held.pop(call, None) or await self._taken(limiter, request.model)
        now = self._context.clock.now()
        if reservation is not None and not limiter.is_good(reservation, now):
            limiter.give_back(reservation, now)
            reservation = None
        if reservation is None:
            return await self._reserve(limiter, call, request, expected_chars)
        self._held[call] = reservation
        return reservation.begins_at if reservation.begins_at > now else None

    def has_gone_by(self, call: CallId) -> bool:
        held, limiter = self._held.get(call), self._context.limiter
        return (
            held is not None and limiter is not None and not limiter.is_good(held, self._context.clock.now())
        )

    def begun(self, call: CallId) -> Reservation | None:
        """The call begins: its reservation is used, and says nothing of when it may begin again."""
        return self._held.pop(call, None)

    def ended(self, used: Reservation | None, call: CallId, reply: ModelReply | CallError) -> None:
        if self._context.limiter is not None and used is not None:
            self._context.limiter.ended(used, self._kind(call), reply)

    async def hand_on(self, model: str, reply: ModelReply | CallError, begun_at: datetime) -> None:
        """What the answer, or the refusal, told of the account."""
        limiter, now = self._context.limiter, self._context.clock.now()
        if limiter is None or not isinstance(reply, ModelReply | RateLimited):
            return
        await limiter.learn(self._io, model, reply.rate_limits, now)
        if isinstance(reply, RateLimited) and reply.code == RateLimited.CODE:
            wait = timedelta(seconds=named_wait_s(self._context.limits.policy.retry, reply))
            await limiter.refused(self._io, model, begun_at=begun_at, now=now, wait=wait)

    async def settle(self) -> None:
        """When the worker is done: what its calls have used more or less than was reserved for them."""
        if self._context.limiter is not None:
            await self._context.limiter.settle(self._io, self._context.clock.now())

    async def _taken(self, limiter: ModelLimiter, model: str) -> Reservation | None:
        """The earliest of those that the job has brought from its last worker."""
        if self._brought and not self._has_looked:
            self._has_looked = True
            await limiter.look(self._io, model)
        of_model = [reservation for reservation in self._brought if reservation.model == model]
        if not of_model:
            return None
        self._brought.remove(of_model[0])
        return of_model[0]

    async def _reserve(
        self, limiter: ModelLimiter, call: CallId, request: ModelRequest, expected_chars: int
    ) -> datetime | None:
        clock, usage = self._context.clock, self._state.job.usage
        asked_at = clock.now()
        waiting = [held.begins_at for held in self._all() if held.begins_at > asked_at]
        if len(waiting) >= self._context.limits.items_at_once:
            return max(waiting)  # No job takes all that there is.
        output = limiter.usual(*self._kind(call), expected_chars)
        size = sizes.expected(request, output, limiter.policy, is_cached=sizes.is_cached(usage))
        got = await limiter.reserve(self._io, request.model, size, asked_at)
        now = clock.now()
        if isinstance(got, Opening):
            # Not all at the same moment, and while there is still time reserved: none is to go by.
            policy = limiter.policy
            return max(now + policy.soonest, got.begins_at - policy.ahead / 2 * self._context.ids.jitter())
        self._held[call] = got
        return got.begins_at if got.begins_at > now else None

    def _kind(self, call: CallId) -> tuple[str, str]:
        return self._state.job.pipeline, self._state.tasks[call[0]].step

    def _all(self) -> Iterator[Reservation]:
        yield from self._held.values()
        yield from self._brought
