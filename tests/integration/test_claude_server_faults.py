"""The Claude-compatible server's faults and limits, as the real SDK meets them."""

from __future__ import annotations

import json

import anthropic
import httpx
import httpx2
import pytest

from tests.integration.claude_server import (
    BOTH_WAYS,
    Server,
    Way,
    ask,
    ask_streaming,
    lesson_request,
    running,
    sdk_client,
    text_of,
    topics_request,
)

# What the SDK raises for each fault, streamed and plain.
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
