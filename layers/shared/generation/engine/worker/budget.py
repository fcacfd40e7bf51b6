"""Allowance: how many model calls a job may make, and for how much. No call begins outside of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from generation.engine.errors import PermanentError
from generation.engine.model.job import Usage
from generation.engine.ports import Model, ModelRequest
from generation.engine.worker.journal import Journal


class Allowance:
    """Of one job: what it has used in all its attempts, and what its open calls may use at most."""

    def __init__(self, journal: Journal, model: Model, max_calls: int) -> None:
        self._journal = journal
        self._model = model
        self._max_calls = max_calls
        self._open_calls = 0
        self._held_back = Decimal(0)
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def claim(self, request: ModelRequest) -> AsyncIterator[None]:
        """Hold back one call and the most it can cost while it is open.

        Where only open calls are in the way, wait until they have ended: most cost far less than
        they may. Raises PermanentError: `call-limit-exceeded`, `budget-exceeded`.
        """
        cap = self._journal.job.options.max_cost_usd
        most = Decimal(0) if cap is None else self._model.most_expensive(request) or Decimal(0)
        while not self._fits(most):
            self._freed.clear()
            await self._freed.wait()
        self._open_calls += 1
        self._held_back += most
        try:
            yield
        finally:
            # Whoever waits looks again when the loop goes on: what this call used is recorded by then.
            self._open_calls -= 1
            self._held_back -= most
            self._freed.set()

    def _fits(self, most: Decimal) -> bool:
        """False where it may fit later."""
        used: Usage = self._journal.job.usage
        if used.model_calls >= self._max_calls:
            # Counted over all attempts, so trying again cannot help: a job that needs more calls than
            # any honest one is caught in a circle.
            raise PermanentError(
                f"The job has made the {self._max_calls} model calls that one may make.",
                code="call-limit-exceeded",
                retryable=False,
            )
        cap = self._journal.job.options.max_cost_usd
        spent = used.cost_usd or Decimal(0)
        if cap is not None and spent + most > cap:
            raise PermanentError(
                f"The next call could pass the job's limit of {cap} USD ({spent} USD spent).",
                code="budget-exceeded",
            )
        fits_cap = cap is None or spent + self._held_back + most <= cap
        return fits_cap and used.model_calls + self._open_calls < self._max_calls
