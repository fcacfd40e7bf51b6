"""The answers of the offline model, without its server."""

from __future__ import annotations

from generation.engine.ports import ModelRequest
from local.claude import answers


def answer(request: ModelRequest) -> str:
    """Reads the prompt of the real pipeline, so the two keep to one wire format or this fails."""
    text = request.turns[0].text
    asked = "\n".join((*request.shared, text))
    return answers.answer(answers.kind_of(text), asked, dict(request.schema or {})).text
