"""The account's limits, as Claude tells them: in the headers of its answers, by classes of models."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generation.engine.flow.gcra import ModelLimits, RateLimits

_FAMILY = re.compile(r"claude-(?:[\d-]+-)?([a-z]+)")
_MOST = 10**12
"""More than any limit: what is larger is no number of Claude's."""


def model_class(model: str) -> str:
    """Models of a family share their limits: `claude-sonnet-5-5` is of the class `sonnet`, with whatever
    prefix of a region or provider. An id of another form is a class of its own."""
    family = _FAMILY.search(model)
    return family[1] if family else model


def rate_limits(headers: Mapping[str, str]) -> RateLimits | None:
    """None where an answer tells no limit. `headers` ignore case, as httpx2's do.

    When a bucket is full again (`reset`) follows from limit and rest, and is not read.
    """
    told = RateLimits(
        limits=ModelLimits(
            requests=_number(headers, "requests-limit") or 0,
            input_tokens=_number(headers, "input-tokens-limit") or 0,
            output_tokens=_number(headers, "output-tokens-limit") or 0,
        ),
        requests_left=_number(headers, "requests-remaining"),
        input_tokens_left=_number(headers, "input-tokens-remaining"),
        output_tokens_left=_number(headers, "output-tokens-remaining"),
    )
    return told if told.limits.is_set else None


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(f"anthropic-ratelimit-{name}", "")
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) <= 15 else None
