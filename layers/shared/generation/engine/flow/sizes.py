"""Sizes of calls: what one is expected to use of the model's limits, and what it has used."""

from __future__ import annotations

import json

from generation.engine.flow.gcra import Size
from generation.engine.model.job import Usage
from generation.engine.ports import ModelRequest

CHARS_PER_TOKEN = 4
"""Of English prose, about. What is wrong with it is put right when the call has ended."""

NEWEST = 0.2
"""Weight of the newest answer in the usual length."""


def expected(request: ModelRequest, output_tokens: float, *, is_cached: bool) -> Size:
    """`output_tokens` is the usual length of such an answer; `is_cached` whether the job's calls have left
    what they share in the model's cache, where reading it is free."""
    texts = [turn.text for turn in request.turns]
    if not is_cached:
        texts += request.shared
        if request.schema is not None:
            texts.append(json.dumps(request.schema))
    characters = sum(map(len, texts))
    return Size(characters // CHARS_PER_TOKEN, round(min(output_tokens, request.max_output_tokens)))


def used(usage: Usage) -> Size:
    return Size(usage.input_tokens + usage.cache_write_tokens, usage.output_tokens)


def is_cached(usage: Usage) -> bool:
    """By what the calls of a job have told so far."""
    return bool(usage.cache_read_tokens or usage.cache_write_tokens)


def usual(before: float | None, output_tokens: int) -> float:
    """The usual length with one more answer; None: it is the first."""
    return output_tokens if before is None else before + NEWEST * (output_tokens - before)
