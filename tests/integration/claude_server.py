"""The Claude-compatible server as its tests use it: started, asked by the real SDK, told what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anthropic
import httpx
import pytest
from anthropic.types import Message

from tests.data.exams import EXPLAINED, load

ROOT = Path(__file__).parents[2]
QUESTIONS: list[dict[str, Any]] = load(EXPLAINED)["questions"]
TOPICS_SCHEMA = {
    "type": "object",
    "properties": {
        "topics": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "brief": {"type": "string"},
                    "description": {"type": "string"},
                    "question_ids": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["title", "brief", "description", "question_ids"],
                "additionalProperties": False,
            },
        },
        "merged_topics": {"type": "null"},
        "whole_course": {"type": "null"},
        "lesson": {"type": "null"},
    },
    "required": ["topics"],
    "additionalProperties": False,
}


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own; killed at the end if it still runs."""
    process = subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", "local.claude", "--port", "0", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def sdk_client(url: str) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="offline", base_url=url, max_retries=0)


class Server:
    """The server of this module, by its control routes."""

    def __init__(self, url: str, client: anthropic.Anthropic, http: httpx.Client) -> None:
        self.url = url
        self.client = client
        self.http = http

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, f"/_control/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def faults(self, *rules: dict[str, Any]) -> None:
        self.control("POST", "faults", list(rules))

    def latency(self, milliseconds: int) -> None:
        self.control("POST", "latency", {"latency_ms": milliseconds})

    def stats(self) -> dict[str, Any]:
        view: dict[str, Any] = self.control("GET", "stats")
        return view

    @asynccontextmanager
    async def async_client(self) -> AsyncIterator[anthropic.AsyncAnthropic]:
        async with anthropic.AsyncAnthropic(api_key="offline", base_url=self.url, max_retries=0) as client:
            yield client


def prompt(kind: str, **tags: Any) -> str:
    def escaped(value: Any) -> str:
        text = json.dumps(value)
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")

    call = {"kind": kind, "language": "en", **tags.pop("call", {})}
    data = "\n\n".join(f"<{name}>{escaped(value)}</{name}>" for name, value in tags.items())
    return f"Do as the call says.\n\n<call>{escaped(call)}</call>\n\n{data}"


def topics_request(**more: Any) -> dict[str, Any]:
    call = {"target_topics": 10, "max_topics": 12}
    return request(prompt("topics", call=call, questions=QUESTIONS), TOPICS_SCHEMA, **more)


def lesson_request(start: int = 0, **more: Any) -> dict[str, Any]:
    questions = QUESTIONS[start : start + 5]
    return request(prompt("lesson", topic={"title": f"Topic {start}"}, questions=questions), **more)


def request(text: str, schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 20_000,
        "messages": [{"role": "user", "content": text}],
    }
    if schema is not None:
        body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    return body | more


def text_of(message: Message) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


def ask(server: Server, body: dict[str, Any]) -> Message:
    message = server.client.messages.create(**body)
    assert isinstance(message, Message)
    return message


def ask_streaming(server: Server, body: dict[str, Any]) -> Message:
    with server.client.messages.stream(**body) as stream:
        return stream.get_final_message()


BOTH_WAYS = pytest.mark.parametrize("way", [ask, ask_streaming])
Way = Callable[[Server, dict[str, Any]], Message]
