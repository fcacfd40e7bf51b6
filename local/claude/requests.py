"""The body of POST /v1/messages, checked as far as the real API would refuse it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from local.claude.errors import InvalidRequest

_BOTH = frozenset(
    [
        "cache_control",
        "messages",
        "model",
        "output_config",
        "speed",
        "system",
        "thinking",
        "tool_choice",
        "tools",
        "user_profile_id",
        "workspace_id",
    ]
)
_MESSAGE = _BOTH | {
    "container",
    "diagnostics",
    "inference_geo",
    "max_tokens",
    "metadata",
    "service_tier",
    "stop_sequences",
    "stream",
}
# temperature, top_p and top_k are not in the list: the API refuses them as well.
MAX_BREAKPOINTS = 4
_EFFORTS = ("low", "medium", "high", "xhigh", "max")


@dataclass(frozen=True)
class Block:
    """A piece of the prompt, in the order in which the prompt cache sees it."""

    text: str
    ttl: str | None = None
    """`5m` or `1h` where the block ends a cacheable prefix."""


@dataclass(frozen=True)
class MessageRequest:
    model: str
    max_tokens: int
    """0 for a request to count tokens, which has none."""
    stream: bool
    schema: dict[str, Any] | None
    """JSON Schema of the wanted answer (`output_config.format.schema`)."""
    effort: str
    """`output_config.effort`; `high` where the request names none, as the API has it."""
    blocks: tuple[Block, ...]
    """Tools, system and messages as text."""
    first_user_text: str
    system_text: str
    user_text: str
    """All user messages, for the faults that look for a text."""

    @property
    def asked(self) -> str:
        """What an answer is made from. A second pair of messages, an answer and its errors, adds nothing."""
        return f"{self.system_text}\n{self.first_user_text}"

    @property
    def cache_scope(self) -> str:
        """Who shares cached prefixes: calls of one model with one schema and one effort. By the API's
        documentation a change of `output_config.format` invalidates the cache, and any change of effort is
        to be treated as starting it over."""
        return f"{self.model} {self.effort} {json.dumps(self.schema, sort_keys=True)}"


def decode(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`. Raises InvalidRequest."""
    try:
        value = json.loads(body)
        # Half a surrogate pair can be written in JSON, but not be sent back.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"The request body is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise InvalidRequest("The request body must be a JSON object.")
    return value


def parse_message(raw: dict[str, Any]) -> MessageRequest:
    """A request to POST /v1/messages. Raises InvalidRequest, naming the field as the API does."""
    _refuse_unknown(raw, _MESSAGE)
    max_tokens = raw.get("max_tokens")
    if max_tokens is None:
        raise InvalidRequest("max_tokens: Field required")
    if isinstance(max_tokens, bool) or not isinstance(max_tokens, int) or max_tokens < 1:
        raise InvalidRequest("max_tokens: Input should be an integer greater than or equal to 1")
    stream = raw.get("stream", False)
    if not isinstance(stream, bool):
        raise InvalidRequest("stream: Input should be a valid boolean")
    return _parse(raw, max_tokens=max_tokens, stream=stream)


def parse_count(raw: dict[str, Any]) -> MessageRequest:
    """A request to POST /v1/messages/count_tokens. Raises InvalidRequest."""
    _refuse_unknown(raw, _BOTH)
    return _parse(raw, max_tokens=0, stream=False)


def _parse(raw: dict[str, Any], *, max_tokens: int, stream: bool) -> MessageRequest:
    model = raw.get("model")
    if not isinstance(model, str) or not model:
        raise InvalidRequest("model: Field required")
    messages = _messages(raw.get("messages"))
    system = _system(raw.get("system"))
    prompt = [block for _, blocks in messages for block in blocks]
    everything = _marked_last([*_tools(raw.get("tools")), *system, *prompt], raw)
    if sum(block.ttl is not None for block in everything) > MAX_BREAKPOINTS:
        raise InvalidRequest(f"A maximum of {MAX_BREAKPOINTS} blocks with cache_control may be provided.")
    user_texts = ["\n".join(block.text for block in blocks) for role, blocks in messages if role == "user"]
    return MessageRequest(
        model=model,
        max_tokens=max_tokens,
        stream=stream,
        schema=_schema(raw.get("output_config")),
        effort=_effort(raw.get("output_config")),
        blocks=tuple(everything),
        first_user_text=user_texts[0],
        system_text="\n".join(block.text for block in system),
        user_text="\n".join(user_texts),
    )


