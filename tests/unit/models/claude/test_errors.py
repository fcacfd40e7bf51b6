"""Every way in which a call fails, as the consequence that the engine draws from it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from generation.engine.errors import CallError, InvalidOutput, PermanentError, RateLimited, TransientCallError
from generation.engine.model.job import Usage
from generation.models.claude.errors import retry_after_s
from tests.unit.models.claude.wire import (
    REQUEST,
    SECRET_PROMPT,
    Part,
    Wire,
    ask,
    error_event,
    event,
    model,
    refusing,
    started,
    stopped,
    streaming,
    text,
)

STATUSES: list[tuple[int, str, type[CallError], str]] = [
    (400, "invalid_request_error", PermanentError, "model-request-invalid"),
    (401, "authentication_error", PermanentError, "model-access-denied"),
    (402, "billing_error", PermanentError, "model-billing"),
    (400, "billing_error", PermanentError, "model-billing"),
    (403, "permission_error", PermanentError, "model-access-denied"),
    (404, "not_found_error", PermanentError, "model-request-invalid"),
    (408, "timeout_error", TransientCallError, "model-unavailable"),
    (409, "conflict_error", TransientCallError, "model-unavailable"),
    (412, "", PermanentError, "model-request-invalid"),
    (413, "request_too_large", PermanentError, "input-too-long"),
    (418, "", PermanentError, "model-request-invalid"),
    (422, "invalid_request_error", PermanentError, "model-request-invalid"),
    (424, "", TransientCallError, "model-unavailable"),
    (429, "rate_limit_error", RateLimited, "rate-limited"),
    (431, "", PermanentError, "model-request-invalid"),
    (499, "", TransientCallError, "model-unavailable"),
    (500, "api_error", TransientCallError, "model-unavailable"),
    (501, "", TransientCallError, "model-unavailable"),
    (502, "", TransientCallError, "model-unavailable"),
    (503, "", TransientCallError, "model-unavailable"),
    (504, "timeout_error", TransientCallError, "model-unavailable"),
    (529, "overloaded_error", RateLimited, "model-overloaded"),
    (302, "", PermanentError, "model-request-invalid"),
]


@pytest.mark.parametrize(("status", "kind", "error", "code"), STATUSES)
def test_a_status_decides_by_its_consequence(
    status: int, kind: str, error: type[CallError], code: str
) -> None:
    wire = Wire(lambda: refusing(status, kind))
    with pytest.raises(CallError) as caught:
        ask(wire)
    assert (type(caught.value), caught.value.code) == (error, code)
    assert len(wire.requests) == 1  # the queue is the retry layer, not the SDK
    assert str(status) in str(caught.value)
    assert "req_1" in str(caught.value)
    assert caught.value.usage is None


@pytest.mark.parametrize("code", ["contract_spend_limit_reached", "enforced_spend_limit_reached"])
def test_an_empty_purse_is_no_rate_limit(code: str) -> None:
    with pytest.raises(PermanentError) as caught:
        ask(Wire(lambda: refusing(429, "rate_limit_error", code=code)))
    assert caught.value.code == "model-billing"


def test_a_ramp_limit_is_a_rate_limit() -> None:
    with pytest.raises(RateLimited) as caught:
        ask(Wire(lambda: refusing(429, "rate_limit_error", code="ramp_limit_exceeded", retry_after="9")))
    assert caught.value.retry_after_s == 9


def test_an_error_page_that_is_no_json_decides_by_its_status() -> None:
    with pytest.raises(TransientCallError) as caught:
        ask(Wire(lambda: httpx2.Response(502, text="<html>bad gateway</html>")))
    assert caught.value.code == "model-unavailable"


NOW = "Sat, 21 Nov 2026 08:00:00 GMT"
WAITS: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": "0.5"}, 0.5),
    ({"retry-after-ms": "1500", "retry-after": "7"}, 1.5),
    ({"retry-after": "-3"}, 0.0),
    ({"retry-after": "3600"}, 3600.0),
    ({"retry-after": "nan"}, None),
    ({"retry-after": "inf"}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": ""}, None),
    ({"retry-after": "Sat, 21 Nov 2026 08:01:30 GMT", "date": NOW}, 90.0),
    ({"retry-after": "Sat, 21 Nov 2026 08:01:30 -0000", "date": NOW}, 90.0),
    ({"retry-after": "Sat, 21 Nov 2026 07:00:00 GMT", "date": NOW}, 0.0),
    ({"retry-after": "Sat, 21 Nov 2026 08:01:30 GMT"}, None),
]


@pytest.mark.parametrize(("headers", "wait"), WAITS)
def test_the_wait_is_what_the_answer_names(headers: dict[str, str], wait: float | None) -> None:
    assert retry_after_s(httpx2.Headers(headers)) == wait


@pytest.mark.parametrize(("status", "code"), [(429, "rate-limited"), (529, "model-overloaded")])
def test_the_wait_reaches_the_engine(status: int, code: str) -> None:
    with pytest.raises(RateLimited) as caught:
        ask(Wire(lambda: refusing(status, retry_after_ms="2500")))
    assert (caught.value.code, caught.value.retry_after_s) == (code, 2.5)


EVENTS: list[tuple[str, type[CallError], str]] = [
    ("overloaded_error", RateLimited, "model-overloaded"),
    ("rate_limit_error", RateLimited, "rate-limited"),
    ("api_error", TransientCallError, "model-unavailable"),
    ("timeout_error", TransientCallError, "model-unavailable"),
    ("invalid_request_error", PermanentError, "model-request-invalid"),
    ("authentication_error", PermanentError, "model-access-denied"),
    ("permission_error", PermanentError, "model-access-denied"),
    ("billing_error", PermanentError, "model-billing"),
    ("request_too_large", PermanentError, "input-too-long"),
    ("something_new", TransientCallError, "model-unavailable"),
]


@pytest.mark.parametrize(("kind", "error", "code"), EVENTS)
def test_an_error_event_decides_by_its_type(kind: str, error: type[CallError], code: str) -> None:
    with pytest.raises(CallError) as caught:
        ask(Wire(lambda: streaming(started(), text("half"), error_event(kind))))
    assert (type(caught.value), caught.value.code) == (error, code)
    assert (caught.value.usage.input_tokens, caught.value.usage.output_tokens) == (100, 1)
    assert (caught.value.usage.model_calls, caught.value.is_unbilled) == (0, False)


BREAKS: list[tuple[str, list[Part], str]] = [
    ("dropped", [httpx2.RemoteProtocolError("peer closed connection")], "model-stream-broken"),
    ("reset", [httpx2.ReadError("")], "model-stream-broken"),
    ("stalled", [httpx2.ReadTimeout("")], "model-stream-stalled"),
    ("undecodable", [httpx2.DecodingError("")], "model-stream-broken"),
    ("no JSON", [b"event: content_block_delta\ndata: {not\n\n"], "model-stream-garbled"),
    ("no UTF-8", [b"event: content_block_delta\ndata: \xff\xfe\n\n"], "model-stream-garbled"),
    ("an error that is no JSON", [b"event: error\ndata: oh\n\n"], "model-stream-garbled"),
    ("an error of no shape", [b"event: error\ndata: [1]\n\n"], "model-unavailable"),
    ("JSON of no shape", [b"event: content_block_delta\ndata: 7\n\n"], "model-stream-garbled"),
    ("an event without type", [b'event: content_block_delta\ndata: {"a": 1}\n\n'], "model-stream-garbled"),
    (
        "a delta without text",
        [event("content_block_delta", delta={"type": "text_delta"})],
        "model-stream-garbled",
    ),
    (
        "a text of texts",
        [event("content_block_delta", delta={"type": "text_delta", "text": ["a"]})],
        "model-stream-garbled",
    ),
    ("a bottomless JSON", [b"event: x\ndata: " + b"[" * 200_000 + b"\n\n"], "model-stream-garbled"),
    ("a clean early end", [], "model-stream-incomplete"),
]


@pytest.mark.parametrize(("parts", "code"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS])
def test_a_broken_stream_is_worth_another_attempt_its_tokens_are_kept_and_its_bill_is_not_known(
    parts: list[Part], code: str
) -> None:
    with pytest.raises(TransientCallError) as caught:
        ask(Wire(lambda: streaming(started(cache_read_input_tokens=40), text("half"), *parts)))
    assert (type(caught.value), caught.value.code) == (TransientCallError, code)
    assert caught.value.usage == Usage(input_tokens=100, output_tokens=1, cache_read_tokens=40)
    assert not caught.value.is_unbilled


@pytest.mark.parametrize("parts", [[], [b"<html>a captive portal</html>"], [httpx2.ReadTimeout("")]])
def test_a_stream_that_never_began_may_have_been_paid_for(parts: list[Part]) -> None:
    with pytest.raises(TransientCallError) as caught:
        ask(Wire(lambda: streaming(*parts)))
    assert caught.value.usage is None
    assert not caught.value.is_unbilled


@pytest.mark.parametrize(
    ("broken", "code", "is_unbilled"),
    [
        (httpx2.ConnectError("refused"), "model-unreachable", True),
        (httpx2.RemoteProtocolError("closed"), "model-unreachable", False),
        (httpx2.ConnectTimeout(""), "model-timeout", True),
        (httpx2.ReadTimeout(""), "model-timeout", False),
        (httpx2.PoolTimeout(""), "model-timeout", True),
    ],
)
def test_a_connection_that_fails_is_worth_another_attempt_and_cost_nothing_where_nothing_was_sent(
    broken: Exception, code: str, is_unbilled: bool
) -> None:
    with pytest.raises(TransientCallError) as caught:
        ask(Wire(lambda: broken))
    assert (caught.value.code, caught.value.is_unbilled) == (code, is_unbilled)


@pytest.mark.parametrize("status", [row[0] for row in STATUSES])
def test_a_refusal_before_the_stream_cost_nothing_and_a_server_error_may_have(status: int) -> None:
    with pytest.raises(CallError) as caught:
        ask(Wire(lambda: refusing(status, "")))
    assert caught.value.is_unbilled is (status == 529 or (status < 500 and status not in (408, 499)))


STOPS: list[tuple[str | None, type[CallError], str]] = [
    ("max_tokens", InvalidOutput, "output-truncated"),
    ("refusal", PermanentError, "model-refused"),
    ("model_context_window_exceeded", PermanentError, "input-too-long"),
    ("pause_turn", TransientCallError, "model-stopped-early"),
    ("tool_use", TransientCallError, "model-stopped-early"),
    ("something_new", TransientCallError, "model-stopped-early"),
    (None, TransientCallError, "model-stream-incomplete"),
]


@pytest.mark.parametrize(("reason", "error", "code"), STOPS)
def test_a_stop_before_the_end_is_paid_for_and_no_answer(
    reason: str | None, error: type[CallError], code: str
) -> None:
    with pytest.raises(CallError) as caught:
        ask(Wire(lambda: streaming(started(), text("half"), stopped(reason, output_tokens=50))))
    assert (type(caught.value), caught.value.code) == (error, code)
    assert (caught.value.usage.input_tokens, caught.value.usage.output_tokens) == (100, 50)
    assert (caught.value.usage.model_calls, caught.value.usage.cost_usd is None) == (
        (0, True) if reason is None else (1, False)
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("word " * 12_000, "shorter"),
        ("word", "thinking"),
        ("word " * 4_000, "thinking"),
        ("\u8a9e" * 9_000, "shorter"),
        ("word \ud83d", "thinking"),
    ],
    ids=["text", "thinking", "mostly thinking", "text with a token a character", "half a surrogate pair"],
)
def test_a_cut_off_answer_is_to_be_shorter_unless_thinking_used_the_room(written: str, told: str) -> None:
    with pytest.raises(InvalidOutput) as caught:
        ask(Wire(lambda: streaming(started(), text(written), stopped("max_tokens"))))
    [said] = caught.value.errors
    assert "cut off at its limit of 16000 tokens" in said
    assert [word for word in ("shorter", "thinking") if word in said] == [told]


@pytest.mark.parametrize(
    ("category", "named"), [("cyber", "cyber"), (None, "no category"), ("<b>", "no category")]
)
def test_a_refusal_names_its_category_if_the_api_documents_it(category: str | None, named: str) -> None:
    with pytest.raises(PermanentError) as caught:
        ask(Wire(lambda: streaming(started(), stopped("refusal", category=category))))
    assert named in str(caught.value)
    assert "<b>" not in str(caught.value)


def test_a_call_has_a_longest_time() -> None:
    with pytest.raises(TransientCallError) as caught:
        ask(Wire(lambda: streaming(started(), text("half"), 30.0)), call_seconds=0.05)
    assert caught.value.code == "model-timeout"
    assert caught.value.usage.input_tokens == 100


@pytest.mark.parametrize("bug", [ValueError, KeyError, TimeoutError, RuntimeError])
def test_what_the_listener_raises_is_no_error_of_the_model(bug: type[Exception]) -> None:
    def on_text(said: str) -> None:
        raise bug

    wire = Wire(lambda: streaming(started(), text("half"), stopped()))
    with pytest.raises(bug):
        asyncio.run(model(wire).call(REQUEST, on_text))


UNTRUSTED = [
    lambda: refusing(400, "<script>"),
    lambda: refusing(500, SECRET_PROMPT),
    lambda: httpx2.Response(400, headers={"request-id": SECRET_PROMPT}, json={"message": SECRET_PROMPT}),
    lambda: streaming(started(), text("half"), error_event(SECRET_PROMPT)),
    lambda: streaming(started(), text("secret answer"), httpx2.ReadError(SECRET_PROMPT)),
    lambda: httpx2.ConnectError("http://claude.test"),
]


@pytest.mark.parametrize("answer", UNTRUSTED)
def test_messages_hold_nothing_that_came_over_the_wire(answer: Any) -> None:
    with pytest.raises(CallError) as caught:
        ask(Wire(answer))
    for secret in (SECRET_PROMPT, "secret answer", "claude.test", "<script>", "words"):
        assert secret not in str(caught.value)
