"""Requests: what the real API would refuse is refused, with the field's name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.claude.errors import InvalidRequest
from local.claude.requests import Block, decode, parse_count, parse_message

HELLO = [{"role": "user", "content": "Hello"}]
MINIMAL: dict[str, Any] = {"model": "claude-sonnet-5-5", "max_tokens": 10, "messages": HELLO}


def test_minimal_request() -> None:
    parsed = parse_message(MINIMAL)

    assert (parsed.model, parsed.max_tokens, parsed.stream, parsed.schema) == (
        "claude-sonnet-5-5",
        10,
        False,
        None,
    )
    assert parsed.first_user_text == "Hello"


def test_cached_prefixes_are_of_one_model_one_schema_and_one_effort() -> None:
    def scope(**changes: Any) -> str:
        return parse_message(MINIMAL | changes).cache_scope

    def config(effort: str, *required: str) -> dict[str, Any]:
        schema = {"type": "object", "properties": {}, "required": list(required)}
        return {"effort": effort, "format": {"type": "json_schema", "schema": schema}}

    assert scope(output_config=config("low")) == scope(output_config=config("low"), max_tokens=99)
    assert scope() == scope(output_config={"effort": "high"}), "what the API takes where none is named"
    others = [scope(), *(scope(output_config=config(*one)) for one in (["low"], ["high"], ["low", "title"]))]
    assert len({*others, scope(model="claude-haiku-5-5")}) == 5


def test_blocks_are_in_the_order_of_the_prompt_cache() -> None:
    parsed = parse_message(
        MINIMAL
        | {
            "system": [
                {"type": "text", "text": "rules", "cache_control": {"type": "ephemeral", "ttl": "1h"}}
            ],
            "tools": [{"name": "t"}],
        }
    )

    assert parsed.blocks == (Block('{"name": "t"}'), Block("rules", "1h"), Block("Hello"))


def test_cache_control_at_the_top_marks_the_last_block() -> None:
    parsed = parse_message(MINIMAL | {"cache_control": {"type": "ephemeral"}, "system": "rules"})

    assert parsed.blocks == (Block("rules"), Block("Hello", "5m"))


def test_first_user_message_and_all_of_them() -> None:
    answer = {"role": "assistant", "content": [{"type": "text", "text": "broken"}]}
    parsed = parse_message(MINIMAL | {"messages": [*HELLO, answer, {"role": "user", "content": "Again"}]})

    assert parsed.first_user_text == "Hello"
    assert parsed.user_text == "Hello\nAgain"


def test_schema_is_found() -> None:
    wanted = {"format": {"type": "json_schema", "schema": {"type": "object"}}, "effort": "low"}

    assert parse_message(MINIMAL | {"output_config": wanted}).schema == {"type": "object"}


def test_request_to_count_has_no_max_tokens() -> None:
    assert parse_count({"model": "m", "messages": HELLO}).max_tokens == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"model": None}, "model"),
        ({"max_tokens": None}, "max_tokens"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": "10"}, "max_tokens"),
        ({"messages": None}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": ["Hello"]}, "messages.0"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": ""}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": [{"type": "image"}]}]}, "messages.0.content.0.type"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages.0.content.0.text"),
        ({"system": 5}, "system"),
        ({"stream": "yes"}, "stream"),
        ({"temperature": 0.5}, "temperature"),
        ({"cache_control": {"type": "forever"}}, "cache_control"),
        ({"cache_control": {"type": "ephemeral", "ttl": "2h"}}, "ttl"),
        ({"output_config": {"format": {"type": "xml"}}}, "output_config.format.type"),
        ({"output_config": {"format": {"type": "json_schema"}}}, "output_config.format.schema"),
    ],
)
def test_wrong_fields_are_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse_message(MINIMAL | change)

    assert field in str(raised.value)


def test_five_breakpoints_are_too_many() -> None:
    marked = {"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}

    with pytest.raises(InvalidRequest, match="maximum of 4"):
        parse_message(MINIMAL | {"system": [marked] * 5})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b'"x"', json.dumps({"model": "\ud800"}).encode()]
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        decode(body)
