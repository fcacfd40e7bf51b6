"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json


def lesson_preview(text: str) -> str:
    """Title and body as far as they are there."""
    answer = _so_far(text)
    parts = [answer.get("title"), answer.get("body")]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def topics_preview(text: str) -> str:
    """The titles of the topics found so far, one a line."""
    topics = _so_far(text).get("topics")
    if not isinstance(topics, list):
        return ""
    titles = [topic.get("title") for topic in topics if isinstance(topic, dict)]
    return "\n".join(title for title in titles if isinstance(title, str) and title.strip())


def _so_far(text: str) -> dict[str, Any]:
    try:
        answer = from_json(text, allow_partial="trailing-strings")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
