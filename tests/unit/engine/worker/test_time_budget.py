"""The time of a worker in numbers: what is kept back for handing over, and which calls still begin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generation.engine.policy import WorkerPolicy
from generation.engine.worker.time_budget import TimeBudget
from tests.unit.engine.examples import NOW

POLICY = WorkerPolicy()


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("function_s", "reserve_s", "why"),
    [
        (5, 1, "least_reserve"),
        (10, 1, "reserve: a tenth"),
        (50, 5, "reserve: a tenth"),
        (100, 10, "reserve: a tenth"),
        (900, 10, "most_reserve"),
    ],
)
def test_a_part_of_the_time_is_kept_back_for_handing_over(
    function_s: float, reserve_s: float, why: str
) -> None:
    budget = TimeBudget.until(NOW, NOW + after(function_s), POLICY)
    assert budget.ends_at == NOW + after(function_s - reserve_s), why


@pytest.mark.parametrize(
    ("worker_s", "longest_call_s", "left_s", "begins", "why"),
    [
        (890, 0, 60, True, "expected_call_s before one was seen"),
        (890, 0, 59, False, "expected_call_s before one was seen"),
        (40, 0, 20, True, "expected_share of a short worker's time"),
        (40, 0, 19, False, "expected_share of a short worker's time"),
        (890, 100, 110, True, "call_margin on the longest one seen"),
        (890, 100, 109, False, "call_margin on the longest one seen"),
        (890, 1, 2, True, "short calls begin late"),
    ],
)
def test_a_call_begins_when_it_is_expected_to_end_in_time(
    worker_s: float, longest_call_s: float, left_s: float, begins: bool, why: str
) -> None:
    budget = TimeBudget(NOW, NOW + after(worker_s), POLICY, begun=1)
    now = budget.ends_at - after(left_s)
    assert budget.may_begin(now, round(longest_call_s * 1000)) is begins, why


def test_a_worker_that_has_begun_nothing_begins_one_call_all_the_same() -> None:
    budget = TimeBudget(NOW, NOW + after(10), POLICY)
    assert budget.may_begin(budget.ends_at, 900_000)
    budget.begun = 1
    assert not budget.may_begin(budget.ends_at, 900_000)
