"""Sizes of calls: what one is expected to use of the model's limits, and what it has used."""

from __future__ import annotations

import json

from generation.engine.flow.gcra import Size
from generation.engine.model.job import Usage
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelRequest


def expected(
    request: ModelRequest, output_tokens: float, policy: ModelLimitPolicy, *, is_cached: bool
) -> Size:
    """`output_tokens` is the usual length of such an answer; `is_cached` whether the job's calls have left
    what they share in the model's cache, where reading it is free."""
    texts = [turn.text for turn in request.turns]
    if not is_cached:
        texts += request.shared
        if request.schema is not None:
            texts.append(json.dumps(request.schema))
    input_tokens = sum(map(len, texts)) // policy.chars_per_token
    return Size(input_tokens, round(min(output_tokens, request.max_output_tokens)))


def used(usage: Usage) -> Size:
    return Size(usage.input_tokens + usage.cache_write_tokens, usage.output_tokens)


def is_cached(usage: Usage) -> bool:
    """By what the calls of a job have told so far."""
    return bool(usage.cache_read_tokens or usage.cache_write_tokens)


def usual(before: float | None, output_tokens: int, policy: ModelLimitPolicy) -> float:
    """The usual length with one more answer; None: it is the first."""
    return output_tokens if before is None else before + policy.newest * (output_tokens - before)
