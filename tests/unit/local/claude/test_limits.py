"""Token buckets of the local server, with a clock that stands still unless it is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from local.claude.errors import InvalidRequest, RateLimited
from local.claude.limits import Buckets, parse_limits


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def let_in(limits: Buckets, calls: int, input_tokens: int = 10) -> int:
    """How many of so many calls at once are let in."""
    count = 0
    for _ in range(calls):
        try:
            limits.let_in(input_tokens)
        except RateLimited:
            continue
        count += 1
    return count


def test_a_full_bucket_is_a_minute_s_worth_and_fills_evenly() -> None:
    clock = Clock()
    limits = Buckets({"requests": 60}, clock)
    assert let_in(limits, 100) == 60
    clock.now += 2.5
    assert let_in(limits, 100) == 2
    clock.now += 3_600
    assert let_in(limits, 100) == 60


def test_a_refusal_names_the_time_after_which_there_is_enough() -> None:
    clock = Clock()
    limits = Buckets({"requests": 60, "input_tokens": 600}, clock)
    limits.let_in(600)
    with pytest.raises(RateLimited, match="600 input tokens per minute") as refused:
        limits.let_in(50)
    assert refused.value.retry_after_s == pytest.approx(5, abs=0.002)
    clock.now += refused.value.retry_after_s
    limits.let_in(50)


def test_a_refused_call_takes_nothing() -> None:
    limits = Buckets({"requests": 2, "input_tokens": 100}, Clock())
    limits.let_in(100)
    assert let_in(limits, 5, input_tokens=1) == 0
    assert limits.view()["limits"]["requests"]["taken"] == 1
    assert limits.view()["rate_limited"] == 5


def test_output_tokens_are_taken_when_they_are_known_and_may_go_below_nothing() -> None:
    clock = Clock()
    limits = Buckets({"output_tokens": 6_000}, clock)
    for _ in range(2):
        limits.let_in(10)
        limits.answered(5_000)
    assert let_in(limits, 1) == 0
    clock.now += 39.9  # 4,000 below nothing at 100 a second
    assert let_in(limits, 1) == 0
    clock.now += 0.2
    assert let_in(limits, 1) == 1


def test_a_call_that_no_bucket_holds_is_let_in_when_the_bucket_is_full() -> None:
    clock = Clock()
    limits = Buckets({"input_tokens": 100}, clock)
    limits.let_in(1_000)
    clock.now += 599
    assert let_in(limits, 1, 1_000) == 0
    clock.now += 2
    assert let_in(limits, 1, 1_000) == 1


def test_a_clock_that_goes_back_fills_nothing() -> None:
    clock = Clock()
    limits = Buckets({"requests": 60}, clock)
    assert let_in(limits, 60) == 60
    clock.now -= 3_600
    assert let_in(limits, 1) == 0
    clock.now += 1
    assert let_in(limits, 5) == 1


def test_headers_are_those_of_the_api() -> None:
    clock = Clock()
    limits = Buckets({"requests": 50, "input_tokens": 30_000, "output_tokens": 8_000}, clock)
    limits.let_in(1_400)
    limits.answered(700)
    assert limits.headers() == {
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "49",
        "anthropic-ratelimit-requests-reset": "1970-01-12T13:46:41Z",
        "anthropic-ratelimit-input-tokens-limit": "30000",
        "anthropic-ratelimit-input-tokens-remaining": "29000",
        "anthropic-ratelimit-input-tokens-reset": "1970-01-12T13:46:42Z",
        "anthropic-ratelimit-output-tokens-limit": "8000",
        "anthropic-ratelimit-output-tokens-remaining": "7000",
        "anthropic-ratelimit-output-tokens-reset": "1970-01-12T13:46:45Z",
    }


def test_without_limits_there_are_no_headers_and_no_refusals() -> None:
    limits = Buckets({}, Clock())
    assert let_in(limits, 1_000, 10**6) == 1_000
    assert limits.headers() == {}
    assert limits.view() == {"rate_limited": 0, "limits": {}}


def test_the_most_in_a_minute_is_that_of_the_worst_minute() -> None:
    clock = Clock()
    limits = Buckets({"requests": 60}, clock)
    let_in(limits, 60)
    for _ in range(59):
        clock.now += 1
        assert let_in(limits, 2) == 1
    assert limits.view()["limits"]["requests"] == {"limit": 60, "taken": 119, "most_in_a_minute": 119}
    clock.now += 1
    let_in(limits, 2)
    assert limits.view()["limits"]["requests"]["most_in_a_minute"] == 119


def test_a_reset_brings_the_first_limits_back() -> None:
    limits = Buckets({"requests": 2}, Clock())
    limits.set({"output_tokens": 5})
    assert let_in(limits, 9) == 9
    limits.reset()
    assert let_in(limits, 9) == 2


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ([], "limits:"),
        ({"requests": 1}, "limits.requests:"),
        ({"tokens_per_minute": 1}, "limits.tokens_per_minute:"),
        ({"requests_per_minute": -1}, "limits.requests_per_minute:"),
        ({"requests_per_minute": True}, "limits.requests_per_minute:"),
        ({"output_tokens_per_minute": 0.5}, "limits.output_tokens_per_minute:"),
    ],
)
def test_wrong_limits_are_refused_by_name(raw: object, named: str) -> None:
    with pytest.raises(InvalidRequest, match=named):
        parse_limits(raw)


def test_limits_are_named_as_the_options_are() -> None:
    assert parse_limits({"requests_per_minute": 5, "input_tokens_per_minute": 0}) == {
        "requests": 5,
        "input_tokens": 0,
    }
