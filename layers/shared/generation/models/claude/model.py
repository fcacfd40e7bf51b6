"""Claude: the Model port on the `anthropic` SDK.

Importing this module takes a second and 75 MB, so only the worker's wiring does, when it is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx2

from generation.engine.errors import CallError, InvalidOutput, PermanentError, TransientCallError
from generation.engine.model.job import Usage
from generation.engine.ports import ModelReply, ModelRequest
from generation.models.claude import prices as claude_prices
from generation.models.claude.answer import Answer, Telling
from generation.models.claude.clients import ENDPOINTS, Access, Clients
from generation.models.claude.keys import KeySource
from generation.models.claude.worded import unwrapped, worded

REFUSALS = frozenset({"cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"})
"""Categories that the API documents; others are not passed on."""

BYTES_PER_TOKEN = 3
"""Of a text, at the least that usual ones have: English has four, scripts with a token a character three.
What a cut-off text does not account for by this, thinking has taken."""

WAITED_S = 0.001
REST_S = 0.1
REST_SHARE = 0.03
"""After a piece of text that had to be waited for a stream is left alone for a tenth of a second, or a
thirtieth of the call so far, so that events gather and one wake-up reads many. Measured with a fiftieth,
1,000 events at 100 a second and ten streams: 77 ms CPU a call instead of 146, and the end of a call of 1 s
seen 1 ms late."""


class ClaudeModel:
    """Calls Claude through one of three providers.

    provider       anthropic (API key), bedrock or aws (Claude Platform on AWS), both by the IAM role
    key_secret     name or ARN of a secret, or `ssm:/path`, with the API key; provider anthropic only.
                   May be '' where `base_url` leads to something that asks for no key
    base_url       '' for the provider's own
    stall_seconds  no byte for that long, and the stream is broken
    call_seconds   longest time that one call may take altogether
    workspace_id   of Claude Platform on AWS; None: from ANTHROPIC_AWS_WORKSPACE_ID, by the SDK
    schema_in_prompt  for servers that know no structured output: the schema goes into the prompt, and no
                   `output_config` is sent
    transport      instead of the network, for tests

    May be used by several event loops at once. Raises ValueError for another provider.
    """

    def __init__(
        self,
        *,
        provider: str = "anthropic",
        key_secret: str = "",
        base_url: str = "",
        stall_seconds: float = 60.0,
        call_seconds: float = 600.0,
        workspace_id: str | None = None,
        schema_in_prompt: bool = False,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        if provider not in ENDPOINTS:
            raise ValueError(f"unknown model provider {provider!r}: one of {', '.join(ENDPOINTS)}")
        needs_key = provider == "anthropic"
        self._has_access = bool(not needs_key or key_secret or base_url)
        self._provider = provider
        self._schema_in_prompt = schema_in_prompt
        self._call_seconds = call_seconds
        self._clients = Clients(
            Access(
                provider=provider,
                keys=KeySource(key_secret) if needs_key and key_secret else None,
                base_url=base_url,
                stall_seconds=stall_seconds,
                workspace_id=workspace_id,
                transport=transport,
            )
        )

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        """See Model.call. What `on_text` raises comes out as it is."""
        if not self._has_access:
            raise PermanentError("No API key is set up", code="model-access-denied")
        is_worded = self._schema_in_prompt and request.schema is not None
        request = self._asked(request)
        answer = Answer()
        try:
            async with asyncio.timeout(self._call_seconds) as limit:
                await self._read(request, answer, on_text)
            _judge(answer, request)
        except CallError as error:
            raise self._told(error, answer) from error.__cause__
        except TimeoutError as error:
            if not limit.expired():
                raise
            late = TransientCallError(
                f"The answer was not complete after {self._call_seconds:g} s", code="model-timeout"
            )
            raise self._told(late, answer) from error
        usage = self._usage(answer) or Usage(model_calls=1)
        text = unwrapped(answer.text) if is_worded else answer.text
        return ModelReply(text=text, model=answer.model, usage=usage, rate_limits=answer.rate_limits)

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        """See Model.most_expensive; the bound is that of `claude_prices`."""
        return claude_prices.most_expensive(self._provider, self._asked(request))

    def _asked(self, request: ModelRequest) -> ModelRequest:
        return worded(request) if self._schema_in_prompt else request

    async def close(self) -> None:
        """Close the running loop's connections. To be called before the loop ends."""
        await self._clients.close()

    async def _read(self, request: ModelRequest, answer: Answer, on_text: Callable[[str], None]) -> None:
        loop, telling = asyncio.get_running_loop(), Telling(on_text)
        begun = asked = loop.time()
        try:
            body = _body(request, is_worded=self._schema_in_prompt)
            async with aclosing(self._clients.events(body, answer.headed)) as events:
                async for event in events:
                    answer.take(event)
                    now = loop.time()
                    telling.now(answer, now)
                    # The end of a block comes with the next one, or with the end of the answer.
                    if now - asked > WAITED_S and event["type"] == "content_block_delta":
                        await asyncio.sleep(min(REST_S, (now - begun) * REST_SHARE))
                    asked = loop.time()
        except TransientCallError:
            # A connection that breaks behind a complete answer takes nothing of it: it is paid for.
            if not answer.is_complete:
                raise
        telling.at_last(answer)

    def _told(self, error: CallError, answer: Answer) -> CallError:
        """With what is known of the bill: all of it only where the answer came to its end."""
        usage = self._usage(answer)
        error.is_unbilled = error.is_unbilled and usage is None
        if usage and not answer.is_complete:
            usage = replace(usage, model_calls=0, cost_usd=None)
        error.usage = usage
        return error

    def _usage(self, answer: Answer) -> Usage | None:
        usage = answer.usage
        return usage and replace(usage, cost_usd=claude_prices.cost(self._provider, answer.model, usage))


