"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from generation.pipelines.shared.answering import read_so_far


def lessons_preview(text: str) -> str:
    """Titles and bodies of the lessons, as far as they are there."""
    return _texts(text, "lessons", ("title", "body"))


def tasks_preview(text: str) -> str:
    """Titles and instructions of the tasks, as far as they are there."""
    return _texts(text, "tasks", ("title", "instructions"))


def whole_course_preview(text: str) -> str:
    """Introduction and summary, as far as they are there."""
    answer = read_so_far(text)
    found = [answer.get(field) for field in ("introduction", "summary")]
    return "\n\n".join(one for one in found if isinstance(one, str) and one.strip())


def _texts(text: str, name: str, fields: tuple[str, ...]) -> str:
    entries = read_so_far(text).get(name)
    found = [
        entry.get(field)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
        for field in fields
    ]
    return "\n\n".join(one for one in found if isinstance(one, str) and one.strip())
