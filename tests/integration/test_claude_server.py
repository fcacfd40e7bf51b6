"""The Claude-compatible server, spoken to by the real SDK."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anthropic
import httpx
import httpx2
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


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    # Clients for all tests: each costs a tenth of a second.
    with running() as (_, url), sdk_client(url) as client, httpx.Client(base_url=url) as http:
        yield Server(url, client, http)


@pytest.fixture
def server(shared_server: Server) -> Server:
    shared_server.control("POST", "reset")
    return shared_server


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


# What claude-facts.md names for each fault, streamed and plain.
RAISED: list[tuple[str, type[Exception], type[Exception]]] = [
    ("rate_limit", anthropic.RateLimitError, anthropic.RateLimitError),
    ("server_error", anthropic.InternalServerError, anthropic.InternalServerError),
    ("overloaded", anthropic.OverloadedError, anthropic.OverloadedError),
    ("stall", httpx2.ReadTimeout, anthropic.APITimeoutError),
    ("drop", httpx2.RemoteProtocolError, anthropic.APIConnectionError),
    ("error_event", anthropic.APIStatusError, anthropic.InternalServerError),
    ("garbage", json.JSONDecodeError, json.JSONDecodeError),
]


@pytest.mark.parametrize(("fault", "streamed", "plain"), RAISED)
def test_fault_raises_what_the_sdk_is_known_to_raise(
    server: Server, fault: str, streamed: type[Exception], plain: type[Exception]
) -> None:
    body = lesson_request(extra_headers={"x-fault": fault}, timeout=0.4 if fault == "stall" else 10)

    with pytest.raises(streamed):
        ask_streaming(server, body)
    with pytest.raises(plain):
        ask(server, body)


def test_rate_limit_names_the_wait(server: Server) -> None:
    server.faults({"fault": "rate_limit", "retry_after_s": 7})

    with pytest.raises(anthropic.RateLimitError) as raised:
        ask_streaming(server, lesson_request())

    assert raised.value.response.headers["retry-after"] == "7"
    assert raised.value.request_id


def test_error_event_has_status_200(server: Server) -> None:
    with pytest.raises(anthropic.APIStatusError) as raised:
        ask_streaming(server, lesson_request(extra_headers={"x-fault": "error_event"}))

    assert raised.value.status_code == 200


@BOTH_WAYS
@pytest.mark.parametrize(
    ("fault", "stop_reason"),
    [
        ("truncate", "max_tokens"),
        ("refuse", "refusal"),
        ("invalid_json", "end_turn"),
        ("breaks_schema", "end_turn"),
        ("early_end", None),
    ],
)
def test_fault_ends_with_its_stop_reason(
    server: Server, way: Way, fault: str, stop_reason: str | None
) -> None:
    message = way(server, topics_request(extra_headers={"x-fault": fault}))

    assert message.stop_reason == stop_reason
    if fault == "refuse":
        assert message.stop_details is not None
    if fault in ("invalid_json", "truncate"):
        with pytest.raises(json.JSONDecodeError):
            json.loads(text_of(message))
    if fault == "breaks_schema":
        assert "topics" not in json.loads(text_of(message))


def test_answer_sent_back_with_its_errors_is_answered_correctly(server: Server) -> None:
    server.faults({"fault": "breaks_schema", "times": 1})
    broken = ask(server, topics_request())
    body = topics_request()
    body["messages"] += [
        {"role": "assistant", "content": text_of(broken)},
        {"role": "user", "content": 'Mend it.\n\n<errors>["topics: is required"]</errors>'},
    ]

    assert len(json.loads(text_of(ask(server, body)))["topics"]) == 10


def test_every_third_call_of_a_kind_fails(server: Server) -> None:
    server.faults({"fault": "server_error", "every": 3, "kind": "lesson"})
    ask(server, topics_request())

    failed = []
    for number in range(1, 7):
        try:
            ask(server, lesson_request())
        except anthropic.InternalServerError:
            failed.append(number)

    assert failed == [3, 6]
    assert [one["number"] for one in server.stats()["requests"] if one["fault"]] == [4, 7]
    server.control("DELETE", "faults")
    assert ask(server, lesson_request()).stop_reason == "end_turn"


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


def test_limits_are_kept_told_and_counted() -> None:
    options = ("--requests-per-minute", "2", "--output-tokens-per-minute", "100000")
    with running(*options) as (_, url), sdk_client(url) as client, httpx.Client(base_url=url) as http:
        limited = Server(url, client, http)
        first = client.messages.with_raw_response.create(**lesson_request())
        ask_streaming(limited, lesson_request())
        with pytest.raises(anthropic.RateLimitError, match="2 requests per minute") as refused:
            ask(limited, lesson_request())
        stats = limited.stats()
        limited.control("POST", "limits", {})
        ask(limited, lesson_request())

    assert first.headers["anthropic-ratelimit-requests-remaining"] == "1"
    assert refused.value.response.headers["anthropic-ratelimit-requests-limit"] == "2"
    assert 20 < float(refused.value.response.headers["retry-after"]) <= 60
    assert stats["rate_limited"] == 1
    assert stats["limits"]["requests"] == {"limit": 2, "taken": 2, "most_in_a_minute": 2}
    assert stats["limits"]["output_tokens"]["taken"] > 100


def test_a_refusal_of_a_sharp_rise_comes_on_demand(server: Server) -> None:
    server.faults({"fault": "acceleration", "retry_after_s": 3, "times": 1})
    with pytest.raises(anthropic.RateLimitError, match="may increase") as refused:
        ask(server, lesson_request())
    assert refused.value.response.headers["retry-after"] == "3"
    ask(server, lesson_request())


@pytest.mark.parametrize("value", ["-1", "many", "1.5"])
def test_a_limit_that_is_none_is_refused_at_the_start(value: str) -> None:
    ended = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "local.claude", "--port", "0", f"--requests-per-minute={value}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "--requests-per-minute" in ended.stderr


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


@pytest.mark.alone
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_it_within_a_second_while_streams_are_open(sent: signal.Signals) -> None:
    with running("--latency-ms", "60000") as (process, url):
        body = lesson_request(stream=True)
        with httpx.stream("POST", f"{url}/v1/messages", json=body, headers={"x-api-key": "x"}) as stream:
            next(stream.iter_raw())
            begin = time.monotonic()
            os.kill(process.pid, sent)

            assert process.wait(timeout=5) == 0
            assert time.monotonic() - begin < 1.0


def test_two_servers_side_by_side_know_nothing_of_each_other(server: Server) -> None:
    with running() as (_, url), sdk_client(url) as client:
        ask(Server(url, client, server.http), lesson_request())

    assert server.stats()["calls"] == 0


def test_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-m", "local.claude", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr


def test_only_loopback_can_be_bound() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "local.claude", "--port", "0", "--host", "0.0.0.0"],  # noqa: S104 - refused
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "--host" in ended.stderr
