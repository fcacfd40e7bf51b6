"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from typing import Any

from generation.pipelines.shared.answering import read_so_far
from generation.pipelines.training_program.science.exercises import exercises


def program_preview(text: str) -> str:
    """Title, weeks and sessions with their exercises, as far as they are there."""
    answer = read_so_far(text)
    weeks = [f"{week.get('week')}. {_text(week, 'focus')}" for week in _objects(answer, "weeks")]
    shown = [_text(answer, "title"), "\n".join(weeks)]
    for session in _objects(answer, "sessions"):
        names = [_name(_text(exercise, "exercise_id")) for exercise in _objects(session, "exercises")]
        shown.append("\n".join([_text(session, "title"), *(f"- {name}" for name in names if name)]))
    return "\n\n".join(filter(None, shown))


def _name(exercise_id: str) -> str:
    """In English: other languages have theirs at the end of the answer."""
    exercise = exercises().get(exercise_id)
    return "" if exercise is None else exercise.name


def _objects(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""
