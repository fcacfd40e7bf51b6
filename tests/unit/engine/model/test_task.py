"""A call is done when it has an answer that nothing is wrong with."""

from __future__ import annotations

import pytest

from generation.engine.model.task import Call


@pytest.mark.parametrize(
    ("text", "errors", "is_done"),
    [(None, (), False), ("", (), True), ("{}", (), True), ("{}", ("wrong",), False)],
)
def test_a_call_is_done_with_an_answer_without_errors(
    text: str | None, errors: tuple[str, ...], is_done: bool
) -> None:
    assert Call(task_id="plan", key="all", text=text, errors=errors).is_done is is_done
