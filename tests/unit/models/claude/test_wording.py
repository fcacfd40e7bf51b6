"""What the API says of an error reaches the logs, without keys and without the prompt, and nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.errors import CallError
from generation.engine.ports import Turn
from generation.models.claude import wording
from tests.unit.models.claude.wire import REQUEST, Wire, ask, started, streaming, text

KEY = "sk-ant-api03-4fQx_Zk9-LmN2pR7sT1uVwXyZ0aBcDeFgHiJkLmNoPqRs"
SCHEMA = "output_config.format.schema: For 'object' type, property 'minimum' is not supported"
TYPED = "My knee hurts since the fall of 2019, and I lift <50> kg\nwith my left hand"


def caught(answer: Callable[[], httpx2.Response], typed: str = TYPED) -> CallError:
    """The error of one call, with `typed` in its prompt, by the real SDK."""
    request = replace(
        REQUEST,
        shared=(f"Rules: {typed}",),
        turns=(Turn(role="user", text=f"Write. <q>{json.dumps(typed)}</q>"),),
    )
    with pytest.raises(CallError) as raised:
        ask(Wire(answer), request)
    return raised.value


def refusing(message: Any, status: int = 400) -> Callable[[], httpx2.Response]:
    body = {"type": "error", "error": {"type": "invalid_request_error", "message": message}}
    return lambda: httpx2.Response(status, json=body)


@pytest.mark.parametrize(
    "message",
    [
        SCHEMA,
        "model: claude-haiku-4-5-20251001 not found",
        "prompt is too long: 1200345 tokens > 1000000 maximum",
        "This request would exceed your organization's rate limit of 50 requests per minute",
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing",
        "invalid x-api-key",
        "Invalid bearer token",
        "Schema is too complex for compilation: risk-based 'additionalProperties' in unevaluatedProperties",
    ],
)
@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_what_can_be_diagnosed_is_kept_as_it_was_said(message: str, status: int) -> None:
    error = caught(refusing(message, status))
    assert error.said == message
    assert error.details == {"code": error.code, "said": message}
    assert message not in str(error), "the job's error is made of the status alone"


def test_an_error_event_inside_a_stream_says_it_too() -> None:
    sent = {"type": "error", "error": {"type": "api_error", "message": f"{SCHEMA} in {TYPED}"}}
    error = caught(
        lambda: streaming(started(), text("half"), f"event: error\ndata: {json.dumps(sent)}\n\n".encode())
    )
    assert error.said == f"{SCHEMA} in [...]"


def test_the_form_of_aws_is_read() -> None:
    error = caught(lambda: httpx2.Response(403, json={"message": "No access to the model with this id"}))
    assert error.said == "No access to the model with this id"


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx2.Response(400, text="<html>bad gateway</html>"),
        lambda: httpx2.Response(400, json=["words"]),
        lambda: httpx2.Response(400, json={"error": "words"}),
        refusing({"of": "words"}),
        refusing(None),
        refusing(" \n\u200b\x00"),
    ],
)
def test_what_is_no_message_is_left_out(answer: Callable[[], httpx2.Response]) -> None:
    error = caught(answer)
    assert error.said == ""
    assert error.details == {"code": "model-request-invalid"}


QUOTES: list[Callable[[str], str]] = [
    str,
    json.dumps,
    repr,
    str.upper,
    lambda typed: " ".join(typed.split()),
    lambda typed: typed.replace("\n", ""),
    lambda typed: typed[5:40],
    lambda typed: "\u200b".join(typed),
    lambda typed: json.dumps(json.dumps(typed)),
    lambda typed: typed.replace(" ", "   \t"),
]


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize(
    "typed",
    [TYPED, "膝が二〇一九年の秋から痛いので、左手だけで持ち上げます", "כואבת לי הברך מאז הנפילה ב-2019"],
)
def test_no_twenty_characters_of_the_prompt_are_said(quote: Callable[[str], str], typed: str) -> None:
    error = caught(refusing(f"messages.0: cannot read '{quote(typed)}' at all"), typed)
    assert error.said.startswith("messages.0: cannot read")
    assert error.said.endswith("at all")
    plain = [_letters(form) for form in (typed, json.dumps(typed))]
    said = _letters(error.said)
    assert not [
        said[i : i + 12] for i in range(len(said) - 11) if any(said[i : i + 12] in it for it in plain)
    ]


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


@given(st.text(min_size=20, max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_no_run_of_any_prompt_is_said(typed: str, before: str, after: str) -> None:
    prompt = {"messages": [{"role": "user", "content": f"{before}{typed}"}]}
    said = wording.said({"message": f"{after}{typed}{after}"}, prompt, {})
    letters, known = _letters(said), _letters(f"{before}{typed}")
    assert not any(letters[i : i + 12] in known for i in range(len(letters) - 11))
    assert len(said) <= 300
    assert all(character.isprintable() or character.isspace() for character in said.replace("\n", "\0"))


@pytest.mark.parametrize(
    "message",
    [
        f"invalid x-api-key: {KEY}",
        f"invalid x-api-key: {KEY[:14]}...{KEY[-4:]}",
        f"invalid x-api-key: {KEY[:14]}****{KEY[-4:]}",
        "key sk-proj-abcdefghijkl belongs elsewhere",
        "Authorization: Bearer abcdefgh-ijklmnop-qrstuv",
        "The security token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl is expired",
        "Credential=AKIAIOSFODNN7EXAMPLEWXYZ/20261122/us-east-1",
        "s\u200bk-ant-api03-abcdefghijklmnop in disguise",
    ],
)
def test_no_key_is_said(message: str) -> None:
    said = caught(refusing(message, 401)).said
    assert "[...]" in said
    secrets = (KEY[:14], KEY[-4:], "proj-abc", "abcdefgh", "eyJ", "AKIA", "api03")
    assert not [secret for secret in secrets if secret in said]


def test_the_key_that_was_sent_is_not_said_whatever_it_looks_like() -> None:
    said = wording.said(
        {"message": "no such user: correct-horse-battery, nor tok.en.of.role"},
        {"messages": []},
        httpx2.Headers({"X-Api-Key": "correct-horse-battery", "Authorization": "Bearer tok.en.of.role"}),
    )
    assert said == "no such user: [...], nor [...]"


def test_it_is_one_short_line_without_commands() -> None:
    error = caught(refusing("a\r\nb\x1b[31m\u202ec\u2066" + " word-of-mine" * 100_000))
    assert error.said.startswith("a b[31mc word-of-mine")
    assert len(error.said) == 300
    assert error.said.isprintable()


def test_a_long_prompt_and_a_long_message_take_no_time() -> None:
    prompt = "".join(f"premise{n} of q{n}, " for n in range(60_000))
    request = {"system": [{"type": "text", "text": prompt}], "messages": [{"role": "user", "content": "?"}]}
    begin = time.process_time()
    said = wording.said({"message": "premise " * 50_000}, request, {})
    wording.said({"message": prompt}, request, {})
    assert time.process_time() - begin < 2
    assert said.startswith("premise premise")
