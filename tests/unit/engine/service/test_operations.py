"""What operations read; what they answer is in tests/unit/functions/test_admin.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.flow.gcra import ModelLimits
from generation.engine.flow.standing import ModelStandings
from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.control import Pauses
from generation.engine.model.ledger import Account, Ceiling, Spend
from generation.engine.service.operations import MOST_COUNTED, MOST_OWNERS, Operations
from generation.engine.service.requests import Caller


class Stores:
    def __init__(self) -> None:
        self.reads: list[str] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 27, 12, tzinfo=UTC)

    def pauses(self) -> Pauses:
        self.reads.append("pauses")
        return Pauses()

    def count_active(self, owner: str) -> int:
        self.reads.append("active")
        return 3

    def spend(self, owner: str, now: datetime) -> Spend:
        self.reads.append("spend")
        return Spend(accounts=dict.fromkeys(Ceiling, Account(used_usd=Decimal(4))))


def operations(stores: Any, **spend: Any) -> Operations:
    limits = Limits(spend=SpendLimits(**spend))
    none = ModelStandings(limits=ModelLimits(), models=())
    return Operations(store=stores, control=stores, clock=stores, limits=limits, standings=none, pipelines=())


@pytest.mark.parametrize(
    ("spend", "reads"),
    [({}, ["active", "pauses"]), ({"deployment_daily": Decimal(5)}, ["active", "spend", "pauses"])],
)
def test_limits_cost_two_or_three_reads(spend: dict[str, Any], reads: list[str]) -> None:
    stores = Stores()
    limits = operations(stores, **spend).limits_of(Caller(owner="ada"))
    assert sorted(stores.reads) == sorted(reads)
    assert (limits.spend is None) is (not spend)


def test_the_sweep_reads_nothing_where_no_day_is_limited() -> None:
    stores = Stores()
    assert operations(stores, owner_daily={"free": Decimal(1)}).day_spent_percent() is None
    assert stores.reads == []
    assert operations(stores, deployment_daily=Decimal(5)).day_spent_percent() == 80


def test_an_overview_is_bounded() -> None:
    assert (MOST_COUNTED, MOST_OWNERS) == (2_000, 20)
