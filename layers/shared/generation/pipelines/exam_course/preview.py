"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from generation.pipelines.shared.answering import read_so_far


def lesson_preview(text: str) -> str:
    """Title and body as far as they are there."""
    lesson = read_so_far(text).get("lesson")
    if not isinstance(lesson, dict):
        return ""
    parts = [lesson.get("title"), lesson.get("body")]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def topics_preview(text: str) -> str:
    """The titles of the topics found so far, one a line."""
    answer = read_so_far(text)
    topics = answer.get("topics") or answer.get("merged_topics")
    if not isinstance(topics, list):
        return ""
    titles = [topic.get("title") for topic in topics if isinstance(topic, dict)]
    return "\n".join(title for title in titles if isinstance(title, str) and title.strip())


def course_preview(text: str) -> str:
    """Title and introduction of the course as far as they are there."""
    whole = read_so_far(text).get("whole_course")
    if not isinstance(whole, dict):
        return ""
    parts = [whole.get("title"), whole.get("introduction")]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())
