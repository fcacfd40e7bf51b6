"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from generation.pipelines.answering import read_so_far


def lesson_preview(text: str) -> str:
    """Title and body as far as they are there."""
    answer = read_so_far(text)
    parts = [answer.get("title"), answer.get("body")]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def topics_preview(text: str) -> str:
    """The titles of the topics found so far, one a line."""
    topics = read_so_far(text).get("topics")
    if not isinstance(topics, list):
        return ""
    titles = [topic.get("title") for topic in topics if isinstance(topic, dict)]
    return "\n".join(title for title in titles if isinstance(title, str) and title.strip())
