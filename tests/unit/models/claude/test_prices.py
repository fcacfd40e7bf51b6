"""What calls cost, and the bound that the job's limit is held against."""

from __future__ import annotations

import socket
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.model.job import Usage
from generation.engine.ports import ModelRequest, Turn
from generation.models.claude.prices import PRICE_LISTS, cost, most_expensive

MODEL = "claude-sonnet-5-5"


def _request(shared: tuple[str, ...], text: str, schema: dict[str, object] | None = None) -> ModelRequest:
    return ModelRequest(model=MODEL, shared=shared, turns=(Turn(role="user", text=text),), schema=schema)


def test_cached_tokens_are_priced_once_and_as_cached() -> None:
    uncached = cost("anthropic", MODEL, Usage(input_tokens=1_000_000))
    read = cost("anthropic", MODEL, Usage(cache_read_tokens=1_000_000))
    written = cost("anthropic", MODEL, Usage(cache_write_tokens=1_000_000))
    assert (uncached, read, written) == (Decimal(2), Decimal("0.1"), Decimal("2.5"))


def test_output_has_a_price_of_its_own() -> None:
    assert cost("anthropic", MODEL, Usage(output_tokens=1_000_000)) == Decimal(10)


@pytest.mark.parametrize("provider", PRICE_LISTS)
@pytest.mark.parametrize("model", ["offline", "", "claude-sonnet-99"])
def test_an_unknown_price_is_unknown_and_not_zero(provider: str, model: str) -> None:
    assert cost(provider, model, Usage(input_tokens=1)) is None


@pytest.mark.parametrize(
    "model", ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2"]
)
@pytest.mark.parametrize("provider", PRICE_LISTS)
def test_every_current_model_has_a_price_with_every_provider(provider: str, model: str) -> None:
    assert cost(provider, model, Usage(input_tokens=1, output_tokens=1)) is not None


def test_bedrock_s_names_of_models_have_prices() -> None:
    assert cost("bedrock", "us.anthropic.claude-sonnet-5-5", Usage(input_tokens=1)) is not None


@given(
    shared=st.lists(st.text(max_size=40), max_size=3),
    text=st.text(max_size=200),
    output=st.integers(0, 16_000),
    cached=st.floats(0, 1),
    written=st.booleans(),
)
def test_no_call_costs_more_than_its_bound(
    shared: list[str], text: str, output: int, cached: float, written: bool
) -> None:
    """Whatever tokenizer reads bytes, and however the cache splits the input."""
    tokens = sum(len(part.encode(errors="surrogatepass")) for part in (*shared, text))
    in_cache = int(tokens * cached) if shared else 0
    usage = Usage(
        input_tokens=tokens - in_cache,
        cache_write_tokens=in_cache if written else 0,
        cache_read_tokens=0 if written else in_cache,
        output_tokens=output,
    )
    most, real = most_expensive("anthropic", _request(tuple(shared), text)), cost("anthropic", MODEL, usage)
    assert most is not None
    assert real is not None
    assert most >= real


def test_the_bound_counts_bytes_the_schema_and_the_longest_answer() -> None:
    plain = most_expensive("anthropic", _request((), "x" * 1_000_000))
    # 1,001,000 tokens in at $2 a million and 16,000 out at $10
    assert plain == Decimal("2.162")
    wide = most_expensive("anthropic", _request((), "験" * 1_000_000))
    assert wide == Decimal("6.162")
    with_schema = most_expensive("anthropic", _request((), "x", {"description": "y" * 1_000_000}))
    assert with_schema is not None
    assert with_schema > Decimal("2.16")
    cached = most_expensive("anthropic", _request(("x" * 1_000_000,), ""))
    assert cached == Decimal("2.6625")


def test_the_bound_of_an_unknown_model_is_unknown() -> None:
    request = ModelRequest(model="offline", shared=(), turns=())
    assert most_expensive("anthropic", request) is None


def test_prices_are_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("no network for prices")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert cost("anthropic", MODEL, Usage(input_tokens=1)) is not None
