"""What Claude's answers tell of the account's limits."""

from __future__ import annotations

import httpx2
import pytest

from generation.engine.errors import RateLimited
from generation.engine.flow.gcra import ModelLimits, RateLimits
from generation.models.claude.limits import model_class, rate_limits
from tests.unit.models.claude.wire import Wire, ask, refusing, started, stopped, streaming, text


@pytest.mark.parametrize(
    ("model", "named"),
    [
        ("claude-sonnet-5-5", "sonnet"),
        ("claude-sonnet-5", "sonnet"),
        ("claude-3-5-haiku-20241022", "haiku"),
        ("us.anthropic.claude-opus-5-5-v1:0", "opus"),
        ("claude-fable-5-2", "fable"),
        ("offline", "offline"),
        ("my-gateway/best", "my-gateway/best"),
    ],
)
def test_models_of_a_family_are_a_class(model: str, named: str) -> None:
    assert model_class(model) == named


def test_headers_are_read() -> None:
    headers = httpx2.Headers(
        {
            "Anthropic-RateLimit-Requests-Limit": "50",
            "anthropic-ratelimit-requests-remaining": "49",
            "anthropic-ratelimit-requests-reset": "2026-11-27T12:00:01Z",
            "anthropic-ratelimit-input-tokens-limit": "30000",
            "anthropic-ratelimit-input-tokens-remaining": "0",
            "anthropic-ratelimit-output-tokens-limit": "8000",
        }
    )
    assert rate_limits(headers) == RateLimits(
        limits=ModelLimits(requests=50, input_tokens=30_000, output_tokens=8_000),
        requests_left=49,
        input_tokens_left=0,
    )


@pytest.mark.parametrize("value", ["", "-1", "1.5", "many", "٣", "9" * 16])
def test_what_is_no_number_tells_nothing(value: str) -> None:
    headers = {"anthropic-ratelimit-requests-limit": value, "anthropic-ratelimit-requests-remaining": "1"}
    assert rate_limits(headers) is None
    headers = {"anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-requests-remaining": value}
    told = rate_limits(headers)
    assert told is not None
    assert told.requests_left is None


def test_an_answer_without_them_tells_nothing() -> None:
    assert rate_limits({"request-id": "req_1"}) is None


TOLD = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "0",
}
AS_READ = RateLimits(limits=ModelLimits(requests=50), requests_left=0)


def test_every_answer_brings_them() -> None:
    reply = ask(Wire(lambda: streaming(started(), text("x"), stopped(), **TOLD)))
    assert reply.rate_limits == AS_READ


@pytest.mark.parametrize("status", [429, 529])
def test_a_refusal_brings_them_too(status: int) -> None:
    with pytest.raises(RateLimited) as refused:
        ask(Wire(lambda: refusing(status, retry_after="7", **TOLD)))
    assert (refused.value.rate_limits, refused.value.retry_after_s) == (AS_READ, 7)
