"""Job budget: how many model calls a job may make, and for how much. No call begins outside of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal

from generation.engine.errors import CallError, PermanentError, RateLimited
from generation.engine.limits import Limits
from generation.engine.model import transitions
from generation.engine.model.job import Job, OpenCalls, Usage
from generation.engine.ports import Model, ModelReply, ModelRequest
from generation.engine.worker.funds import Reserved
from generation.engine.worker.journal import Journal, Unit
from generation.engine.worker.state import WorkerState


@dataclass(frozen=True, slots=True)
class Bill:
    """What a call that has ended is booked at, and what was held back for it while it was open. `took_ms`
    is of an answered one."""

    call: OpenCalls
    usage: Usage
    took_ms: int = 0


def bill(call: OpenCalls, ended: ModelReply | CallError, took_ms: int) -> Bill:
    """By what is known of it. Of a stream that broke the tokens that were told count, but not their
    price: the upper bound contains it."""
    usage: Usage = ended.usage or Usage()
    if not isinstance(ended, CallError):
        return Bill(call, usage, took_ms)
    if not usage.model_calls and not ended.is_unbilled:
        usage += call.aborted()
    if isinstance(ended, RateLimited):
        usage += Usage(limited_calls=1)
    return Bill(call, usage)


@dataclass(slots=True)
class JobBudget:
    """Of one job: what it has used in all its attempts, and what its open calls may use at most."""

    _state: WorkerState
    _model: Model
    _limits: Limits
    _journal: Journal
    _freed: asyncio.Event = field(default_factory=asyncio.Event)

    async def room(self, request: ModelRequest) -> OpenCalls:
        """Return, when the call may begin, what is to be held back for it; `begin` has to follow at once.

        Where only open calls are in the way, wait until they have ended: most cost far less than
        they may. Raises PermanentError: `call-limit-exceeded`, `budget-exceeded`, `price-unknown`,
        `spend-limit-reached`; Reserved where other jobs are in the way.
        """
        call = OpenCalls.one(self._model.most_expensive(request))
        while True:
            if not self._fits(call):
                await self._wait_for_an_end()
            elif self._journal.funds.covers(self._state.job, call):
                return call
            else:
                await self._reserve(call)

    async def _reserve(self, call: OpenCalls) -> None:
        try:
            await self._journal.funds.reserve(lambda: self._state.job, call, self._write)
        except Reserved:
            if not self._state.job.open_calls.calls:
                raise
            await self._wait_for_an_end()

    async def _write(self) -> None:
        self._journal.add(Unit(self._state.job))
        await self._journal.save()

    async def _wait_for_an_end(self) -> None:
        self._freed.clear()
        await self._freed.wait()

    def begin(self, call: OpenCalls) -> None:
        """To be in the store before the call is made: a worker may die with it, or lose the job."""
        self._state.apply(transitions.begin_call(self._state.job, call))

    def ended(self, bill: Bill) -> Job:
        """The job afterwards, to be recorded at once with what the call has left."""
        # Whoever waits looks again when the loop goes on: what this call used is recorded by then.
        self._freed.set()
        return transitions.end_call(self._state.job, bill.call, bill.usage, bill.took_ms)

    def give_back(self, call: OpenCalls) -> None:
        """It was not made after all."""
        self._state.apply(self.ended(Bill(call, Usage())))

    def abort(self, call: OpenCalls) -> None:
        """It was stopped in the middle."""
        self._state.apply(self.ended(Bill(call, call.aborted())))

    def _fits(self, call: OpenCalls) -> bool:
        """False where it may fit later."""
        job, most_calls = self._state.job, self._limits.max_calls
        if job.usage.begun_calls >= most_calls:
            # Counted over all attempts, so trying again cannot help: a job that needs more calls than
            # any honest one is caught in a circle.
            raise PermanentError(
                f"The job has made the {most_calls} model calls that one may make.",
                code="call-limit-exceeded",
                retryable=False,
            )
        cap = job.options.max_cost_usd
        self._check_price(job, cap, call)
        if cap is not None:
            self._check_cap(job, cap, call)
        fits_cap = cap is None or job.usage.most_usd + job.open_calls.most_usd + call.most_usd <= cap
        return fits_cap and job.usage.begun_calls + job.open_calls.calls < most_calls

    def _check_price(self, job: Job, cap: Decimal | None, call: OpenCalls) -> None:
        ceilings = self._journal.funds.ceilings
        if self._limits.allow_unknown_prices or (cap is None and not (ceilings and ceilings.usd)):
            return
        if call.unpriced or not job.usage.is_priced:
            bound = "What the job may cost is limited" if cap is None else f"The job may cost {cap} USD"
            raise PermanentError(
                f"{bound}, and what the model charges is not known. "
                "The operator says whether such a job may run (AllowUnknownPrices).",
                code="price-unknown",
                retryable=False,
            )

    def _check_cap(self, job: Job, cap: Decimal, call: OpenCalls) -> None:
        if job.usage.most_usd + call.most_usd > cap:
            uncertain = job.usage.uncertain_cost_usd or Decimal(0)
            aborted = f", and up to {uncertain} USD for calls that were broken off" if uncertain else ""
            raise PermanentError(
                f"The next call could pass the job's limit of {cap} USD "
                f"({job.usage.cost_usd or Decimal(0)} USD spent{aborted}).",
                code="budget-exceeded",
            )
