"""Errors by consequence: what a call's error tells the log, and which ones fail a task at once."""

from __future__ import annotations

import pytest

from generation.engine.errors import CallError, InvalidOutput, PermanentError, RateLimited, TransientCallError
from generation.engine.policy import RetryPolicy
from generation.engine.retry import Again, GiveUp, decide


@pytest.mark.parametrize(
    ("error", "follows"),
    [
        (TransientCallError("500", code="model-unavailable"), Again),
        (InvalidOutput(["wrong"]), Again),
        (RateLimited("429", retry_after_s=1.0), Again),
        (PermanentError("refused", code="model-refused"), GiveUp),
    ],
)
def test_what_follows_from_a_first_error_is_its_class(error: CallError, follows: type) -> None:
    assert isinstance(decide(RetryPolicy(), error, 1, 0.5), follows)


def test_the_log_has_the_code_and_what_the_api_said() -> None:
    error = TransientCallError("500", code="model-unavailable")
    assert error.details == {"code": "model-unavailable"}
    error.said = "Overloaded"
    assert error.details == {"code": "model-unavailable", "said": "Overloaded"}
