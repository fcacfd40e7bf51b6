"""Calls: the model calls of one job's tasks, each made until it has ended, and then never again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from generation.engine.errors import CallError, InvalidOutput, RateLimited
from generation.engine.model.event import LogLevel
from generation.engine.model.job import OpenCalls, Usage
from generation.engine.model.task import Call, KeptAnswer
from generation.engine.ports import ModelReply, ModelRequest, Turn
from generation.engine.retry import Again, decide
from generation.engine.run import Prompt
from generation.engine.worker.budget import Bill, JobBudget, bill
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.funds import Reserved
from generation.engine.worker.journal import Journal
from generation.engine.worker.pause import PauseWatch
from generation.engine.worker.reservations import CallId, GoneBy, Reservations
from generation.engine.worker.reuse import Reuse
from generation.engine.worker.state import WorkerState

T = TypeVar("T")


@dataclass(slots=True)
class Ask:
    """A call that a task waits for; `parked_until` is set while it waits and costs nothing, `is_limited`
    where the model's limit is what it waits for."""

    prompt: Prompt
    text: str = ""
    is_done: bool = False
    parked_until: datetime | None = None
    is_limited: bool = False

    @property
    def fraction(self) -> float:
        return 1.0 if self.is_done else min(0.95, len(self.text) / max(1, self.prompt.expected_chars))


@dataclass(frozen=True, slots=True)
class Tried:
    """A call that was made, and what it is booked at."""

    reply: ModelReply | CallError
    bill: Bill
    begun_at: datetime


