"""Wording: what a call asks the model, with the answer that goes back to it and what was wrong with that."""

from __future__ import annotations

import json

from generation.engine.model.task import Call
from generation.engine.ports import ModelRequest, Turn
from generation.engine.run import Prompt


def first_request(prompt: Prompt, model: str) -> ModelRequest:
    """What is asked before anything was answered."""
    return _request(prompt, model, ())


def request(prompt: Prompt, model: str, call: Call) -> ModelRequest:
    if not call.errors:
        return first_request(prompt, model)
    answer = (Turn(role="assistant", text=call.text),) if call.text else ()
    return _request(prompt, model, (*answer, Turn(role="user", text=_sent_back(call.errors))))


def _request(prompt: Prompt, model: str, more: tuple[Turn, ...]) -> ModelRequest:
    return ModelRequest(
        model=model,
        shared=prompt.shared,
        turns=(Turn(role="user", text=prompt.text), *more),
        schema=prompt.schema,
        max_output_tokens=prompt.max_output_tokens,
        effort=prompt.effort,
    )


def _sent_back(errors: tuple[str, ...]) -> str:
    """The errors quote what the model wrote, so they are delimited like any other data."""
    data = json.dumps(errors, ensure_ascii=False)
    for character in "<>&":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return (
        "Your answer could not be used. What is wrong with it stands below as data, one entry per error. "
        "Answer the request above again, completely and from the beginning, with every error mended.\n\n"
        f"<errors>{data}</errors>"
    )
