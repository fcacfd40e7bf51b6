"""Quotas and ceilings by plan: a plan that is not named has that of `free`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.checkpoint import UNLIMITED, Quota
from generation.engine.model.ledger import Ceiling

FREE, PRO = Quota(documents=1, size=1), Quota(documents=9, size=9)


@pytest.mark.parametrize(
    ("quotas", "plan", "quota"),
    [
        ({}, "free", UNLIMITED),
        ({"free": FREE, "pro": PRO}, "pro", PRO),
        ({"free": FREE, "pro": PRO}, "unheard-of", FREE),
        ({"pro": PRO}, "free", UNLIMITED),
    ],
)
def test_a_plan_has_its_quota(quotas: dict[str, Quota], plan: str, quota: Quota) -> None:
    assert Limits(quotas=quotas).quota(plan) == quota


def test_a_plan_has_its_ceilings_and_zero_is_none() -> None:
    spend = SpendLimits(
        owner_daily={"free": Decimal(1), "pro": Decimal(0)},
        owner_monthly={"free": Decimal(9)},
        deployment_daily=Decimal(50),
    )
    month_and_all = {Ceiling.OWNER_MONTH: Decimal(9), Ceiling.DEPLOYMENT_DAY: Decimal(50)}
    assert spend.of("pro").usd == month_and_all
    assert spend.of("team").usd == {Ceiling.OWNER_DAY: Decimal(1), **month_and_all}


@pytest.mark.parametrize(
    ("spend", "is_on"),
    [
        (SpendLimits(), False),
        (SpendLimits(owner_daily={"free": Decimal(0)}, deployment_daily=Decimal(0)), False),
        (SpendLimits(owner_monthly={"free": Decimal(0), "pro": Decimal(1)}), True),
        (SpendLimits(deployment_daily=Decimal(1)), True),
    ],
)
def test_a_ledger_is_kept_where_anything_is_limited(spend: SpendLimits, is_on: bool) -> None:
    assert spend.is_on is is_on
    assert is_on or not spend.of("free").usd
