"""Ledger: booked with the checkpoints of jobs, all or nothing, and never past a ceiling."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from generation.engine.errors import LeaseLost, LedgerFull
from generation.engine.model.job import Job
from generation.engine.model.ledger import Account, Ceiling, Ceilings, Funding, LedgerEntry, day_of, exact
from tests.contract.examples import Stack

TEN = Ceilings(usd=dict.fromkeys(Ceiling, Decimal(10)))


def _entry(stack: Stack, used: str, reserved: str, ceilings: Ceilings | None = None) -> LedgerEntry:
    return LedgerEntry(
        owner="ada",
        day=day_of(stack.now),
        used_usd=Decimal(used),
        reserved_usd=Decimal(reserved),
        ceilings=ceilings,
    )


def _account(stack: Stack, ceiling: Ceiling = Ceiling.OWNER_DAY, owner: str = "ada") -> Account:
    return stack.jobs.spend(owner, stack.now).accounts[ceiling]


def test_what_was_never_booked_is_nothing(stack: Stack) -> None:
    assert set(stack.jobs.spend("ada", stack.now).accounts.values()) == {Account()}


def test_an_entry_counts_for_the_owner_s_day_and_month_and_the_deployment(stack: Stack) -> None:
    job = stack.started()
    stack.commit(job, ledger=(_entry(stack, "0", "2.5", TEN),))
    stack.commit(job, ledger=(_entry(stack, "0.000000000001", "-1.5", TEN),))
    expected = Account(used_usd=exact(Decimal("1e-12")), reserved_usd=Decimal(1))
    assert set(stack.jobs.spend("ada", stack.now).accounts.values()) == {expected}
    grace = stack.jobs.spend("grace", stack.now).accounts
    assert grace == {
        Ceiling.OWNER_DAY: Account(),
        Ceiling.OWNER_MONTH: Account(),
        Ceiling.DEPLOYMENT_DAY: expected,
    }


def test_a_day_has_accounts_of_its_own_and_shares_the_month_s(stack: Stack) -> None:
    day = stack.now.replace(day=14)
    stack.now = day
    job = stack.started()
    stack.commit(job, ledger=(_entry(stack, "1", "0"),))
    stack.now = day + timedelta(days=1)
    accounts = stack.jobs.spend("ada", stack.now).accounts
    assert accounts[Ceiling.OWNER_DAY] == accounts[Ceiling.DEPLOYMENT_DAY] == Account()
    assert accounts[Ceiling.OWNER_MONTH].used_usd == 1
    stack.now = day + timedelta(days=31)
    assert _account(stack, Ceiling.OWNER_MONTH) == Account()


def test_two_days_settle_in_one_checkpoint(stack: Stack) -> None:
    stack.now = stack.now.replace(day=14)
    job = stack.started()
    stack.commit(job, ledger=(_entry(stack, "0", "2", TEN),))
    settled = _entry(stack, "0.5", "-2")
    stack.now += timedelta(days=1)
    stack.commit(job, ledger=(settled, _entry(stack, "0", "3", TEN)))
    assert _account(stack) == Account(reserved_usd=Decimal(3))
    assert _account(stack, Ceiling.OWNER_MONTH) == Account(used_usd=Decimal("0.5"), reserved_usd=Decimal(3))


@pytest.mark.parametrize("ceiling", Ceiling)
@pytest.mark.parametrize("first", ["0", "4"])
def test_a_checkpoint_past_a_ceiling_leaves_nothing(stack: Stack, ceiling: Ceiling, first: str) -> None:
    job = stack.started()
    if first != "0":
        stack.commit(job, ledger=(_entry(stack, "1", "3", TEN),))
    before = stack.jobs.spend("ada", stack.now)
    left = Decimal(10) - Decimal(first)
    ceilings = Ceilings(usd={ceiling: Decimal(10)})
    changed = replace(job, funding=Funding(day=day_of(stack.now), reserved_usd=left))
    with pytest.raises(LedgerFull) as refusal:
        stack.commit(changed, ledger=(_entry(stack, "0", str(left + Decimal("0.01")), ceilings),))
    assert (refusal.value.ceiling, refusal.value.limit_usd) == (ceiling, 10)
    assert refusal.value.account.total_usd == Decimal(first)
    assert stack.jobs.spend("ada", stack.now) == before
    assert stack.jobs.read("job_1") == job
    stack.commit(changed, ledger=(_entry(stack, "0", str(left), ceilings),))
    assert _account(stack, ceiling).total_usd == 10
    read = stack.jobs.read("job_1")
    assert read is not None
    assert read.funding == changed.funding


def test_a_settlement_counts_past_every_ceiling(stack: Stack) -> None:
    job = stack.started()
    stack.commit(job, ledger=(_entry(stack, "12", "-2"),))
    assert _account(stack).used_usd == 12


def test_an_account_that_was_closed_says_at_which_ceiling(stack: Stack) -> None:
    job = stack.started()
    entry = replace(_entry(stack, "9.95", "0"), closed={Ceiling.OWNER_DAY: Decimal(10)})
    stack.commit(job, ledger=(entry,))
    assert _account(stack).closed_at_usd == 10
    assert _account(stack, Ceiling.OWNER_MONTH).closed_at_usd is None
    stack.commit(job, ledger=(_entry(stack, "0", "0"),))
    assert _account(stack).is_spent(Decimal(10))


def test_who_has_lost_the_job_books_nothing(stack: Stack) -> None:
    job = stack.started()
    stack.taken(steal=True)
    with pytest.raises(LeaseLost):
        stack.commit(job, ledger=(_entry(stack, "1", "99", TEN),))
    assert _account(stack) == Account()


@pytest.mark.on("memory", "dynamodb")
def test_jobs_that_reserve_at_the_same_time_do_not_pass_the_ceiling_together(stack: Stack) -> None:
    jobs = [stack.started(f"job_{number}", owner="ada") for number in range(8)]

    def reserve(job: Job) -> int:
        done = 0
        for _ in range(4):
            try:
                stack.commit(job, ledger=(_entry(stack, "0", "0.7", TEN),))
            except LedgerFull:
                continue
            done += 1
        return done

    with ThreadPoolExecutor(8) as threads:
        reserved = sum(threads.map(reserve, jobs))
    assert reserved == 14  # 14 x 0.7 = 9.8
    assert _account(stack).reserved_usd == Decimal("9.8")
