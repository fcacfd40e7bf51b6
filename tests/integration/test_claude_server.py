"""The Claude-compatible server, spoken to by the real SDK: what it answers, refuses and counts."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

import anthropic
import pytest

from tests.integration.claude_server import (
    BOTH_WAYS,
    QUESTIONS,
    Server,
    Way,
    ask,
    ask_streaming,
    lesson_request,
    prompt,
    request,
    text_of,
    topics_request,
)


@BOTH_WAYS
def test_topics_of_an_exam(server: Server, way: Way) -> None:
    message = way(server, topics_request())

    topics = json.loads(text_of(message))["topics"]
    found = sorted(question_id for topic in topics for question_id in topic["question_ids"])
    assert len(topics) == 10
    assert found == sorted(question["question_id"] for question in QUESTIONS)
    assert (message.model, message.stop_reason, message.role) == ("offline", "end_turn", "assistant")
    assert message.usage.input_tokens > 1_000
    assert message.usage.output_tokens > 100


def test_both_ways_give_the_same_text(server: Server) -> None:
    assert text_of(ask(server, lesson_request())) == text_of(ask_streaming(server, lesson_request()))


def test_stream_has_the_events_of_the_api_in_order(server: Server) -> None:
    answer = server.http.post(
        "/v1/messages",
        json=lesson_request(stream=True),
        headers={"authorization": "Bearer offline"},
    )

    events = re.findall(r"^event: (\w+)$", answer.text, re.MULTILINE)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["request-id"]
    assert events[:3] == ["message_start", "content_block_start", "ping"]
    assert set(events[3:-3]) == {"content_block_delta"}
    assert events[-3:] == ["content_block_stop", "message_delta", "message_stop"]


@pytest.mark.alone
def test_text_grows_evenly_over_the_latency(server: Server) -> None:
    server.latency(1000)
    begin = time.monotonic()

    with server.client.messages.stream(**lesson_request()) as stream:
        arrivals = [time.monotonic() - begin for _ in stream.text_stream]

    assert 0.95 < time.monotonic() - begin < 1.5
    assert len(arrivals) >= 20
    assert arrivals[0] < 0.4
    assert abs(arrivals[len(arrivals) // 2] - 0.5) < 0.25


@pytest.mark.alone
def test_plain_call_takes_the_latency(server: Server) -> None:
    server.latency(300)
    begin = time.monotonic()

    ask(server, lesson_request())

    assert 0.29 < time.monotonic() - begin < 0.8


def test_answer_is_cut_at_max_tokens(server: Server) -> None:
    message = ask(server, lesson_request(max_tokens=50))

    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens == 50
    assert len(text_of(message)) <= 200


def test_unknown_request_learns_what_answers(server: Server) -> None:
    assert "not a language model" in text_of(ask(server, request("Write a poem.")))


def test_tokens_are_counted_as_they_are_billed(server: Server) -> None:
    counted = server.client.messages.count_tokens(model="m", messages=lesson_request()["messages"])

    assert counted.input_tokens == ask(server, lesson_request()).usage.input_tokens


def test_shared_prefix_is_written_once_and_then_read(server: Server) -> None:
    system = [{"type": "text", "text": "Rules. " * 1000, "cache_control": {"type": "ephemeral"}}]

    first = ask_streaming(server, lesson_request(0, system=system)).usage
    second = ask_streaming(server, lesson_request(5, system=system)).usage

    assert (first.cache_creation_input_tokens, first.cache_read_input_tokens) == (1754, 0)
    assert (second.cache_creation_input_tokens, second.cache_read_input_tokens) == (0, 1754)


@pytest.mark.alone
def test_ten_calls_at_once_are_counted(server: Server) -> None:
    server.latency(400)

    async def all_at_once() -> None:
        async with server.async_client() as client:
            await asyncio.gather(*(_read(client, lesson_request(start)) for start in range(10)))

    asyncio.run(all_at_once())

    stats = server.stats()
    assert (stats["calls"], stats["ended"], stats["open"], stats["max_at_once"]) == (10, 10, 0, 10)
    assert stats["by_kind"] == {"lesson": 10}
    assert len({one["key"] for one in stats["requests"]}) == 10


async def _read(client: anthropic.AsyncAnthropic, body: dict[str, Any]) -> None:
    async with client.messages.stream(**body) as stream:
        await stream.get_final_message()


def test_same_call_has_the_same_key(server: Server) -> None:
    ask(server, lesson_request())
    ask(server, lesson_request())

    assert len({one["key"] for one in server.stats()["requests"]}) == 1


@pytest.mark.alone
@pytest.mark.parametrize("is_stream", [True, False])
def test_client_that_goes_away_is_noticed(server: Server, is_stream: bool) -> None:
    server.latency(5_000)

    async def go_away() -> float:
        async with server.async_client() as client:
            body = lesson_request(stream=True) if is_stream else lesson_request()
            call = asyncio.ensure_future(client.messages.create(**body))
            await asyncio.sleep(0.4)
            gone = time.time()
            if is_stream:
                await (await call).close()
            else:
                call.cancel()
                await asyncio.wait([call])
            return gone

    gone = asyncio.run(go_away())
    stats = server.stats()
    while stats["open"] and time.time() < gone + 5:
        time.sleep(0.02)
        stats = server.stats()

    assert (stats["aborted"], stats["open"]) == (1, 0)
    assert stats["requests"][0]["aborted"]
    assert stats["requests"][0]["ended_at"] - gone < 0.2


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"{", 400, "invalid_request_error"),
        (b"{}", 400, "invalid_request_error"),
        (json.dumps(request("Write a poem.", {"type": "object"})).encode(), 400, "invalid_request_error"),
        (json.dumps(request(prompt("topics", questions=[]))).encode(), 400, "invalid_request_error"),
    ],
)
def test_wrong_requests_are_refused_in_the_shape_of_the_api(
    server: Server, body: bytes, status: int, kind: str
) -> None:
    answer = server.http.post("/v1/messages", content=body, headers={"x-api-key": "offline"})

    assert answer.status_code == status
    assert answer.json()["type"] == "error"
    assert answer.json()["error"]["type"] == kind
    assert answer.json()["request_id"] == answer.headers["request-id"]
    assert server.stats()["failed"] == 1


def test_sdk_raises_bad_request_with_the_message(server: Server) -> None:
    with pytest.raises(anthropic.BadRequestError, match="kind None is unknown"):
        ask_streaming(server, request("Write a poem.", {"type": "object"}))


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer"}, {"authorization": "Basic x"}])
def test_call_without_a_key_is_401(server: Server, headers: dict[str, str]) -> None:
    answer = server.http.post("/v1/messages", json=lesson_request(), headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "authentication_error"
    assert server.stats()["calls"] == 0


def test_unknown_route_is_404(server: Server) -> None:
    answer = server.http.get("/v1/models", headers={"x-api-key": "offline"})

    assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found_error")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", [{"fault": "boom"}]),
        ("latency", {"latency_ms": -1}),
        ("latency", []),
        ("limits", {"requests_per_minute": -1}),
    ],
)
def test_wrong_control_is_refused(server: Server, path: str, body: Any) -> None:
    assert server.http.post(f"/_control/{path}", json=body).status_code == 400
