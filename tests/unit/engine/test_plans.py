"""What is chosen by plan: one meaning for weights, quotas and ceilings."""

from __future__ import annotations

import pytest

from generation.engine.limits import Limits
from generation.engine.plans import of_plan

CHOSEN = {"free": 1, "pro": 4, "trial": 0}


@pytest.mark.parametrize(
    ("values", "plan", "value"),
    [
        (CHOSEN, "pro", 4),
        (CHOSEN, "free", 1),
        (CHOSEN, "school", 1),
        (CHOSEN, "trial", 0),
        ({"pro": 4}, "school", 7),
        ({}, "pro", 7),
    ],
    ids=["named", "free", "as free", "zero is a choice", "free is not named", "nothing is"],
)
def test_a_plan_that_is_not_named_has_what_free_has(values: dict[str, int], plan: str, value: int) -> None:
    assert of_plan(values, plan, 7) == value


@pytest.mark.parametrize(("plan", "weight"), [("pro", 4), ("school", 1)])
def test_weights_are_read_so(plan: str, weight: int) -> None:
    assert Limits(weights={"free": 1, "pro": 4}).weight(plan) == weight
    assert Limits(weights={}).weight(plan) == 1