class Calls:
    """Waiting, attempts, slots and records of the calls of one job."""

    def __init__(
        self,
        context: WorkerContext,
        state: WorkerState,
        journal: Journal,
        budget: JobBudget,
        pause: PauseWatch,
    ) -> None:
        self.asks: dict[str, dict[str, Ask]] = {}
        self._context = context
        self._state = state
        self._journal = journal
        self._budget = budget
        self.pause = pause
        self._has_told_reserved = False
        self._slots = asyncio.Semaphore(context.limits.items_at_once)
        self.reservations = Reservations(context, state, journal)
        self.reuse = Reuse(context, state, journal)
        self._told_until: datetime | None = None
        self._asked_at: dict[CallId, datetime] = {}

    def is_parked(self, task_id: str) -> bool:
        """Whether the task has nothing to do but wait."""
        open_asks = [ask for ask in self.asks.get(task_id, {}).values() if not ask.is_done]
        return bool(open_asks) and all(ask.parked_until is not None for ask in open_asks)

    def is_asking(self, task_id: str) -> bool:
        """Whether the task has calls that have not ended."""
        return any(not ask.is_done for ask in self.asks.get(task_id, {}).values())

    def wakes_at(self) -> datetime | None:
        times = [ask.parked_until for ask in self._asks() if ask.parked_until]
        return min(times, default=None)

    def is_limited(self, wakes_at: datetime) -> bool:
        """Whether who wakes then waits for the model's limit."""
        return any(ask.is_limited for ask in self._asks() if ask.parked_until == wakes_at)

    def told_of_limit(self, now: datetime) -> bool:
        """Whether the log tells of a wait for the model's limit that is not over."""
        return self._told_until is not None and self._told_until > now

    def _asks(self) -> Iterator[Ask]:
        return (ask for asks in self.asks.values() for ask in asks.values())

    def forget(self, task_id: str) -> None:
        self.asks.pop(task_id, None)

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        """See Run.ask."""
        try:
            return await self._answer(task_id, key, model, prompt, parse)
        except CallError:
            # It has ended: a task that goes on without it may still wait for others.
            self.asks.get(task_id, {}).pop(key, None)
            raise
        finally:
            # What its task still waits for may all be parked now: then there is nothing left to work at.
            self._context.changed.set()

    async def _answer(
        self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]
    ) -> T:
        call = self._recorded(task_id, key)
        ask = self.asks.setdefault(task_id, {}).setdefault(key, Ask(prompt))
        if call.is_done and call.text is not None:
            ask.is_done = True
            try:
                return parse(call.text)
            except InvalidOutput:
                # Kept by a release with another contract; a retry must not meet it for ever.
                ask.is_done = False
                call = replace(call, text=None)
        first = _request(ask.prompt, replace(call, errors=()), model)
        if not call.errors and (earlier := await self.reuse.earlier(first)) is not None:
            # An answer that this release does not take any more is asked for anew.
            with suppress(InvalidOutput):
                value = parse(earlier.text)
                self._reuse(call, earlier, prompt)
                ask.is_done = True
                return value
        is_limited = self._state.job.waits_until is not None
        while True:
            await self._park(ask, call.retry_at, is_limited=is_limited)
            request = _request(ask.prompt, call, model)
            try:
                async with self._slots:
                    opens_at = await self.reservations.opens_at(
                        (task_id, key), request, prompt.expected_chars
                    )
                    tried = await self._try(ask, (task_id, key), request) if opens_at is None else None
            except GoneBy:
                continue
            except Reserved as reserved:
                self._tell_reserved(reserved.until)
                await self._park(ask, reserved.until, is_limited=False)
                continue
            if opens_at is not None:
                await self._park(ask, opens_at, is_limited=True)
                continue
            if tried is None:
                await self._park_for_good(ask)
                continue
            is_limited = isinstance(tried.reply, RateLimited)
            if isinstance(tried.reply, CallError):
                call = self._after(call, tried.reply, "", tried.bill)
            else:
                try:
                    value = parse(tried.reply.text)
                except InvalidOutput as error:
                    call = self._after(call, error, tried.reply.text, tried.bill)
                else:
                    self._keep(call, tried.reply, tried.bill, prompt)
                    self.reuse.keep(first, tried.reply)
                    ask.is_done = True
            # When all is recorded: a worker that stops while it tells loses nothing that was paid for.
            await self.reservations.hand_on(model, tried.reply, tried.begun_at)
            if ask.is_done:
                return value

    def _reuse(self, call: Call, earlier: KeptAnswer, prompt: Prompt) -> None:
        job = self._state.job
        usage = job.usage + Usage(reused_calls=1)
        call = replace(call, text=earlier.text, model=earlier.model, retry_at=None)
        self._state.apply(
            replace(job, usage=usage, made_by=job.made_by if prompt.is_check else earlier.model),
            calls=(call,),
        )
        self._state.log(
            "An earlier answer to the same call is used again, at no cost", task=call.task_id, call=call.key
        )

    def asked_at(self, task_id: str, key: str) -> datetime:
        """See Run.asked_at."""
        recorded = self._state.calls.get((task_id, key))
        if recorded is not None and recorded.asked_at is not None:
            return recorded.asked_at
        return self._asked_at.setdefault((task_id, key), self._context.clock.now())

    def _recorded(self, task_id: str, key: str) -> Call:
        attempt = self._state.job.attempt
        asked_at = self.asked_at(task_id, key)
        call = self._state.calls.get((task_id, key))
        if call is None:
            return Call(task_id=task_id, key=key, job_attempt=attempt, asked_at=asked_at)
        call = replace(call, asked_at=asked_at)
        if call.job_attempt != attempt:
            return replace(call, attempts=0, retry_at=None, job_attempt=attempt)
        return call

    async def _park(self, ask: Ask, until: datetime | None, *, is_limited: bool) -> None:
        ask.is_limited = is_limited
        while until is not None and (left := (until - self._context.clock.now()).total_seconds()) > 0:
            ask.parked_until = until
            self._context.changed.set()
            await self._context.clock.sleep(left)
        ask.parked_until = None

    async def _park_for_good(self, ask: Ask) -> None:
        """Until the worker hands the job over, which cancels this task."""
        ask.parked_until, ask.is_limited = self._context.clock.now(), False
        self._context.changed.set()
        await asyncio.Event().wait()

    async def _try(self, ask: Ask, call: CallId, request: ModelRequest) -> Tried | None:
        """One call, whose bill is to be recorded at once; None where the worker has no time left for it.

        Its error is a value: what follows from it is decided without a slot.
        """
        held = await self._budget.room(request)
        if not self._context.time_budget.may_begin(
            self._context.clock.now(), self._state.job.longest_call_ms
        ):
            self._context.time_budget.is_over = True
        if self._context.time_budget.is_over:
            return None
        if not await self._begin(held):
            return None
        if self.reservations.has_gone_by(call):
            # Siblings under a tight cap, or a store that hardly answered, were waited for meanwhile.
            self._budget.give_back(held)
            raise GoneBy
        reservation = self.reservations.begun(call)
        begun_at = self._context.clock.now()
        try:
            reply: ModelReply | CallError = await self._made(ask, request)
        except CallError as error:
            reply = error
        except BaseException:  # a hand-over, or a fault of ours: what was produced is billed
            self._budget.abort(held)
            raise
        self.reservations.ended(reservation, call, reply)
        took = self._context.clock.now() - begun_at
        return Tried(reply, bill(held, reply, round(took.total_seconds() * 1000)), begun_at)

    async def _begin(self, held: OpenCalls) -> bool:
        """Returns when it stands in the store that the call begins: so the token was just seen to be
        ours, and whoever takes the job over knows of the call. False where the operator has paused the job
        (see `pause` for the order of the two). Raises LeaseLost, Unavailable."""
        self._budget.begin(held)
        try:
            await self._journal.save()
            paused = await self.pause.look()
        except BaseException:
            self._budget.give_back(held)
            raise
        if paused is None:
            return True
        self._budget.give_back(held)
        self._context.time_budget.is_over = True
        return False

    def _tell_reserved(self, until: datetime) -> None:
        """Once a worker: the next one tells it again, if it is still so."""
        if not self._has_told_reserved:
            self._has_told_reserved = True
            self._state.log(
                "Waiting: what is left of a spend limit is reserved by other jobs",
                LogLevel.WARNING,
                until=until.isoformat(timespec="seconds"),
            )

    async def _made(self, ask: Ask, request: ModelRequest) -> ModelReply:
        self._context.time_budget.begun += 1

        def on_text(text: str) -> None:
            ask.text = text

        return await self._context.model.call(request, on_text)

    def _keep(self, call: Call, reply: ModelReply, cost: Bill, prompt: Prompt) -> None:
        call = replace(
            call, text=reply.text, errors=(), model=reply.model, usage=call.usage + reply.usage, retry_at=None
        )
        self._record(call, cost, made_by=None if prompt.is_check else reply.model)

    def _after(self, call: Call, error: CallError, text: str, cost: Bill) -> Call:
        """What follows from a failed try: the call as it is to be made again, or the error."""
        call = replace(call, usage=call.usage + cost.usage)
        if isinstance(error, InvalidOutput) and not call.errors:
            call = replace(call, text=text, errors=tuple(error.errors[:20]), retry_at=None)
            self._state.log(
                "The answer broke its contract and goes back with the errors",
                LogLevel.WARNING,
                task=call.task_id,
                call=call.key,
                errors=[e[:200] for e in error.errors[:5]],
            )
            return self._record(call, cost)
        attempt = call.attempts + 1
        decision = decide(self._context.limits.policy.retry, error, attempt, self._context.ids.jitter())
        if isinstance(error, InvalidOutput):
            # Sent back and wrong again: the next attempt begins anew. Any other error leaves the
            # answer that was paid for, and it is sent back again.
            call = replace(call, text=None, errors=())
        if not isinstance(decision, Again):
            self._record(replace(call, attempts=attempt), cost)
            raise error
        retry_at = self._context.clock.now() + timedelta(seconds=decision.delay_s)
        call = replace(call, attempts=attempt if decision.counts else call.attempts, retry_at=retry_at)
        self._log_again(call, error, attempt, decision)
        return self._record(call, cost)

    def _log_again(self, call: Call, error: CallError, attempt: int, decision: Again) -> None:
        """A wait for the model's limit has one entry, however many calls it meets."""
        now = self._context.clock.now()
        if isinstance(error, RateLimited):
            is_told, self._told_until = self.told_of_limit(now), call.retry_at
            if is_told:
                return
        self._state.log(
            f"{'Attempt ' + str(attempt) + ' failed' if decision.counts else 'Waiting'}: {error}; "
            f"again in {decision.delay_s:.1f} s",
            LogLevel.WARNING,
            task=call.task_id,
            call=call.key,
            **error.details,
            delay_s=round(decision.delay_s, 3),
        )

    def _record(self, call: Call, cost: Bill, made_by: str | None = None) -> Call:
        job = self._budget.ended(cost)
        job = replace(job, made_by=made_by or job.made_by)
        task = self._state.tasks[call.task_id]
        # A fan-out item shows its attempts; a plain step has no row before it ends.
        tries = max(task.attempts, call.attempts + (0 if call.is_done else 1))
        tasks = (replace(task, attempts=tries),) if task.item_id and tries > task.attempts else ()
        self._state.apply(job, calls=(call,), tasks=tasks)
        return call


def fraction(asks: Iterable[Ask]) -> float:
    """How far the calls of a task are, 0 to 1."""
    parts = [ask.fraction for ask in asks]
    return sum(parts) / len(parts) if parts else 0.0


def _request(prompt: Prompt, call: Call, model: str) -> ModelRequest:
    turns = [Turn(role="user", text=prompt.text)]
    if call.errors:
        if call.text:
            turns.append(Turn(role="assistant", text=call.text))
        turns.append(Turn(role="user", text=_sent_back(call.errors)))
    return ModelRequest(
        model=model,
        shared=prompt.shared,
        turns=tuple(turns),
        schema=prompt.schema,
        max_output_tokens=prompt.max_output_tokens,
        effort=prompt.effort,
    )


def _sent_back(errors: tuple[str, ...]) -> str:
    """The errors quote what the model wrote, so they are delimited like any other data."""
    data = json.dumps(errors, ensure_ascii=False)
    for character in "<>&":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return (
        "Your answer could not be used. What is wrong with it stands below as data, one entry per error. "
        "Answer the request above again, completely and from the beginning, with every error mended.\n\n"
        f"<errors>{data}</errors>"
    )
