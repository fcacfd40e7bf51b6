"""The adapter over real connections: the Claude-compatible server with its faults, and a bare socket."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from generation.engine.errors import CallError, InvalidOutput, PermanentError, RateLimited, TransientCallError
from generation.engine.ports import ModelReply, ModelRequest, Turn
from generation.models.claude.model import ClaudeModel

LABEL = {"type": "string"}
IDS = {"type": "array", "items": LABEL}
TOPIC = {
    "type": "object",
    "properties": {"title": LABEL, "brief": LABEL, "description": LABEL, "question_ids": IDS},
    "required": ["title", "brief", "description", "question_ids"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {
        "topics": {"type": "array", "items": TOPIC},
        "merged_topics": {"type": "null"},
        "whole_course": {"type": "null"},
        "lesson": {"type": "null"},
    },
    "required": ["topics"],
    "additionalProperties": False,
}
QUESTIONS = [
    {
        "question_id": f"q{number}",
        "text": f"Which {thing} keeps {other}?",
        "options": [{"option_id": "a", "text": thing}, {"option_id": "b", "text": other}],
        "correct": ["a"],
        "explanation": f"The {thing} keeps {other} because it was made for that.",
    }
    for number, (thing, other) in enumerate(
        [("bucket", "objects"), ("bucket", "versions"), ("queue", "messages"), ("queue", "orders")]
    )
]
REQUEST = ModelRequest(
    model="claude-sonnet-5-5",
    shared=("Shared rules. " * 1_000,),
    turns=(
        Turn(
            role="user",
            text="Sort the questions.\n"
            '<call>{"kind":"topics","language":"en","target_topics":2,"max_topics":3}</call>\n'
            f"<questions>{json.dumps(QUESTIONS)}</questions>",
        ),
    ),
    schema=SCHEMA,
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Base URL of a Claude-compatible server."""
    command = [sys.executable, "-m", "local.claude", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own server
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def claude(server: str) -> str:
    """The server with nothing counted and no faults."""
    httpx.post(f"{server}/_control/reset", json={})
    return server


def _set(claude: str, what: str, value: Any) -> None:
    assert httpx.post(f"{claude}/_control/{what}", json=value).is_success


def _stats(claude: str) -> dict[str, Any]:
    stats: dict[str, Any] = httpx.get(f"{claude}/_control/stats").json()
    return stats


def _ask(
    claude: str, heard: list[str] | None = None, request: ModelRequest = REQUEST, **settings: Any
) -> ModelReply:
    async def call() -> ModelReply:
        model = ClaudeModel(base_url=claude, **settings)
        try:
            return await model.call(request, (heard if heard is not None else []).append)
        finally:
            await model.close()

    return asyncio.run(call())


@pytest.mark.alone
def test_an_answer_keeps_its_schema_and_is_heard_while_it_is_written(claude: str) -> None:
    _set(claude, "latency", {"latency_ms": 600})
    heard: list[str] = []
    begun = time.monotonic()
    reply = _ask(claude, heard)
    took = time.monotonic() - begun
    topics = json.loads(reply.text)["topics"]
    assert sorted(qid for topic in topics for qid in topic["question_ids"]) == ["q0", "q1", "q2", "q3"]
    assert heard[-1] == reply.text
    assert 3 <= len(heard) <= 10
    assert len(heard[0]) < len(reply.text)
    assert took < 0.6 + 0.03 + 0.4  # a rest of a twentieth at most, and the machine's noise
    assert (reply.model, reply.usage.model_calls, reply.usage.cost_usd) == ("offline", 1, None)
    assert reply.usage.output_tokens > 0


def test_the_shared_blocks_are_read_from_the_cache(claude: str) -> None:
    first, second = _ask(claude).usage, _ask(claude).usage
    assert first.cache_write_tokens > 3_000
    assert first.cache_read_tokens == 0
    assert second.cache_read_tokens == first.cache_write_tokens


FAULTS: list[tuple[str, type[CallError], str, bool]] = [
    ("rate_limit", RateLimited, "rate-limited", False),
    ("overloaded", RateLimited, "model-overloaded", False),
    ("server_error", TransientCallError, "model-unavailable", False),
    ("stall", TransientCallError, "model-stream-stalled", True),
    ("drop", TransientCallError, "model-stream-broken", True),
    ("early_end", TransientCallError, "model-stream-incomplete", True),
    ("error_event", RateLimited, "model-overloaded", True),
    ("garbage", TransientCallError, "model-stream-garbled", True),
    ("truncate", InvalidOutput, "output-truncated", True),
    ("refuse", PermanentError, "model-refused", True),
]


@pytest.mark.alone
@pytest.mark.parametrize(("fault", "error", "code", "is_paid"), FAULTS)
def test_a_fault_has_its_consequence(
    claude: str, fault: str, error: type[CallError], code: str, is_paid: bool
) -> None:
    _set(claude, "faults", [{"fault": fault}])
    begun = time.monotonic()
    with pytest.raises(CallError) as caught:
        _ask(claude, stall_seconds=0.4)
    assert time.monotonic() - begun < 2
    assert (type(caught.value), caught.value.code) == (error, code)
    assert (caught.value.usage is not None) is is_paid
    assert not is_paid or caught.value.usage.cache_write_tokens > 0
    assert _stats(claude)["calls"] == 1


@pytest.mark.parametrize("fault", ["invalid_json", "breaks_schema"])
def test_a_complete_answer_is_handed_on_for_its_contract_to_judge(claude: str, fault: str) -> None:
    _set(claude, "faults", [{"fault": fault}])
    assert _ask(claude).usage.output_tokens > 0


def test_what_a_refused_request_lacks_is_said_beside_the_error(claude: str) -> None:
    with pytest.raises(PermanentError) as caught:
        _ask(claude, request=replace(REQUEST, max_output_tokens=0))
    assert caught.value.said == "max_tokens: Input should be an integer greater than or equal to 1"
    assert caught.value.said not in str(caught.value)


def test_the_wait_that_the_server_names_arrives(claude: str) -> None:
    _set(claude, "faults", [{"fault": "rate_limit", "retry_after_s": 37}])
    with pytest.raises(RateLimited) as caught:
        _ask(claude)
    assert caught.value.retry_after_s == 37


@pytest.mark.alone
def test_a_stream_that_gives_no_byte_for_long_enough_is_left(claude: str) -> None:
    _set(claude, "faults", [{"fault": "stall"}])
    begun = time.monotonic()
    with pytest.raises(TransientCallError):
        _ask(claude, stall_seconds=0.5)
    assert 0.5 <= time.monotonic() - begun < 1.5


@pytest.mark.alone
def test_calls_run_at_the_same_time(claude: str) -> None:
    _set(claude, "latency", {"latency_ms": 1_000})

    async def together() -> None:
        model = ClaudeModel(base_url=claude)
        await asyncio.gather(*(model.call(REQUEST, lambda said: None) for _ in range(20)))
        await model.close()

    asyncio.run(together())
    assert _stats(claude)["max_at_once"] == 20


@pytest.mark.alone
def test_a_cancelled_call_closes_its_stream_at_once(claude: str) -> None:
    _set(claude, "latency", {"latency_ms": 60_000})

    async def cancel() -> float:
        model = ClaudeModel(base_url=claude)
        running = asyncio.create_task(model.call(REQUEST, lambda said: None))
        await asyncio.sleep(0.8)  # in the middle of the stream: reading or resting
        assert not running.done()
        running.cancel()
        cancelled_at = time.time()
        with pytest.raises(asyncio.CancelledError):
            await running
        return cancelled_at

    cancelled_at = asyncio.run(cancel())
    while _stats(claude)["open"] and time.time() < cancelled_at + 5:
        time.sleep(0.02)
    [seen] = _stats(claude)["requests"]
    assert seen["aborted"]
    assert seen["ended_at"] - cancelled_at < 0.5


def test_nobody_there_is_worth_another_attempt() -> None:
    with pytest.raises(TransientCallError) as caught:
        _ask("http://127.0.0.1:9")
    assert caught.value.code == "model-unreachable"
    assert "127.0.0.1" not in str(caught.value)
