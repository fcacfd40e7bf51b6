"""Funds: the job's share of the ledger while a worker has it. No call begins outside of what is reserved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from generation.engine.errors import LedgerFull, PermanentError
from generation.engine.model import funding
from generation.engine.model.job import Job, JobStatus, OpenCalls
from generation.engine.model.ledger import (
    CEILING_NAMES,
    Ceiling,
    Ceilings,
    Funding,
    LedgerEntry,
    begins_anew,
    exact,
)
from generation.engine.policy import FundsPolicy
from generation.engine.ports import Clock, Ids


class Reserved(Exception):
    """All that is left of a ceiling is reserved by other jobs: try again at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("all that is left of a ceiling is reserved")
        self.until = until


@dataclass(slots=True)
class _Wish:
    """A reservation that the next checkpoint is to make; `refusal` is set where it could not."""

    more: Decimal
    ceilings: Ceilings
    refusal: LedgerFull | None = None


@dataclass(slots=True)
class Funds:
    """`stored` is the funding as it stands in the store: the job's snapshots get it when they are written
    (`stamped`), so that a reservation that is refused leaves no trace in them."""

    clock: Clock
    ids: Ids
    ceilings: Ceilings | None
    at_once: int
    stored: Funding
    policy: FundsPolicy = field(default_factory=FundsPolicy)
    _closed: dict[Ceiling, Decimal] = field(default_factory=dict)
    _wish: _Wish | None = None
    _writing: _Wish | None = None
    _is_short: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def covers(self, job: Job, call: OpenCalls) -> bool:
        """Whether the call may begin; always, where no ledger is kept."""
        return self.ceilings is None or not funding.lacking(self._funded(job), call)

    async def reserve(
        self, job: Callable[[], Job], call: OpenCalls, write: Callable[[], Awaitable[None]]
    ) -> None:
        """Reserve what the call lacks and some more.

        `job` gives its newest state, `write` makes a checkpoint. Raises Reserved, PermanentError
        (`spend-limit-reached`) and what `write` raises.
        """
        async with self._lock:  # ten calls that begin together reserve once
            if self.covers(job(), call) or self.ceilings is None:
                return
            more = funding.wanted(self._funded(job()), call, self.at_once, self.policy)
            for _ in range(self.policy.most_tries):
                self._wish = wish = _Wish(more, self.ceilings)
                await write()
                if wish.refusal is None:
                    return
                more = self._less(self._funded(job()), call, wish.refusal)
            raise self._reserved()

    def stamped(self, job: Job) -> tuple[Job, tuple[LedgerEntry, ...]]:
        """The job as it is to be written, and what with it: a settlement where its calls are over for now,
        else the reservation that was wished for.

        A hand-over keeps what is reserved, but for a job that waits for what others have reserved: if each
        of them kept a part of what is left, none could go on.
        """
        job = self._funded(job)
        is_over = job.is_finished or job.status is JobStatus.WAITING
        if is_over or (self._is_short and job.due_at is not None):
            return funding.settle(job, self.clock.now(), self._closed)
        self._writing = self._wish
        if self._wish is None:
            return job, ()
        return funding.reserve(job, self._wish.more, self.clock.now(), self._wish.ceilings)

    def written(self, job: Job) -> None:
        """The checkpoint is in the store."""
        self.stored = job.funding
        self._answer()

    def refused(self, refusal: LedgerFull) -> None:
        """The checkpoint was not written; the next try is without the reservation."""
        if self._writing is not None:
            self._writing.refusal = refusal
        self._answer()

    def _answer(self) -> None:
        """A wish that came while the checkpoint was being written is for the next one."""
        if self._wish is self._writing:
            self._wish = None

    def _funded(self, job: Job) -> Job:
        return replace(job, funding=self.stored)

    def _less(self, job: Job, call: OpenCalls, full: LedgerFull) -> Decimal:
        """How much to try instead: half of what is left, so that the next job finds something too."""
        account, limit = full.account, full.limit_usd
        least = funding.lacking(job, call)
        if account.used_usd + funding.unbooked(job) + exact(call.most_usd) > limit:
            self._closed[full.ceiling] = limit
            raise PermanentError(
                f"The next call could pass {CEILING_NAMES[full.ceiling]}. Try again when that begins anew, "
                f"at {begins_anew(full.ceiling)}.",
                code="spend-limit-reached",
            )
        left = limit - account.total_usd
        if left < least:
            raise self._reserved()
        return max(least, exact(left / 2))

    def _reserved(self) -> Reserved:
        self._is_short = True
        wait = timedelta(seconds=self.policy.reserved_again_s * (1 + self.ids.jitter()))
        return Reserved(self.clock.now() + wait)
