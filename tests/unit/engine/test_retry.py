"""The retry policy in numbers: what follows from an error at an attempt."""

from __future__ import annotations

import pytest

from generation.engine.errors import CallError, PermanentError, RateLimited
from generation.engine.retry import Again, GiveUp, RetryPolicy

POLICY = RetryPolicy()


@pytest.mark.parametrize(
    ("attempt", "jitter", "delay_s"),
    [(1, 0.0, 0.5), (1, 1.0, 1.0), (2, 0.0, 1.0), (2, 1.0, 2.0), (2, 0.5, 1.5)],
)
def test_a_backoff_doubles_and_half_of_it_is_jitter(attempt: int, jitter: float, delay_s: float) -> None:
    assert POLICY.decide(CallError("overloaded", code="overloaded"), attempt, jitter) == Again(
        delay_s=delay_s, counts=True
    )


def test_a_backoff_has_an_end() -> None:
    patient = RetryPolicy(attempts=20)
    assert patient.decide(CallError("overloaded", code="overloaded"), 10, 1.0) == Again(
        delay_s=30.0, counts=True
    )


def test_the_third_attempt_is_the_last() -> None:
    assert POLICY.decide(CallError("overloaded", code="overloaded"), 3, 0.0) == GiveUp()


def test_what_cannot_work_is_not_tried_again() -> None:
    assert POLICY.decide(PermanentError("refused", code="refused"), 1, 0.0) == GiveUp()


@pytest.mark.parametrize(
    ("named_s", "jitter", "delay_s"),
    [(None, 0.0, 5.0), (None, 1.0, 6.0), (10.0, 1.0, 12.0), (0.0, 1.0, 0.5), (7200.0, 1.0, 905.0)],
)
def test_a_rate_limit_waits_as_named_and_uses_up_no_attempt(
    named_s: float | None, jitter: float, delay_s: float
) -> None:
    error = RateLimited("slow down", retry_after_s=named_s)
    assert POLICY.decide(error, 3, jitter) == Again(delay_s=delay_s, counts=False)
