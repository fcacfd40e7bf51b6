"""Forecast: calls, tokens and time of rounds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.engine.forecast import (
    APART_S,
    CACHED_FROM_TOKENS,
    FIRST_TOKEN_S,
    OUTPUT,
    TOKENS_PER_S,
    ExpectedCall,
    Round,
    calls,
    seconds,
    usages,
)
from generation.engine.limits import CHECK
from generation.engine.model.job import Usage
from generation.engine.run import Prompt

GUIDE = "g" * 8_000
"""2,000 tokens."""

TOPICS = "t" * 400
SHORT = "s" * 400
MODELS = {"": "author", CHECK: "reader"}
LOW, HIGH = OUTPUT


def call(*shared: str, step: str = "write", times: int = 1, chars: int = 4_000) -> ExpectedCall:
    prompt = Prompt(
        shared=shared,
        text="a" * 40,
        schema=None,
        expected_chars=chars,
        max_output_tokens=1_200,
        effort="high",
    )
    return ExpectedCall(step=step, prompt=prompt, times=times)


def used(*rounds: Round, at_once: int = 10, is_many: bool = True) -> Usage:
    return usages(rounds, MODELS, at_once, is_many=is_many)["author"]


def test_all_calls_of_all_rounds_count() -> None:
    assert calls([[call(), call(times=3)], [], [call()]]) == 5
    assert calls([]) == 0


@pytest.mark.parametrize(
    ("rounds", "at_once", "read", "written"),
    [
        ([[call(GUIDE, "x")]], 10, 0, 2_001),
        ([[call(GUIDE, "x")], [call(GUIDE, "x")]], 10, 2_001, 2_001),  # the second finds what the first left
        ([[call(GUIDE, "x", times=3)]], 10, 0, 3 * 2_001),  # none sees what those beside it write
        ([[call(GUIDE, "x", times=3)]], 1, 2 * 2_001, 2_001),
        ([[call(GUIDE, "x")], [call(GUIDE, "x", TOPICS)]], 10, 2_001, 2_001 + 100),  # a longer beginning
        ([[call(GUIDE, "x")], [call(GUIDE, "y")]], 10, 0, 2 * 2_001),  # another beginning
        ([[call(SHORT)], [call(SHORT)]], 10, 0, 0),  # too short for the cache
    ],
)
def test_a_beginning_is_written_once_and_read_by_later_calls(
    rounds: Sequence[Round], at_once: int, read: int, written: int
) -> None:
    usage = used(*rounds, at_once=at_once)
    assert (usage.cache_read_tokens, usage.cache_write_tokens) == (read, written)


def test_what_is_not_cached_is_input() -> None:
    assert used([call(SHORT)]).input_tokens == 100 + 10
    assert used([call(GUIDE, "x")]).input_tokens == 10
    assert CACHED_FROM_TOKENS > 100


def test_a_guide_of_all_jobs_is_in_the_cache_where_all_goes_well() -> None:
    assert used([call(GUIDE)], is_many=False).cache_read_tokens == 2_000
    assert used([call(GUIDE)], is_many=True).cache_write_tokens == 2_000


def test_answers_are_shorter_or_longer_than_usual_and_never_over_their_limit() -> None:
    assert used([call()], is_many=False).output_tokens == round(1_000 * LOW)
    assert used([call(chars=2_000)], is_many=True).output_tokens == round(500 * HIGH)
    assert used([call(chars=40_000)], is_many=True).output_tokens == 1_200


def test_tokens_are_told_by_model() -> None:
    found = usages([[call(), call(step=CHECK)]], MODELS, 10, is_many=False)
    assert {model: usage.output_tokens for model, usage in found.items()} == {"author": 600, "reader": 600}
    assert found.keys() == {"author", "reader"}


def test_calls_at_the_same_time_take_as_long_as_the_longest() -> None:
    one = FIRST_TOKEN_S + 600 / TOKENS_PER_S
    short = FIRST_TOKEN_S + 60 / TOKENS_PER_S
    assert seconds([[call(), call(chars=400)]], 10, is_many=False) == pytest.approx(APART_S + one)
    assert seconds([[call(times=3)]], 2, is_many=False) == pytest.approx(APART_S + 2 * one)
    assert seconds([[call()], [], [call(chars=400)]], 10, is_many=False) == pytest.approx(
        APART_S + one + short
    )
