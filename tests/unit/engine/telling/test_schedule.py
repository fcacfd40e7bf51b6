"""Schedule: that of Standard Webhooks, over three days."""

from __future__ import annotations

import pytest

from generation.engine.model.webhook import GIVEN_UP_AFTER
from generation.engine.telling.schedule import LONGEST_DELAY_S, DeliveryPolicy

POLICY = DeliveryPolicy()
HOUR = 3_600


@pytest.mark.parametrize(
    ("begun", "seconds"),
    [(1, 5), (2, 300), (3, HOUR / 2), (4, 2 * HOUR), (5, 5 * HOUR), (6, 10 * HOUR), (7, 14 * HOUR),
     (8, 20 * HOUR), (9, 24 * HOUR), (10, None), (11, None)],
)  # fmt: skip
def test_each_try_comes_later_than_the_one_before(begun: int, seconds: float | None) -> None:
    assert POLICY.delay_s(begun, 0.0) == seconds


def test_chance_adds_a_tenth_at_most() -> None:
    assert POLICY.delay_s(2, 0.5) == pytest.approx(315)
    assert POLICY.delay_s(2, 1.0) == pytest.approx(330)


def test_all_tries_together_take_as_long_as_a_webhook_may_fail() -> None:
    assert POLICY.most_tries == 10
    assert sum(POLICY.delays_s) > GIVEN_UP_AFTER.total_seconds()


def test_only_short_waits_lie_in_the_queue() -> None:
    assert [delay for delay in POLICY.delays_s if delay * (1 + POLICY.spread) <= LONGEST_DELAY_S] == [5, 300]
