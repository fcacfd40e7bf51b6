"""The budget of a class of models: every call has time of its own, whoever asks for it at the same moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from generation.engine.flow import gcra
from generation.engine.flow.gcra import BudgetState, ModelLimits, Opening, RateLimits
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelBudget
from tests.contract.examples import Stack
from tests.contract.racing import at_once

SECOND = timedelta(seconds=1)
NONE = timedelta(0)
FAR = timedelta(minutes=20)

POLICY = ModelLimitPolicy()


@pytest.fixture
def reserve(stack: Stack, budget: ModelBudget) -> Callable[..., Opening]:
    def reserve(cost: timedelta = SECOND, model: str = "claude-sonnet-5-5", **how: timedelta) -> Opening:
        how = {"owed": NONE, "ahead": POLICY.ahead, **how}
        return budget.reserve(model, cost, now=stack.now, **how)

    return reserve


def test_calls_follow_each_other_after_the_burst(stack: Stack, reserve: Callable[..., Opening]) -> None:
    begins = [(reserve().begins_at - stack.now) / SECOND for _ in range(6)]
    assert begins == [0, 0, 0, 1, 2, 3]


def test_time_that_nobody_took_is_gone(stack: Stack, reserve: Callable[..., Opening]) -> None:
    reserve()
    stack.now += timedelta(hours=1)
    assert [(reserve().begins_at - stack.now) / SECOND for _ in range(4)] == [0, 0, 0, 1]


def test_a_call_that_cannot_begin_soon_takes_nothing(stack: Stack, reserve: Callable[..., Opening]) -> None:
    reserve(10 * SECOND)
    late = reserve(ahead=5 * SECOND)
    assert not late.is_reserved
    assert late.begins_at == stack.now + 8 * SECOND
    assert reserve().begins_at == stack.now + 8 * SECOND


def test_classes_have_budgets_of_their_own_and_models_of_a_class_one(
    stack: Stack, reserve: Callable[..., Opening]
) -> None:
    reserve(10 * SECOND, model="claude-sonnet-5-5")
    assert reserve(model="claude-haiku-5-5").begins_at == stack.now
    assert reserve(model="claude-sonnet-5").begins_at == stack.now + 8 * SECOND


def test_what_is_owed_moves_the_time_on_or_back(stack: Stack, reserve: Callable[..., Opening]) -> None:
    reserve(10 * SECOND)
    assert reserve(owed=5 * SECOND).begins_at == stack.now + 13 * SECOND
    assert reserve(owed=-6 * SECOND).begins_at == stack.now + 8 * SECOND


def test_a_refusal_moves_the_time_on_once_for_all_who_had_begun(
    stack: Stack, budget: ModelBudget, reserve: Callable[..., Opening]
) -> None:
    for begun_before in (3, 2, 0):
        budget.refused(
            "claude-sonnet-5-5", begun_at=stack.now - begun_before * SECOND, now=stack.now, wait=30 * SECOND
        )
    assert reserve().begins_at == stack.now + 30 * SECOND
    stack.now += 31 * SECOND
    state = budget.refused("claude-sonnet-5-5", begun_at=stack.now, now=stack.now, wait=30 * SECOND)
    assert state.held_until == stack.now + 30 * SECOND
    assert reserve().begins_at == stack.now + 30 * SECOND


def test_a_refusal_comes_on_top_of_what_is_taken(
    stack: Stack, budget: ModelBudget, reserve: Callable[..., Opening]
) -> None:
    reserve(20 * SECOND)
    budget.refused("claude-sonnet-5-5", begun_at=stack.now, now=stack.now, wait=5 * SECOND)
    assert reserve().begins_at == stack.now + 23 * SECOND


def test_what_an_answer_tells_is_kept(stack: Stack, budget: ModelBudget) -> None:
    told = RateLimits(limits=ModelLimits(requests=50, output_tokens=8_000), requests_left=40)
    assert budget.learn("claude-sonnet-5-5", told, now=stack.now).told == told.limits
    stack.settle()
    assert budget.state("claude-sonnet-5").told == told.limits
    again = budget.learn("claude-sonnet-5-5", told, now=stack.now)
    assert again.told == told.limits
    raised = RateLimits(limits=ModelLimits(requests=60))
    assert budget.learn("claude-sonnet-5-5", raised, now=stack.now).told == raised.limits
    assert budget.learn("claude-sonnet-5-5", RateLimits(), now=stack.now).free_at is None


def test_where_hardly_anything_is_left_everybody_waits(
    stack: Stack, budget: ModelBudget, reserve: Callable[..., Opening]
) -> None:
    told = RateLimits(limits=ModelLimits(requests=100), requests_left=0)
    budget.learn("claude-sonnet-5-5", told, now=stack.now)
    budget.learn("claude-sonnet-5-5", RateLimits(limits=told.limits, requests_left=3), now=stack.now)
    assert reserve().begins_at == stack.now + 3 * SECOND


def test_a_clock_that_was_wrong_stops_nobody(
    stack: Stack, budget: ModelBudget, reserve: Callable[..., Opening]
) -> None:
    right = stack.now
    stack.now += timedelta(hours=2)
    reserve()
    budget.refused("claude-sonnet-5-5", begun_at=stack.now, now=stack.now, wait=30 * SECOND)
    stack.now = right
    assert reserve().begins_at == right
    budget.refused("claude-sonnet-5-5", begun_at=right, now=right, wait=5 * SECOND)
    assert reserve().begins_at == right + 5 * SECOND


def test_any_order_of_asking_is_answered_as_the_arithmetic_has_it(stack: Stack, budget: ModelBudget) -> None:
    rng = random.Random(5)
    state = BudgetState()
    for _ in range(120):
        stack.now += rng.choice([NONE, SECOND / 7, 3 * SECOND, -SECOND, FAR])
        begun_at = stack.now - rng.choice([NONE, SECOND, 40 * SECOND])
        match rng.randrange(6):
            case 0:
                wait = rng.choice([SECOND, 90 * SECOND])
                state = gcra.refuse(state, POLICY, begun_at=begun_at, now=stack.now, wait=wait)
                found = budget.refused("m", begun_at=begun_at, now=stack.now, wait=wait)
            case 1:
                limits = ModelLimits(requests=rng.choice([0, 50]), input_tokens=rng.choice([0, 9_000]))
                told = RateLimits(limits=limits, requests_left=rng.choice([None, 0, 40]))
                state = gcra.learn(state, told, POLICY, now=stack.now)
                budget.learn("m", told, now=stack.now)
                stack.settle()
                found = budget.state("m")
            case _:
                how = {
                    "owed": rng.choice([NONE, NONE, 5 * SECOND, -3 * SECOND]),
                    "ahead": rng.choice([POLICY.ahead, 2 * SECOND]),
                }
                cost = rng.choice([NONE, SECOND / 3, 12 * SECOND])
                opening = gcra.reserve(state, cost, POLICY, now=stack.now, **how)
                asked = budget.reserve("m", cost, now=stack.now, **how)
                assert (asked.begins_at, asked.is_reserved) == (opening.begins_at, opening.is_reserved)
                state, found = opening.state, asked.state
        assert (found.free_at, found.held_until, found.told) == (state.free_at, state.held_until, state.told)


@pytest.mark.on("memory", "dynamodb", "lagging")  # moto's server loses updates of threads
def test_eight_threads_get_times_of_their_own(stack: Stack, reserve: Callable[..., Opening]) -> None:
    step = SECOND / 4

    openings: list[Opening] = []

    def ask(_: int) -> None:
        openings.extend(reserve(step) for _ in range(15))

    assert at_once(8, ask) == [None] * 8
    assert len(openings) == 8 * 15
    assert all(opening.is_reserved for opening in openings)
    begins = sorted(opening.begins_at for opening in openings)
    in_burst = POLICY.burst // step + 1
    assert begins[:in_burst] == [stack.now] * in_burst
    assert {later - earlier for earlier, later in pairwise(begins[in_burst - 1 :])} == {step}
    assert reserve(NONE).begins_at == stack.now + 120 * step - POLICY.burst


@pytest.mark.on("memory", "dynamodb", "lagging")
def test_of_eight_refused_at_once_one_moves_the_time_on(stack: Stack, budget: ModelBudget) -> None:
    at_once(8, lambda _: budget.refused("m", begun_at=stack.now, now=stack.now, wait=10 * SECOND))
    stack.settle()
    assert gcra.horizon(budget.state("m"), stack.now, POLICY) == 10 * SECOND
