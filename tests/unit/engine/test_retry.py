"""The retry policy in numbers: what follows from an error at an attempt."""

from __future__ import annotations

import pytest

from generation.engine.errors import CallError, PermanentError, RateLimited
from generation.engine.policy import RetryPolicy
from generation.engine.retry import Again, GiveUp, decide

POLICY = RetryPolicy()


@pytest.mark.parametrize(
    ("attempt", "jitter", "delay_s"),
    [
        (1, 0.0, 0.5),  # unjittered: half of first_delay_s
        (1, 1.0, 1.0),  # first_delay_s
        (2, 0.0, 1.0),
        (2, 1.0, 2.0),  # factor
        (2, 0.5, 1.5),
    ],
)
def test_a_backoff_doubles_and_half_of_it_is_jitter(attempt: int, jitter: float, delay_s: float) -> None:
    assert decide(POLICY, CallError("overloaded", code="overloaded"), attempt, jitter) == Again(
        delay_s=delay_s, counts=True
    )


def test_a_backoff_grows_to_longest_delay_s() -> None:
    patient = RetryPolicy(attempts=20)
    assert decide(patient, CallError("overloaded", code="overloaded"), 10, 1.0) == Again(
        delay_s=30.0, counts=True
    )


def test_the_third_of_three_attempts_is_the_last() -> None:
    assert POLICY.attempts == 3
    assert isinstance(decide(POLICY, CallError("overloaded", code="overloaded"), 2, 0.0), Again)
    assert decide(POLICY, CallError("overloaded", code="overloaded"), 3, 0.0) == GiveUp()


def test_what_cannot_work_is_not_tried_again() -> None:
    assert decide(POLICY, PermanentError("refused", code="refused"), 1, 0.0) == GiveUp()


@pytest.mark.parametrize(
    ("named_s", "jitter", "delay_s"),
    [
        (None, 0.0, 5.0),  # unnamed_wait_s
        (None, 1.0, 6.0),
        (10.0, 1.0, 12.0),  # spread
        (0.0, 1.0, 0.5),  # least_spread_s
        (60.0, 1.0, 65.0),  # most_spread_s
        (7200.0, 0.0, 900.0),  # longest_wait_s
    ],
)
def test_a_rate_limit_waits_as_named_and_uses_up_no_attempt(
    named_s: float | None, jitter: float, delay_s: float
) -> None:
    error = RateLimited("slow down", retry_after_s=named_s)
    assert decide(POLICY, error, 3, jitter) == Again(delay_s=delay_s, counts=False)
