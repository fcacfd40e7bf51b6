"""What a call is expected to use of the model's limits, and what it has used."""

from __future__ import annotations

import pytest

from generation.engine.flow import sizes
from generation.engine.flow.gcra import Size
from generation.engine.model.job import Usage
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelRequest, Turn

POLICY = ModelLimitPolicy()
REQUEST = ModelRequest(
    model="m",
    shared=("x" * 4_000,),
    turns=(Turn(role="user", text="x" * 400), Turn(role="assistant", text="x" * 40)),
    schema={"a": 1},  # 8 characters of JSON
    max_output_tokens=500,
)


@pytest.mark.parametrize(
    ("output", "is_cached", "size"),
    [
        (300.4, False, Size(1_112, 300)),
        (300.4, True, Size(110, 300)),
        (9_000, True, Size(110, 500)),
    ],
)
def test_expected_sizes(output: float, is_cached: bool, size: Size) -> None:
    assert sizes.expected(REQUEST, output, POLICY, is_cached=is_cached) == size


def test_what_is_read_from_the_cache_is_free_and_what_is_written_is_not() -> None:
    usage = Usage(input_tokens=5, cache_write_tokens=70, cache_read_tokens=900, output_tokens=40)
    assert sizes.used(usage) == Size(75, 40)


@pytest.mark.parametrize(
    ("usage", "is_cached"),
    [
        (Usage(), False),
        (Usage(model_calls=1, input_tokens=9), False),
        (Usage(cache_read_tokens=1), True),
        (Usage(cache_write_tokens=1), True),
    ],
)
def test_the_cache_is_known_by_what_calls_have_told(usage: Usage, is_cached: bool) -> None:
    assert sizes.is_cached(usage) == is_cached


@pytest.mark.parametrize(
    ("before", "newest", "after"), [(None, 700, 700), (1_000.0, 500, 900.0), (0.0, 100, 20.0)]
)
def test_the_usual_length_follows_the_answers(before: float | None, newest: int, after: float) -> None:
    assert sizes.usual(before, newest, POLICY) == after


def test_characters_are_reckoned_in_tokens_and_the_newest_answer_counts_by_its_weight() -> None:
    assert (POLICY.chars_per_token, POLICY.newest) == (4, 0.2)
    other = ModelLimitPolicy(chars_per_token=2, newest=0.5)
    assert sizes.expected(REQUEST, 0, other, is_cached=True) == Size(220, 0)
    assert sizes.usual(1_000.0, 500, other) == 750.0
