"""What a call cost and what it can cost at most, in USD, from the prices that `genai-prices` ships.

The library is imported where it is used, and nothing here lets it fetch newer prices.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from generation.engine.model.job import Usage
from generation.engine.ports import ModelRequest

PRICE_LISTS: Mapping[str, str] = {"anthropic": "anthropic", "aws": "anthropic", "bedrock": "aws"}
"""Whose list a provider bills by. Claude Platform on AWS has Anthropic's own prices."""

TOKENS_PER_BYTE = 1
"""Upper bound: a token of a byte-level tokenizer stands for at least one byte of UTF-8.

Prose has about a quarter of that, but a bound from an average would be none for digits, code and
scripts other than Latin, and the tokenizer is not public.
"""

OVERHEAD_TOKENS = 1_000
"""For what the API adds on its own: roles, delimiters, the instruction to keep to a schema."""


def cost(provider: str, model: str, usage: Usage) -> Decimal | None:
    """Price of the tokens in `usage` on `model`; None where the price is not known, which is not zero."""
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    # In the library's count the input includes what the cache took and gave, in Claude's it does not.
    tokens = Tokens(
        input_tokens=usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cache_read_tokens,
        cache_write_tokens=usage.cache_write_tokens,
    )
    try:
        return calc_price(tokens, model_ref=model, provider_id=PRICE_LISTS[provider]).total_price
    except LookupError:
        return None


def most_expensive(provider: str, request: ModelRequest) -> Decimal | None:
    """Upper bound for one call: every byte a token, all of them written to the cache if there is one,
    and an answer as long as the request allows. None where the price is not known."""
    texts = [*request.shared, *(turn.text for turn in request.turns)]
    if request.schema is not None:
        texts.append(json.dumps(request.schema))
    size = sum(len(text.encode(errors="surrogatepass")) for text in texts)
    tokens = size * TOKENS_PER_BYTE + OVERHEAD_TOKENS
    written = tokens if request.shared else 0
    worst = Usage(
        input_tokens=tokens - written,
        cache_write_tokens=written,
        output_tokens=request.max_output_tokens,
    )
    return cost(provider, request.model, worst)
