"""Reservations of a worker: how much it asks for, and what follows from a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import LedgerFull, PermanentError
from generation.engine.model.job import JobStatus, OpenCalls, Usage
from generation.engine.model.ledger import Account, Ceiling, Ceilings, Funding, LedgerEntry
from generation.engine.policy import FundsPolicy
from generation.engine.worker.funds import Funds, Reserved
from tests.simulation.loop import SimulatedClock, simulate
from tests.unit.engine.examples import job

TEN = Ceilings(usd={Ceiling.OWNER_DAY: Decimal(10)})
POLICY = FundsPolicy()
CALL = OpenCalls.one(Decimal(1))


class Ids:
    def new(self, prefix: str) -> str:
        raise AssertionError

    def jitter(self) -> float:
        return 0.5


class Ledger:
    """One account, kept by hand: writes what the funds stamp, as the journal does."""

    def __init__(self, funds: Funds, used: str = "0", reserved: str = "0") -> None:
        self.funds = funds
        self.job = job(status=JobStatus.RUNNING)
        self.account = Account(used_usd=Decimal(used), reserved_usd=Decimal(reserved))
        self.tried: list[Decimal] = []
        self.entries: list[LedgerEntry] = []
        self.before_write: Callable[[], None] = lambda: None

    async def write(self) -> None:
        self.before_write()
        stamped, entries = self.funds.stamped(self.job)
        for entry in entries:
            self.tried.append(entry.reserved_usd)
            if entry.ceilings and self.account.total_usd + entry.total_usd > 10:
                self.funds.refused(LedgerFull(Ceiling.OWNER_DAY, self.account, Decimal(10)))
                return
        self.entries.extend(entries)
        self.funds.written(stamped)

    async def reserve(self) -> None:
        await self.funds.reserve(lambda: self.job, CALL, self.write)


def funds(at_once: int = 4, ceilings: Ceilings | None = TEN, policy: FundsPolicy = POLICY) -> Funds:
    ids: Any = Ids()
    return Funds(SimulatedClock(), ids, ceilings, at_once, Funding(), policy)


def test_without_a_ledger_every_call_is_covered() -> None:
    assert funds(ceilings=None).covers(job(), CALL)
    assert not funds().covers(job(), CALL)


def test_calls_that_begin_together_reserve_once() -> None:
    async def main() -> None:
        ledger = Ledger(funds())
        await asyncio.gather(*(ledger.reserve() for _ in range(4)))
        assert ledger.tried == [6]  # 1.5 x 4 calls
        assert ledger.funds.covers(ledger.job, CALL)

    simulate(main())


def test_where_less_is_left_half_of_it_is_taken() -> None:
    async def main() -> None:
        ledger = Ledger(funds(), used="3", reserved="3")
        await ledger.reserve()
        assert ledger.tried == [6, 2]

    simulate(main())


def test_but_no_less_than_the_call_needs() -> None:
    async def main() -> None:
        ledger = Ledger(funds(), reserved="8.5")
        await ledger.reserve()
        assert ledger.tried == [6, 1]

    simulate(main())


def test_what_others_have_reserved_is_waited_for() -> None:
    async def main() -> None:
        ledger = Ledger(funds(), used="8", reserved="1.5")
        with pytest.raises(Reserved) as reserved:
            await ledger.reserve()
        waits = reserved.value.until - ledger.funds.clock.now()
        assert waits.total_seconds() == POLICY.reserved_again_s * 1.5 == 45
        assert ledger.entries == []

    simulate(main())


def test_money_that_is_gone_closes_the_ceiling_when_the_job_ends() -> None:
    async def main() -> None:
        ledger = Ledger(funds(), used="9.5")
        with pytest.raises(PermanentError) as error:
            await ledger.reserve()
        assert (error.value.code, error.value.retryable) == ("spend-limit-reached", True)
        ledger.job = job(status=JobStatus.FAILED)
        await ledger.write()
        assert ledger.entries[-1].closed == {Ceiling.OWNER_DAY: Decimal(10)}

    simulate(main())


@pytest.mark.parametrize(("policy", "tried"), [(POLICY, [6, 2, 1]), (FundsPolicy(most_tries=2), [6, 2])])
def test_who_is_overtaken_again_and_again_waits_too(policy: FundsPolicy, tried: list[int]) -> None:
    async def main() -> None:
        ledger = Ledger(funds(policy=policy), reserved="3")
        left = iter(["6", "8.5", "9.2"])

        def overtaken() -> None:
            ledger.account = Account(reserved_usd=Decimal(next(left)))

        ledger.before_write = overtaken
        with pytest.raises(Reserved):
            await ledger.reserve()
        assert ledger.tried == tried
        assert len(ledger.tried) < POLICY.most_tries == 4

    simulate(main())


def test_a_wish_that_comes_while_a_checkpoint_is_written_is_for_the_next_one() -> None:
    async def main() -> None:
        ledger = Ledger(funds())
        under_way, entries = ledger.funds.stamped(ledger.job)
        asking = asyncio.create_task(ledger.reserve())
        ledger.before_write = lambda: ledger.funds.written(under_way)
        await asking
        assert not entries
        assert ledger.tried == [6]

    simulate(main())


def test_the_end_of_a_job_settles() -> None:
    async def main() -> None:
        ledger = Ledger(funds())
        await ledger.reserve()
        ledger.job = job(status=JobStatus.COMPLETED, usage=Usage(model_calls=1, cost_usd=Decimal("0.4")))
        await ledger.write()
        assert [(entry.used_usd, entry.reserved_usd) for entry in ledger.entries] == [
            (Decimal(0), Decimal(6)),
            (Decimal("0.4"), Decimal(-6)),
        ]

    simulate(main())
