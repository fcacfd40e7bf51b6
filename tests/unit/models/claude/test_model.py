"""A call that goes well: what is sent, what is heard while it is written, what comes back."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from decimal import Decimal

import httpx2
import pytest

from generation.engine.errors import PermanentError
from generation.engine.model.job import Usage
from generation.engine.ports import Model, ModelRequest, Turn
from generation.models.claude.answer import TELL_EVERY_S
from generation.models.claude.model import REST_S, ClaudeModel
from tests.unit.models.claude.wire import (
    MODEL,
    REQUEST,
    Part,
    Wire,
    ask,
    event,
    model,
    started,
    stopped,
    streaming,
    text,
)

WHOLE = (started(), text("Hello, "), text("world"), stopped())


def test_the_adapter_is_a_model() -> None:
    port: Model = ClaudeModel()
    assert port.most_expensive(REQUEST) is not None


@pytest.mark.parametrize("reason", ["end_turn", "stop_sequence"])
def test_an_answer_comes_with_its_model_and_its_price(reason: str) -> None:
    parts = (
        started(input_tokens=1000, cache_read_input_tokens=2000, cache_creation_input_tokens=3000),
        text("Hello, "),
        text("world"),
        stopped(reason, output_tokens=500),
    )
    reply = ask(Wire(lambda: streaming(*parts)))
    assert (reply.text, reply.model) == ("Hello, world", MODEL)
    assert reply.usage == Usage(
        model_calls=1,
        input_tokens=1000,
        output_tokens=500,
        cache_read_tokens=2000,
        cache_write_tokens=3000,
        # 1,000 at $2, 500 at $10, 2,000 at $0.10 and 3,000 at $2.50 a million
        cost_usd=Decimal("0.0147"),
    )


def test_later_counts_replace_earlier_ones_and_missing_ones_do_not() -> None:
    parts = (
        started(cache_read_input_tokens=7),
        text("x"),
        stopped(input_tokens=90, cache_read_input_tokens=None),
    )
    usage = ask(Wire(lambda: streaming(*parts))).usage
    assert (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens) == (90, 20, 7)


def test_an_answer_of_an_unknown_model_has_an_unknown_price() -> None:
    reply = ask(Wire(lambda: streaming(started("offline"), text("x"), stopped())))
    assert (reply.model, reply.usage.model_calls, reply.usage.cost_usd) == ("offline", 1, None)


def test_only_text_is_the_answer() -> None:
    thinking = event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "hm"})
    block = event("content_block_start", index=1, content_block={"type": "text", "text": "A"})
    news = event("something_new", index=1)
    parts = (started(), thinking, event("ping"), block, news, b": a comment\n\n", text("B"), stopped())
    assert ask(Wire(lambda: streaming(*parts))).text == "AB"


def test_text_of_many_scripts_survives_any_cut_of_the_bytes() -> None:
    said = "Prüfung 試験 ✓ 🎓"
    stream = b"".join((started(), text(said), stopped()))
    cut = tuple(stream[at : at + 3] for at in range(0, len(stream), 3))
    assert ask(Wire(lambda: streaming(*cut))).text == said


def test_a_complete_answer_survives_what_happens_to_its_connection_afterwards() -> None:
    wire = Wire(lambda: streaming(*WHOLE, httpx2.RemoteProtocolError("closed")))
    assert ask(wire).text == "Hello, world"


def test_the_request_is_what_the_api_takes() -> None:
    wire = Wire(lambda: streaming(*WHOLE))
    request = ModelRequest(
        model="claude-opus-5-5",
        shared=("the exam", "the rules"),
        turns=(
            Turn(role="user", text="write"),
            Turn(role="assistant", text="[]"),
            Turn(role="user", text="again"),
        ),
        schema={"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
        max_output_tokens=9_000,
        effort="low",
    )
    ask(wire, request)
    assert wire.body == {
        "model": "claude-opus-5-5",
        "max_tokens": 9_000,
        "stream": True,
        "system": [
            {"type": "text", "text": "the exam"},
            {"type": "text", "text": "the rules", "cache_control": {"type": "ephemeral"}},
        ],
        "messages": [
            {"role": "user", "content": "write"},
            {"role": "assistant", "content": "[]"},
            {"role": "user", "content": "again"},
        ],
        "output_config": {
            "effort": "low",
            "format": {
                "type": "json_schema",
                "schema": {
                    "type": "object",
                    "properties": {"title": {"type": "string"}},
                    "required": ["title"],
                },
            },
        },
    }
    assert wire.requests[0].url.path == "/v1/messages"


def test_free_text_without_shared_blocks_asks_for_neither_schema_nor_cache() -> None:
    wire = Wire(lambda: streaming(*WHOLE))
    ask(wire, ModelRequest(model=MODEL, shared=(), turns=REQUEST.turns))
    assert wire.body["output_config"] == {"effort": "medium"}
    assert "system" not in wire.body
    assert "cache_control" not in json.dumps(wire.body)


def _heard(*parts: Part) -> list[str]:
    heard: list[str] = []
    asyncio.run(model(Wire(lambda: streaming(*parts))).call(REQUEST, heard.append))
    return heard


def test_the_listener_hears_the_text_grow_and_at_last_all_of_it() -> None:
    written = [text(f"{number:03} ") for number in range(40)]
    parts: list[Part] = [started(), stopped()]
    parts[1:1] = itertools.chain.from_iterable((piece, 0.01) for piece in written)
    took = time.monotonic()
    heard = _heard(*parts)
    took = time.monotonic() - took
    assert heard[-1] == "".join(f"{number:03} " for number in range(40))
    assert all(later.startswith(earlier) and later != earlier for earlier, later in itertools.pairwise(heard))
    # ten times a second at most, at the first piece and at the end
    assert 3 <= len(heard) <= took / TELL_EVERY_S + 2


def test_many_pieces_at_once_are_not_told_one_by_one() -> None:
    heard = _heard(started(), *(text("word ") for _ in range(5_000)), stopped())
    assert len(heard) <= 12
    assert heard[-1] == "word " * 5_000


def test_nothing_is_told_while_nothing_is_written() -> None:
    assert _heard(started(), 0.15, event("ping"), 0.15, event("ping"), stopped()) == []


def test_resting_never_delays_the_end_by_more_than_its_share() -> None:
    took = time.monotonic()
    _heard(started(), 0.4, text("a"), stopped())
    took = time.monotonic() - took
    assert took < 0.4 + REST_S + 0.1


def test_twenty_calls_share_a_loop() -> None:
    wire = Wire(lambda: streaming(started(), 0.05, text("x"), stopped()))

    async def together() -> None:
        claude = model(wire)
        await asyncio.gather(*(claude.call(REQUEST, lambda said: None) for _ in range(20)))
        await claude.close()

    took = time.monotonic()
    asyncio.run(together())
    assert len(wire.requests) == 20
    assert time.monotonic() - took < 20 * 0.05


def test_a_prompt_that_is_no_unicode_is_refused_before_it_is_sent() -> None:
    wire = Wire(lambda: streaming(*WHOLE))
    with pytest.raises(PermanentError) as caught:
        ask(wire, ModelRequest(model=MODEL, shared=(), turns=(Turn(role="user", text="\ud800"),)))
    assert caught.value.code == "model-request-invalid"
    assert wire.requests == []


def test_an_unknown_provider_is_a_broken_deployment() -> None:
    with pytest.raises(ValueError, match="vertex"):
        ClaudeModel(provider="vertex")
