"""Tries: a call is made, once it stands in the store that it begins, and what it costs is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generation.engine.errors import CallError
from generation.engine.model.job import OpenCalls
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.worker.asks import Ask
from generation.engine.worker.budget import Bill, JobBudget, bill
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.journal import Journal
from generation.engine.worker.pause import PauseWatch
from generation.engine.worker.reservations import CallId, GoneBy, Reservations
from generation.engine.worker.state import WorkerState


@dataclass(frozen=True, slots=True)
class Tried:
    """A call that was made, and what it is booked at."""

    reply: ModelReply | CallError
    bill: Bill
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Of one job's calls."""

    context: WorkerContext
    state: WorkerState
    journal: Journal
    budget: JobBudget
    pause: PauseWatch
    reservations: Reservations

    async def make(self, ask: Ask, call: CallId, request: ModelRequest) -> Tried | None:
        """One call, whose bill is to be recorded at once; None where the worker has no time left for it.

        Its error is a value: what follows from it is decided without a slot. Raises GoneBy, and what
        `JobBudget.room` raises.
        """
        held = await self.budget.room(request)
        if not self._has_time() or not await self._begin(held):
            return None
        if self.reservations.has_gone_by(call):
            # Siblings under a tight cap, or a store that hardly answered, were waited for meanwhile.
            self.budget.give_back(held)
            raise GoneBy
        reservation = self.reservations.begun(call)
        begun_at = self.context.clock.now()
        try:
            reply: ModelReply | CallError = await self._answered(ask, request)
        except CallError as error:
            reply = error
        except BaseException:  # a hand-over, or a fault of ours: what was produced is billed
            self.budget.abort(held)
            raise
        self.reservations.ended(reservation, call, reply)
        took = self.context.clock.now() - begun_at
        return Tried(reply, bill(held, reply, round(took.total_seconds() * 1000)), begun_at)

    def _has_time(self) -> bool:
        budget, longest_ms = self.context.time_budget, self.state.job.longest_call_ms
        if not budget.may_begin(self.context.clock.now(), longest_ms):
            budget.is_over = True
        return not budget.is_over

    async def _begin(self, held: OpenCalls) -> bool:
        """Returns when it stands in the store that the call begins: so the token was just seen to be
        ours, and whoever takes the job over knows of the call. False where the operator has paused the job
        (see `pause` for the order of the two). Raises LeaseLost, Unavailable."""
        self.budget.begin(held)
        try:
            await self.journal.save()
            paused = await self.pause.look()
        except BaseException:
            self.budget.give_back(held)
            raise
        if paused is None:
            return True
        self.budget.give_back(held)
        self.context.time_budget.is_over = True
        return False

    async def _answered(self, ask: Ask, request: ModelRequest) -> ModelReply:
        self.context.time_budget.begun += 1

        def on_text(text: str) -> None:
            ask.text = text

        return await self.context.model.call(request, on_text)
