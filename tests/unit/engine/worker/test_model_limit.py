"""The limiter of a process: what it knows it does not ask, and what calls have used it settles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.errors import RateLimited, TransientCallError, Unavailable
from generation.engine.flow.gcra import ModelLimits, Opening, RateLimits, Size
from generation.engine.model.job import Reservation, Usage
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelReply
from generation.engine.worker.model_limit import ModelLimiter
from testing.memory.budget import MemoryModelBudget

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIMITS = ModelLimits(requests=60, output_tokens=6_000)
LATEST = ModelLimitPolicy().latest
KIND = ("exam_course", "generate_lessons")


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


class Process:
    """A limiter over a budget whose requests are counted; `fails` makes the next ones fail."""

    def __init__(self, budget: MemoryModelBudget | None = None) -> None:
        self.budget = budget or MemoryModelBudget()
        self.limiter = ModelLimiter(self.budget, LIMITS)
        self.requests = 0
        self.fails = False

    async def io(self, ask: Callable[..., Any], *what: Any, **named: Any) -> Any:
        self.requests += 1
        if self.fails:
            raise Unavailable("no answer")
        return ask(*what, **named)

    def reserve(self, output_tokens: int = 100, now: datetime = NOW) -> Reservation | Opening:
        return asyncio.run(self.limiter.reserve(self.io, "m", Size(0, output_tokens), now))

    def reserved(self, output_tokens: int = 100, now: datetime = NOW) -> Reservation:
        reservation = self.reserve(output_tokens, now)
        assert isinstance(reservation, Reservation)
        return reservation

    def answered(self, reservation: Reservation, output_tokens: int) -> None:
        usage = Usage(model_calls=1, output_tokens=output_tokens)
        self.limiter.ended(reservation, KIND, ModelReply(text="", model="m", usage=usage))


def test_a_reservation_says_when_and_how_much() -> None:
    process = Process()
    assert process.reserved(500) == Reservation(model="m", begins_at=NOW, cost=s(5))
    assert process.reserved(100) == Reservation(model="m", begins_at=NOW + s(3), cost=s(1))


def test_what_was_too_late_before_is_not_asked_again() -> None:
    process = Process()
    process.reserve(6_300)
    assert isinstance(process.reserve(), Opening)
    assert isinstance(process.reserve(), Opening)
    assert process.requests == 1
    assert isinstance(process.reserve(now=NOW + s(2)), Reservation)


def test_what_calls_have_used_goes_with_the_next_reservation() -> None:
    process = Process()
    process.answered(process.reserved(500), 800)
    assert process.reserved().begins_at == NOW + s(6)
    process.answered(process.reserved(500), 200)
    assert process.reserved().begins_at == NOW + s(9)
    assert process.requests == 4


def test_what_nobody_told_stays_as_it_was_reserved() -> None:
    process = Process()
    for ended in (TransientCallError("broken", code="x"), RateLimited("429")):
        process.limiter.ended(process.reserved(500), KIND, ended)
    assert process.reserved().begins_at == NOW + s(8)


def test_a_reservation_that_is_given_back_is_another_s_unless_it_has_gone_by() -> None:
    process = Process()
    process.reserved(500)
    later = process.reserved(500)
    process.limiter.give_back(later, NOW)
    assert process.reserved().begins_at == NOW + s(3)
    process.limiter.give_back(later, later.begins_at)
    assert process.reserved().begins_at == NOW + s(4)


def test_an_answer_that_got_lost_owes_what_was_owed() -> None:
    process = Process()
    process.answered(process.reserved(500), 800)
    process.fails = True
    with pytest.raises(Unavailable):
        process.reserve()
    process.fails = False
    assert process.reserved().begins_at == NOW + s(6)


def test_what_is_owed_at_the_end_is_told_where_it_is_worth_it() -> None:
    process = Process()
    process.answered(process.reserved(500), 590)
    asyncio.run(process.limiter.settle(process.io, NOW))
    assert process.requests == 1
    process.answered(process.reserved(500), 700)
    for _ in range(2):
        asyncio.run(process.limiter.settle(process.io, NOW))
    assert process.requests == 3
    # 590 and 700 tokens at 100 a second, less the burst.
    assert Process(process.budget).reserved().begins_at == NOW + s(10.9)


def test_the_usual_length_is_learnt_by_pipeline_and_step() -> None:
    process = Process()
    assert process.limiter.usual(*KIND, 4_000) == 1_000
    process.answered(process.reserved(), 3_000)
    assert process.limiter.usual(*KIND, 4_000) == 3_000
    assert process.limiter.usual("exam_course", "detect_topics", 4_000) == 1_000


def test_the_account_s_limits_count_from_the_first_answer_on_and_are_told_once() -> None:
    process = Process()
    told = RateLimits(limits=ModelLimits(requests=30, output_tokens=90_000), requests_left=29)
    for _ in range(3):
        asyncio.run(process.limiter.learn(process.io, "m", told, NOW))
    asyncio.run(process.limiter.learn(process.io, "m", None, NOW))
    assert process.requests == 1
    assert process.reserved(10).cost == s(2)
    empty = replace(told, requests_left=0)
    for _ in range(2):
        asyncio.run(process.limiter.learn(process.io, "m", empty, NOW))
    assert process.requests == 3
    assert process.reserved(10).begins_at == NOW + s(3)


def test_of_a_refusal_one_request_is_made_and_earlier_reservations_are_void() -> None:
    process = Process()
    process.reserved(900)
    waiting = process.reserved(100)
    assert process.limiter.is_good(waiting, NOW)
    for _ in range(5):
        asyncio.run(process.limiter.refused(process.io, "m", begun_at=NOW, now=NOW, wait=s(20)))
    assert process.requests == 3
    assert not process.limiter.is_good(waiting, NOW)
    again = process.reserved(100)
    assert again.begins_at == NOW + s(28)
    assert process.limiter.is_good(again, NOW)


def test_who_comes_back_looks_whether_there_was_a_refusal() -> None:
    first = Process()
    first.reserved(900)
    waiting = first.reserved(100)
    other = Process(first.budget)
    asyncio.run(other.limiter.refused(other.io, "m", begun_at=NOW, now=NOW, wait=s(20)))
    assert first.limiter.is_good(waiting, NOW)
    asyncio.run(first.limiter.look(first.io, "m"))
    assert not first.limiter.is_good(waiting, NOW)


def test_a_reservation_goes_by() -> None:
    process = Process()
    reservation = process.reserved()
    assert process.limiter.is_good(reservation, NOW + LATEST)
    assert not process.limiter.is_good(reservation, NOW + LATEST + s(1))


def test_what_could_not_be_told_fails_nothing() -> None:
    process = Process()
    process.fails = True
    told = RateLimits(limits=ModelLimits(requests=30))
    asyncio.run(process.limiter.learn(process.io, "m", told, NOW))
    asyncio.run(process.limiter.refused(process.io, "m", begun_at=NOW, now=NOW, wait=s(20)))
    process.answered(Reservation(model="m", begins_at=NOW, cost=s(1)), 1_000)
    asyncio.run(process.limiter.settle(process.io, NOW))
    assert process.requests == 3


def test_the_horizon_is_that_of_the_table() -> None:
    process = Process()
    assert process.limiter.horizon("m", NOW) == s(0)
    process.reserved(1_000)
    assert Process(process.budget).limiter.horizon("m", NOW) == s(8)
