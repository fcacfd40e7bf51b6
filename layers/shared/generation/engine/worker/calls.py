"""Calls: the model calls of one job's tasks, each made until it has ended, and then never again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from generation.engine.errors import CallError, InvalidOutput, RateLimited
from generation.engine.model.event import LogLevel
from generation.engine.model.task import Call
from generation.engine.ports import ModelRequest
from generation.engine.run import Prompt
from generation.engine.worker import wording
from generation.engine.worker.asks import Ask, Asks
from generation.engine.worker.budget import JobBudget
from generation.engine.worker.call_records import CallRecords
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.funds import Reserved
from generation.engine.worker.journal import Journal
from generation.engine.worker.pause import PauseWatch
from generation.engine.worker.reservations import GoneBy, Reservations
from generation.engine.worker.reuse import Reuse
from generation.engine.worker.state import WorkerState
from generation.engine.worker.tries import Tried, Tries

T = TypeVar("T")


class Calls:
    """Of one job: which of them waits, has one of the slots, has ended."""

    def __init__(
        self,
        context: WorkerContext,
        state: WorkerState,
        journal: Journal,
        budget: JobBudget,
        pause: PauseWatch,
    ) -> None:
        self.asks = Asks(context.clock, context.changed)
        self.records = CallRecords(context, state, budget)
        self.reservations = Reservations(context, state, journal)
        self.reuse = Reuse(context, state, journal)
        self.pause = pause
        self._context = context
        self._state = state
        self._tries = Tries(
            context=context,
            state=state,
            journal=journal,
            budget=budget,
            pause=pause,
            reservations=self.reservations,
        )
        self._slots = asyncio.Semaphore(context.limits.items_at_once)
        self._has_told_reserved = False

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        """See Run.ask."""
        ask = self.asks.add(task_id, key, prompt)
        try:
            return await self._answer(ask, self.records.of(task_id, key), model, parse)
        except CallError:
            self.asks.drop(task_id, key)
            raise
        finally:
            # What its task still waits for may all be parked now: then there is nothing left to work at.
            self._context.changed.set()

    async def _answer(self, ask: Ask, call: Call, model: str, parse: Callable[[str], T]) -> T:
        if call.is_done and call.text is not None:
            with suppress(InvalidOutput):
                value = parse(call.text)
                ask.is_done = True
                return value
            # Kept by a release with another contract; a retry must not meet it for ever.
            call = replace(call, text=None)
        first = wording.first_request(ask.prompt, model)
        if not call.errors and (earlier := await self.reuse.earlier(first)) is not None:
            # An answer that this release does not take any more is asked for anew.
            with suppress(InvalidOutput):
                value = parse(earlier.text)
                self.records.reuse(call, earlier, ask.prompt)
                ask.is_done = True
                return value
        is_limited = self._state.job.waits_until is not None
        while True:
            await self.asks.park(ask, call.retry_at, is_limited=is_limited)
            tried = await self._tried(ask, call, wording.request(ask.prompt, model, call))
            is_limited = isinstance(tried.reply, RateLimited)
            if isinstance(tried.reply, CallError):
                call = self.records.failed(call, tried.reply, "", tried.bill)
            else:
                try:
                    value = parse(tried.reply.text)
                except InvalidOutput as error:
                    call = self.records.failed(call, error, tried.reply.text, tried.bill)
                else:
                    self.records.keep(call, tried.reply, tried.bill, ask.prompt)
                    self.reuse.keep(first, tried.reply)
                    ask.is_done = True
            # When all is recorded: a worker that stops while it tells loses nothing that was paid for.
            await self.reservations.hand_on(model, tried.reply, tried.begun_at)
            if ask.is_done:
                return value

    async def _tried(self, ask: Ask, call: Call, request: ModelRequest) -> Tried:
        """One try, made when the model's limit, the money and the worker's time have room for it."""
        call_id, expected_chars = (call.task_id, call.key), ask.prompt.expected_chars
        while True:
            try:
                async with self._slots:
                    opens_at = await self.reservations.opens_at(call_id, request, expected_chars)
                    tried = await self._tries.make(ask, call_id, request) if opens_at is None else None
            except GoneBy:
                continue
            except Reserved as reserved:
                self._tell_reserved(reserved.until)
                await self.asks.park(ask, reserved.until, is_limited=False)
                continue
            if tried is not None:
                return tried
            if opens_at is not None:
                await self.asks.park(ask, opens_at, is_limited=True)
            else:
                await self.asks.park_for_good(ask)

    def _tell_reserved(self, until: datetime) -> None:
        """Once a worker: the next one tells it again, if it is still so."""
        if not self._has_told_reserved:
            self._has_told_reserved = True
            self._state.log(
                "Waiting: what is left of a spend limit is reserved by other jobs",
                LogLevel.WARNING,
                until=until.isoformat(timespec="seconds"),
            )
