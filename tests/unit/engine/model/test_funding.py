"""What a job reserves, books and gives back: pure arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.model import funding
from generation.engine.model.job import Job, JobStatus, OpenCalls, Options, Usage
from generation.engine.model.ledger import (
    Ceiling,
    Ceilings,
    Funding,
    LedgerEntry,
    exact,
)
from generation.engine.policy import FundsPolicy

NOW = datetime(2026, 11, 30, 23, 59, 30, tzinfo=UTC)
TOMORROW = NOW + timedelta(minutes=1)
TODAY = "2026-11-30"
CEILINGS = Ceilings(usd={Ceiling.OWNER_DAY: Decimal(10)})
DIME = OpenCalls.one(Decimal("0.1"))


def job(spent: str = "0", **changes: Any) -> Job:
    made = Job(
        job_id="job_1",
        owner="ada",
        org_id=None,
        pipeline="exam_course",
        subject="x",
        title="x",
        status=JobStatus.RUNNING,
        steps=(),
        created_at=NOW,
        usage=Usage(model_calls=1, cost_usd=Decimal(spent)),
    )
    return replace(made, **changes)


def funded(spent: str, reserved: str, booked: str = "0", day: str = TODAY, **changes: Any) -> Job:
    share = Funding(day=day, reserved_usd=Decimal(reserved), booked_usd=Decimal(booked))
    return job(spent, funding=share, **changes)


@pytest.mark.parametrize(
    ("one", "lack"),
    [
        (job(), "0.1"),
        (job("5"), "0.1"),  # what was spent before there was a ledger is nobody's to reserve
        (funded("0", "0.1"), "0"),
        (funded("0.05", "0.1"), "0.05"),
        (funded("5.05", "0.1", booked="5"), "0.05"),
        (funded("0", "0.3", open_calls=OpenCalls(calls=2, most_usd=Decimal("0.2"))), "0"),
        (funded("0", "0.25", open_calls=OpenCalls(calls=2, most_usd=Decimal("0.2"))), "0.05"),
        (funded("0.5", "0.1"), "0.5"),  # it cost more than it could at most
    ],
)
def test_what_lacks_before_a_call(one: Job, lack: str) -> None:
    assert funding.lacking(one, DIME) == Decimal(lack)


@pytest.mark.parametrize(
    ("one", "more"),
    [
        (job(), "1.5"),  # 1.5 x ten calls
        (job("4"), "4"),  # as much as it has spent
        (job(options=Options(max_cost_usd=Decimal("0.7"))), "0.7"),
        (job("0.6", options=Options(max_cost_usd=Decimal("0.7"))), "0.1"),
        (funded("0.2", "0.25", options=Options(max_cost_usd=Decimal("0.7"))), "0.45"),
    ],
)
def test_how_much_is_reserved_at_once(one: Job, more: str) -> None:
    assert funding.wanted(one, DIME, 10, FundsPolicy()) == Decimal(more)


def test_it_covers_calls_ahead_times_the_calls_that_may_be_open() -> None:
    assert FundsPolicy().calls_ahead == Decimal("1.5")
    assert funding.wanted(job(), DIME, 10, FundsPolicy(calls_ahead=Decimal(3))) == 3


def test_a_first_reservation_books_nothing() -> None:
    after, entries = funding.reserve(job("5"), Decimal(2), NOW, CEILINGS)
    assert after.funding == Funding(day=TODAY, reserved_usd=Decimal(2), booked_usd=exact(Decimal(5)))
    assert entries == (LedgerEntry(owner="ada", day=TODAY, reserved_usd=Decimal(2), ceilings=CEILINGS),)


def test_a_second_one_books_what_was_spent() -> None:
    after, (entry,) = funding.reserve(funded("0.8", "1"), Decimal(2), NOW, CEILINGS)
    assert after.funding == Funding(day=TODAY, reserved_usd=Decimal("2.2"), booked_usd=exact(Decimal("0.8")))
    assert (entry.used_usd, entry.reserved_usd, entry.total_usd) == (
        Decimal("0.8"),
        Decimal("1.2"),
        Decimal(2),
    )


def test_a_reservation_of_yesterday_is_settled_there() -> None:
    after, (settled, entry) = funding.reserve(funded("0.8", "1"), Decimal(2), TOMORROW, CEILINGS)
    assert settled == LedgerEntry(
        owner="ada", day=TODAY, used_usd=exact(Decimal("0.8")), reserved_usd=Decimal(-1)
    )
    assert (entry.day, entry.used_usd, entry.reserved_usd) == ("2026-12-01", Decimal(0), Decimal("2.2"))
    assert after.funding.day == "2026-12-01"


def test_what_cost_more_than_was_reserved_is_booked_whole() -> None:
    after, (entry,) = funding.reserve(funded("1.5", "1"), Decimal(2), NOW, CEILINGS)
    assert (entry.used_usd, entry.reserved_usd) == (Decimal("1.5"), Decimal(1))
    assert after.funding.reserved_usd == Decimal(2)


def test_a_settlement_gives_the_rest_back_once() -> None:
    after, entries = funding.settle(funded("0.8", "1"), NOW, {Ceiling.OWNER_DAY: Decimal(10)})
    assert entries == (
        LedgerEntry(
            owner="ada",
            day=TODAY,
            used_usd=exact(Decimal("0.8")),
            reserved_usd=Decimal(-1),
            closed={Ceiling.OWNER_DAY: Decimal(10)},
        ),
    )
    assert after.funding == Funding()
    assert funding.settle(after, NOW) == (after, ())


def test_the_entries_of_a_job_add_up_to_what_it_spent() -> None:
    one, booked, held = job("1"), Decimal(0), Decimal(0)
    for step in range(40):
        one = replace(one, usage=one.usage + Usage(model_calls=1, cost_usd=Decimal("0.0123456789")))
        if (lack := funding.lacking(one, DIME)) > 0:
            now = NOW + timedelta(hours=step)
            one, entries = funding.reserve(one, lack * 3, now, CEILINGS)
            booked += sum(entry.used_usd for entry in entries)
            held += sum(entry.reserved_usd for entry in entries)
        assert held == one.funding.reserved_usd >= DIME.most_usd
    one, entries = funding.settle(one, NOW)
    assert booked + sum(entry.used_usd for entry in entries) == one.usage.most_usd - 1 - Decimal(
        "0.0123456789"
    )
    assert held + sum(entry.reserved_usd for entry in entries) == 0
