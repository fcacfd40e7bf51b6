"""The arithmetic of the model's limits, by tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from generation.engine.flow import gcra
from generation.engine.flow.gcra import BudgetState, ModelLimits, RateLimits, Size
from generation.engine.policy import ModelLimitPolicy

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NONE = timedelta(0)

POLICY = ModelLimitPolicy()


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("limits", "size", "seconds"),
    [
        ({"requests": 60}, (10, 10), 1),
        ({"requests": 50}, (10**6, 10**6), 1.2),
        ({"input_tokens": 6_000}, (600, 10**6), 6),
        ({"output_tokens": 8_000}, (10**6, 4_000), 30),
        ({"requests": 60, "input_tokens": 60_000, "output_tokens": 6_000}, (500, 90), 1),
        ({"requests": 60, "input_tokens": 60_000, "output_tokens": 6_000}, (2_500, 90), 2.5),
        ({"requests": 60, "input_tokens": 60_000, "output_tokens": 6_000}, (2_500, 400), 4),
        ({"output_tokens": 1}, (0, 10**9), 600),
        ({}, (10**9, 10**9), 0),
    ],
)
def test_a_call_takes_the_most_of_a_minute_that_it_needs_of_any_limit(
    limits: dict[str, int], size: tuple[int, int], seconds: float
) -> None:
    assert gcra.cost(ModelLimits(**limits), Size(*size), POLICY) == s(seconds)


@pytest.mark.parametrize(
    ("free_at", "cost", "owed", "ahead", "begins", "free_after"),
    [
        (None, 1, 0, 60, 0, 1),
        (-5, 1, 0, 60, 0, 1),
        (0, 1, 0, 60, 0, 1),
        (1, 1, 0, 60, 0, 2),
        (2, 1, 0, 60, 0, 3),
        (3, 1, 0, 60, 1, 4),
        (62, 1, 0, 60, 60, 63),
        (62.1, 1, 0, 60, None, 62.1),
        (3, 1, 4, 60, 5, 8),
        (3, 1, -2, 60, 0, 2),
        (3, 1, -9, 60, 0, 1),
        (-1, 1, 4, 60, 1, 4),
        (59, 1, 4, 60, None, 59),
        (62.1, 1, -1, 60, 59.1, 62.1),
        (1_800, 1, 0, 60, None, 1_800),
        (1_801, 1, 0, 60, 0, 1),
    ],
)
def test_reservations(
    free_at: float | None,
    cost: float,
    owed: float,
    ahead: float,
    begins: float | None,
    free_after: float,
) -> None:
    state = BudgetState(free_at=None if free_at is None else NOW + s(free_at))
    opening = gcra.reserve(state, s(cost), POLICY, now=NOW, owed=s(owed), ahead=s(ahead))
    assert opening.is_reserved == (begins is not None)
    if begins is not None:
        assert opening.begins_at == NOW + s(begins)
    else:
        assert opening.begins_at > NOW + s(ahead)
    assert opening.state.free_at == NOW + s(free_after)


@pytest.mark.parametrize(
    ("free_at", "held_until", "begun_at", "wait", "free_after", "held_after"),
    [
        (None, None, -1, 30, 32, 30),
        (1, None, -1, 30, 32, 30),
        (20, None, -1, 30, 50, 30),
        (20, 10, -1, 30, 20, 10),
        (20, -1, -5, 30, 20, -1),
        (20, -5, -1, 30, 50, 30),
        (20, 7_200, -1, 30, 50, 30),
        (None, None, 0, 7_200, 902, 900),
    ],
)
def test_a_refusal_counts_once(
    free_at: float | None,
    held_until: float | None,
    begun_at: float,
    wait: float,
    free_after: float,
    held_after: float,
) -> None:
    state = BudgetState(
        free_at=None if free_at is None else NOW + s(free_at),
        held_until=None if held_until is None else NOW + s(held_until),
    )
    state = gcra.refuse(state, POLICY, begun_at=NOW + s(begun_at), now=NOW, wait=s(wait))
    assert (state.free_at, state.held_until) == (NOW + s(free_after), NOW + s(held_after))


def test_after_a_refusal_the_next_call_begins_when_the_wait_is_over() -> None:
    state = gcra.refuse(BudgetState(), POLICY, begun_at=NOW, now=NOW, wait=s(30))
    assert gcra.reserve(state, s(1), POLICY, now=NOW, ahead=POLICY.ahead).begins_at == NOW + s(30)


@pytest.mark.parametrize(
    ("here", "told", "lowered"),
    [
        ((60, 0, 0), (50, 9, 9), (50, 0, 0)),
        ((60, 1_000, 1_000), (90, 900, 0), (60, 900, 1_000)),
        ((0, 0, 0), (50, 9, 9), (0, 0, 0)),
    ],
)
def test_the_account_s_limits_lower_those_that_are_set_here(
    here: tuple[int, int, int], told: tuple[int, int, int], lowered: tuple[int, int, int]
) -> None:
    assert _limits(*here).lowered(_limits(*told)) == _limits(*lowered)


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        (RateLimits(), None),
        (RateLimits(limits=ModelLimits(requests=100), requests_left=5), None),
        (RateLimits(limits=ModelLimits(requests=100), requests_left=4), 2.6),
        (RateLimits(limits=ModelLimits(requests=100), requests_left=0), 5),
        (RateLimits(limits=ModelLimits(output_tokens=100_000), output_tokens_left=5_000), None),
        (RateLimits(limits=ModelLimits(output_tokens=100_000), output_tokens_left=0), 4.7),
        (RateLimits(limits=ModelLimits(output_tokens=8_000), output_tokens_left=0), None),
        (RateLimits(limits=ModelLimits(input_tokens=100_000), input_tokens_left=None), None),
    ],
)
def test_hardly_anything_left_is_time_taken(told: RateLimits, waits: float | None) -> None:
    until = gcra.filled_at(told, NOW, POLICY)
    assert until == (None if waits is None else NOW + s(waits))
    assert gcra.learn(BudgetState(), told, POLICY, now=NOW).free_at == until
    later = BudgetState(free_at=NOW + s(30))
    assert gcra.learn(later, told, POLICY, now=NOW).free_at == NOW + s(30)


@pytest.mark.parametrize(
    ("policy", "left", "waits"),
    [
        (POLICY, 4_499, 2.0006),
        (ModelLimitPolicy(rounding=0), 4_499, 2.3006),
        (ModelLimitPolicy(rounding=501), 4_499, None),
        (ModelLimitPolicy(nearly_empty=0.04), 4_499, None),
        (ModelLimitPolicy(burst=timedelta(0)), 4_499, 0.0006),
    ],
)
def test_what_hardly_anything_is_and_how_it_is_counted(
    policy: ModelLimitPolicy, left: int, waits: float | None
) -> None:
    told = RateLimits(limits=ModelLimits(input_tokens=100_000), input_tokens_left=left)
    assert gcra.filled_at(told, NOW, policy) == (None if waits is None else NOW + s(waits))


@pytest.mark.parametrize(
    ("free_at", "seconds"), [(None, 0), (-3, 0), (1, 0), (2, 0), (7.5, 5.5), (1_800, 1_798), (1_801, 0)]
)
def test_the_horizon_is_how_long_the_next_call_would_wait(free_at: float | None, seconds: float) -> None:
    state = BudgetState(free_at=None if free_at is None else NOW + s(free_at))
    assert gcra.horizon(state, NOW, POLICY) == s(seconds)


def _limits(requests: int, input_tokens: int, output_tokens: int) -> ModelLimits:
    return ModelLimits(requests=requests, input_tokens=input_tokens, output_tokens=output_tokens)
