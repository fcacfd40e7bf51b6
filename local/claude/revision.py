"""Kind `revise_lesson`: the fields that are asked for, shorter, whatever the wish is.

Nothing is invented: a text loses its last paragraph or sentence, a list its last entry, where any is left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from local.claude.course.questions import BadData
from local.claude.course.text import sentences

_FEWEST = {"objectives": 1, "key_points": 2, "quiz": 2, "tasks": 2}
"""Entries that a list has at least; one that is not named here keeps all of them."""


def revise_lesson(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `<lesson>` that `fields` of `<call>` names. Raises BadData."""
    lesson, call = tags.get("lesson"), tags.get("call")
    fields = call.get("fields") if isinstance(call, dict) else None
    if not isinstance(lesson, dict) or not isinstance(fields, list) or not fields:
        raise BadData("<lesson> and the fields of <call> are needed")
    missing = [name for name in fields if name not in lesson]
    if missing:
        raise BadData(f"<lesson> has no {missing[0]!r}")
    return {name: _answered(name, _shorter(name, lesson[name])) for name in fields}


def _shorter(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return value[:-1] if len(value) > _FEWEST.get(name, len(value)) else value
    if name in ("body", "example"):
        return _without_the_last_paragraph(str(value))
    said = sentences(str(value))
    return " ".join(said[:-1]) if len(said) > 1 else value


def _without_the_last_paragraph(text: str) -> str:
    parts = re.split(r"\n{2,}", text.strip())
    if len(parts) < 3 or "```" in text:
        return text
    kept = parts[:-1]
    while len(kept) > 1 and kept[-1].startswith("#"):
        kept.pop()
    return "\n\n".join(kept)


def _answered(name: str, value: Any) -> Any:
    """As the contract of answers has it: without what code adds to a lesson."""
    if name in ("quiz", "worked_questions"):
        doubt = {"marking_doubt": None} if name == "worked_questions" else {}
        return [{**doubt, **{key: one[key] for key in one if key != "disputed"}} for one in value]
    if name == "tasks":
        return [{key: one[key] for key in one if key != "task_id"} for one in value]
    return value
