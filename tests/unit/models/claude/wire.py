"""What the Claude API sends, event by event, and a transport that plays it to the real SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx2

from generation.engine.ports import ModelReply, ModelRequest, Turn
from generation.models.claude.model import ClaudeModel

MODEL = "claude-sonnet-5-5"
SECRET_PROMPT = "the prompt that no message may hold"  # noqa: S105 - a prompt
REQUEST = ModelRequest(
    model=MODEL,
    shared=("shared",),
    turns=(Turn(role="user", text=SECRET_PROMPT),),
    schema={"type": "object", "properties": {}},
)

Part = bytes | float | Exception
"""Of a stream: bytes to send, seconds to wait, or the error that breaks it."""


def event(name: str, **fields: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **fields})}\n\n".encode()


def started(model: str = MODEL, **usage: int | None) -> bytes:
    counts = {"input_tokens": 100, "output_tokens": 1, **usage}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": []}
    block = {"type": "text", "text": ""}
    return event("message_start", message={**message, "stop_reason": None, "usage": counts}) + event(
        "content_block_start", index=0, content_block=block
    )


def text(piece: str) -> bytes:
    return event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})


def stopped(reason: str | None = "end_turn", *, category: str | None = None, **usage: int | None) -> bytes:
    details = {"type": "refusal", "category": category} if category else None
    delta = {"stop_reason": reason, "stop_sequence": None, "stop_details": details}
    counts = {"output_tokens": 20, **usage}
    return (
        event("content_block_stop", index=0)
        + event("message_delta", delta=delta, usage=counts)
        + event("message_stop")
    )


def error_event(kind: str) -> bytes:
    return event("error", error={"type": kind, "message": "words that nobody may match"})


class _Stream(httpx2.AsyncByteStream):
    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            if isinstance(part, Exception):
                raise part
            if isinstance(part, bytes):
                yield part
            else:
                await asyncio.sleep(part)


def streaming(*parts: Part, **headers: str) -> httpx2.Response:
    named = {"content-type": "text/event-stream", "request-id": "req_1", **headers}
    return httpx2.Response(200, headers=named, stream=_Stream(parts))


def refusing(status: int, kind: str = "", *, code: str | None = None, **headers: str) -> httpx2.Response:
    """An error answer in the API's shape; header names are written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    error: dict[str, Any] = {"type": kind, "message": "words that nobody may match"}
    if code:
        error["details"] = {"error_code": code}
    return httpx2.Response(
        status, headers={"request-id": "req_1", **named}, json={"type": "error", "error": error}
    )


class Wire(httpx2.AsyncBaseTransport):
    """Answers the requests that it keeps: by `answers` in order, the last one again and again."""

    def __init__(self, *answers: Callable[[], httpx2.Response | Exception]) -> None:
        self.requests: list[httpx2.Request] = []
        self.answers = answers

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def body(self) -> dict[str, Any]:
        """Of the last request."""
        body: dict[str, Any] = json.loads(self.requests[-1].content)
        return body


def model(wire: Wire, **settings: Any) -> ClaudeModel:
    return ClaudeModel(**{"base_url": "http://claude.test", "transport": wire, **settings})


def ask(wire: Wire, request: ModelRequest = REQUEST, **settings: Any) -> ModelReply:
    """One call in a loop of its own."""
    return asyncio.run(model(wire, **settings).call(request, lambda text: None))
