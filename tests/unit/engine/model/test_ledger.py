"""Accounts, and when their days and months begin anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from generation.engine.model.ledger import Account, Ceiling, Ceilings, Spend, begins_anew_s, day_of, exact

NOW = datetime(2026, 11, 30, 23, 59, 30, tzinfo=UTC)
TOMORROW = NOW + timedelta(minutes=1)
TODAY = "2026-11-30"


def test_amounts_are_counted_in_1e_12_usd_rounded_up() -> None:
    assert exact(Decimal("0.0000000000001")) == Decimal("0.000000000001")
    assert exact(Decimal("1.25")) == Decimal("1.25")


@pytest.mark.parametrize(
    ("account", "is_spent"),
    [
        (Account(used_usd=Decimal("9.99")), False),
        (Account(used_usd=Decimal(10)), True),
        (Account(used_usd=Decimal(9), reserved_usd=Decimal(1)), False),
        (Account(used_usd=Decimal("9.9"), closed_at_usd=Decimal(10)), True),
        (Account(used_usd=Decimal("9.9"), closed_at_usd=Decimal(11)), True),
        (Account(used_usd=Decimal("4.9"), closed_at_usd=Decimal(5)), False),  # the ceiling was raised
    ],
)
def test_when_nothing_begins_any_more(account: Account, is_spent: bool) -> None:
    assert account.is_spent(Decimal(10)) is is_spent


def test_the_ceiling_that_lasts_longest_is_told() -> None:
    spent = Account(used_usd=Decimal(10))
    spend = Spend(accounts=dict.fromkeys(Ceiling, spent))
    every = {
        Ceiling.DEPLOYMENT_DAY: Decimal(5),
        Ceiling.OWNER_DAY: Decimal(5),
        Ceiling.OWNER_MONTH: Decimal(9),
    }
    assert spend.spent(Ceilings(usd=every)) is Ceiling.OWNER_MONTH
    assert spend.spent(Ceilings(usd={**every, Ceiling.OWNER_MONTH: Decimal(99)})) is Ceiling.OWNER_DAY
    assert spend.spent(Ceilings()) is None


def test_days_and_months_are_those_of_utc() -> None:
    assert day_of(datetime.fromisoformat("2026-12-01T00:30:00+02:00")) == TODAY
    assert begins_anew_s(Ceiling.OWNER_DAY, NOW) == 30
    assert begins_anew_s(Ceiling.OWNER_MONTH, NOW) == 30
    assert begins_anew_s(Ceiling.OWNER_MONTH, TOMORROW) == 31 * 86_400 - 30
    assert begins_anew_s(Ceiling.DEPLOYMENT_DAY, NOW + timedelta(seconds=29.9)) == 1