def _body(request: ModelRequest, *, is_worded: bool) -> dict[str, Any]:
    """The request as the API takes it. Blocks that all calls of a job share stand first and end a
    cacheable prefix; there is no `output_format` of the SDK's, which loses stop reason and usage.

    is_worded: for a server that knows no `output_config`; the schema stands in the prompt already
    """
    body: dict[str, Any] = {
        "model": request.model,
        "max_tokens": request.max_output_tokens,
        "messages": [{"role": turn.role, "content": turn.text} for turn in request.turns],
    }
    if not is_worded:
        body["output_config"] = {"effort": request.effort}
        if request.schema is not None:
            body["output_config"]["format"] = {"type": "json_schema", "schema": dict(request.schema)}
    if request.shared:
        blocks: list[dict[str, Any]] = [{"type": "text", "text": text} for text in request.shared]
        blocks[-1]["cache_control"] = {"type": "ephemeral"}
        body["system"] = blocks
    return body


def _cut_off(text: str, request: ModelRequest) -> str:
    """What the model is told. It is asked to be shorter only where the text itself took the room. The text
    may end in half a surrogate pair."""
    cut = f"The answer was cut off at its limit of {request.max_output_tokens} tokens"
    if len(text.encode(errors="replace")) / BYTES_PER_TOKEN < request.max_output_tokens / 2:
        return (
            f"{cut}, most of which thinking had used up. Decide sooner, and give the complete answer at the "
            "length that is asked for."
        )
    return f"{cut}. Give a complete answer that is much shorter."


def _judge(answer: Answer, request: ModelRequest) -> None:
    """Raises CallError unless the model stopped because it had said everything."""
    match answer.stop_reason:
        case "end_turn" | "stop_sequence":
            return
        case "max_tokens":
            raise InvalidOutput([_cut_off(answer.text, request)], code="output-truncated")
        case "refusal":
            category = answer.refusal if answer.refusal in REFUSALS else "no category named"
            raise PermanentError(f"The model refused to answer ({category})", code="model-refused")
        case "model_context_window_exceeded":
            raise PermanentError(
                "Input and answer together are longer than the model can take",
                code="input-too-long",
                retryable=False,
            )
        case None:
            raise TransientCallError("The stream ended before the answer did", code="model-stream-incomplete")
        case _:
            # pause_turn and tool_use belong to tools, and no tool was offered.
            raise TransientCallError("The model stopped before it had answered", code="model-stopped-early")