def _refuse_unknown(raw: dict[str, Any], known: frozenset[str]) -> None:
    for name in raw:
        if name not in known:
            raise InvalidRequest(f"{name}: Extra inputs are not permitted")


def _messages(raw: object) -> list[tuple[str, list[Block]]]:
    if raw is None:
        raise InvalidRequest("messages: Field required")
    if not isinstance(raw, list) or not raw:
        raise InvalidRequest("messages: at least one message is required")
    messages = []
    for index, message in enumerate(raw):
        at = f"messages.{index}"
        if not isinstance(message, dict):
            raise InvalidRequest(f"{at}: Input should be an object")
        role = message.get("role")
        if role not in ("user", "assistant"):
            raise InvalidRequest(f"{at}.role: Input should be 'user' or 'assistant'")
        if index == 0 and role != "user":
            raise InvalidRequest('messages: first message must use the "user" role')
        messages.append((role, _blocks(message.get("content"), f"{at}.content")))
    return messages


def _system(raw: object) -> list[Block]:
    return [] if raw is None else _blocks(raw, "system", may_be_empty=True)


def _tools(raw: object) -> list[Block]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise InvalidRequest("tools: Input should be a valid list")
    return [Block(json.dumps(tool, sort_keys=True), _ttl(tool, f"tools.{i}")) for i, tool in enumerate(raw)]


def _blocks(raw: object, at: str, *, may_be_empty: bool = False) -> list[Block]:
    if isinstance(raw, str):
        if not raw and not may_be_empty:
            raise InvalidRequest(f"{at}: text content must be non-empty")
        return [Block(raw)] if raw else []
    if not isinstance(raw, list) or not (raw or may_be_empty):
        raise InvalidRequest(f"{at}: Input should be a string or a non-empty list of content blocks")
    return [_block(item, f"{at}.{index}") for index, item in enumerate(raw)]


def _block(raw: object, at: str) -> Block:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise InvalidRequest(f"{at}.type: Field required")
    if raw["type"] != "text":
        raise InvalidRequest(f"{at}.type: this offline server reads text blocks only, not {raw['type']!r}")
    text = raw.get("text")
    if not isinstance(text, str) or not text:
        raise InvalidRequest(f"{at}.text: text content blocks must be non-empty")
    return Block(text, _ttl(raw, at))


def _ttl(raw: object, at: str) -> str | None:
    control = raw.get("cache_control") if isinstance(raw, dict) else None
    if control is None:
        return None
    if not isinstance(control, dict) or control.get("type") != "ephemeral":
        raise InvalidRequest(f"{at}.cache_control.type: Input should be 'ephemeral'")
    ttl = control.get("ttl", "5m")
    if ttl not in ("5m", "1h"):
        raise InvalidRequest(f"{at}.cache_control.ttl: Input should be '5m' or '1h'")
    return str(ttl)


def _marked_last(blocks: Sequence[Block], raw: dict[str, Any]) -> list[Block]:
    """`blocks`, the last one marked if the request's top level asks for that."""
    ttl = _ttl(raw, "request")
    if ttl is None:
        return list(blocks)
    return [*blocks[:-1], Block(blocks[-1].text, ttl)]


def _effort(raw: object) -> str:
    effort = raw.get("effort") if isinstance(raw, dict) else None
    if effort is None:
        return "high"
    if effort not in _EFFORTS:
        raise InvalidRequest(f"output_config.effort: Input should be {', '.join(_EFFORTS)}")
    return str(effort)


def _schema(raw: object) -> dict[str, Any] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise InvalidRequest("output_config: Input should be an object")
    wanted = raw.get("format")
    if wanted is None:
        return None
    if not isinstance(wanted, dict) or wanted.get("type") != "json_schema":
        raise InvalidRequest("output_config.format.type: Input should be 'json_schema'")
    schema = wanted.get("schema")
    if not isinstance(schema, dict):
        raise InvalidRequest("output_config.format.schema: Field required")
    return schema
