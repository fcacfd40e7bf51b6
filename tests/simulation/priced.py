"""A model that answers as the local server does and bills as it does: tokens, cache, price table."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generation.engine.model.job import Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.models.claude import prices
from local.claude import tokens
from local.claude.cache import PromptCache
from local.claude.requests import Block
from tests.simulation.offline import answer

PROVIDER = "anthropic"


@dataclass
class PricedModel:
    """As fast as the pipelines reckon; the cache lives as long as the model, and `calls` counts."""

    tokens_per_s: float = 70.0
    first_token_s: float = 5.0
    calls: int = 0
    cache: PromptCache = field(default_factory=PromptCache)

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        self.calls += 1
        text = answer(request)
        blocks = [Block(one) for one in request.shared[:-1]]
        blocks += [Block(one, "5m") for one in request.shared[-1:]]
        blocks += [Block(turn.text) for turn in request.turns]
        scope = f"{request.model} {request.effort} {json.dumps(request.schema, sort_keys=True)}"
        loop = asyncio.get_running_loop()
        billed = self.cache.look_up(scope, blocks, loop.time())
        self.cache.keep(billed.prefixes, loop.time() + self.first_token_s)
        usage = Usage(
            model_calls=1,
            input_tokens=billed.tokens.fresh,
            output_tokens=tokens.estimate(text),
            cache_read_tokens=billed.tokens.read,
            cache_write_tokens=billed.tokens.written,
        )
        await asyncio.sleep(self.first_token_s + usage.output_tokens / self.tokens_per_s)
        on_text(text)
        cost = prices.cost(PROVIDER, request.model, usage)
        return ModelReply(text=text, model=request.model, usage=replace(usage, cost_usd=cost))

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return prices.most_expensive(PROVIDER, request)
