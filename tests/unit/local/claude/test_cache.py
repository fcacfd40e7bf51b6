"""Prompt cache: written once, read while it lasts."""

from __future__ import annotations

from local.claude.cache import InputTokens, PromptCache
from local.claude.requests import Block

PREFIX = Block("p" * 8_000, "5m")  # 2,004 tokens with its frame
HOUR = Block("h" * 8_000, "1h")
QUESTION = Block("q" * 396)  # 103 tokens


def bill(cache: PromptCache, *blocks: Block, now: float = 0.0, model: str = "m") -> InputTokens:
    """A call that arrives and begins to answer at once."""
    lookup = cache.look_up(model, blocks, now)
    cache.keep(lookup.prefixes, now)
    return lookup.tokens


def test_first_call_writes_and_the_next_reads() -> None:
    cache = PromptCache()

    assert bill(cache, PREFIX, QUESTION) == InputTokens(fresh=103, read=0, written_5m=2004, written_1h=0)
    assert bill(cache, PREFIX, QUESTION) == InputTokens(fresh=103, read=2004, written_5m=0, written_1h=0)


def test_prefix_runs_out_after_its_ttl() -> None:
    cache = PromptCache()
    bill(cache, PREFIX)

    assert bill(cache, PREFIX, now=301).read == 0


def test_read_renews_the_ttl() -> None:
    cache = PromptCache()
    bill(cache, PREFIX)
    bill(cache, PREFIX, now=200)

    assert bill(cache, PREFIX, now=400).read == 2004


def test_ttl_of_an_hour() -> None:
    cache = PromptCache()

    assert bill(cache, HOUR).written_1h == 2004
    assert bill(cache, HOUR, now=3_000).read == 2004


def test_longer_prompt_reads_the_prefix_and_writes_the_rest() -> None:
    cache = PromptCache()
    bill(cache, PREFIX)

    assert bill(cache, PREFIX, HOUR, QUESTION) == InputTokens(103, read=2004, written_5m=0, written_1h=2004)


def test_prefix_of_other_bytes_or_another_model_is_not_read() -> None:
    cache = PromptCache()
    bill(cache, PREFIX)

    assert bill(cache, Block("x" + PREFIX.text[1:], "5m")).read == 0
    assert bill(cache, PREFIX, model="other").read == 0


def test_call_that_arrives_before_the_first_answer_begins_writes_too() -> None:
    cache = PromptCache()
    first = cache.look_up("m", [PREFIX], 0.0)
    second = cache.look_up("m", [PREFIX], 0.1)
    cache.keep(first.prefixes, readable_at=0.5)

    assert second.tokens.written == 2004
    assert cache.look_up("m", [PREFIX], 0.4).tokens.read == 0
    assert cache.look_up("m", [PREFIX], 0.6).tokens.read == 2004


def test_short_prefix_is_not_cached_and_costs_nothing_more() -> None:
    cache = PromptCache()
    short = Block("p" * 400, "5m")

    assert [bill(cache, short), bill(cache, short)] == [InputTokens(104, 0, 0, 0)] * 2


def test_minimum_can_be_set() -> None:
    cache = PromptCache(minimum_tokens=10)

    assert bill(cache, Block("p" * 400, "5m")).written == 104


def test_unmarked_prompt_is_fresh() -> None:
    assert bill(PromptCache(), QUESTION, QUESTION) == InputTokens(206, 0, 0, 0)
