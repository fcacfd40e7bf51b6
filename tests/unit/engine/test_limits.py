"""Quotas by plan: a plan that is not named has that of `free`."""

from __future__ import annotations

import pytest

from generation.engine.limits import Limits
from generation.engine.model.checkpoint import UNLIMITED, Quota

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
