"""Around as Markdown: introduction, summary and glossary of a course, whichever pipeline made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.exports import markdown

Document = Mapping[str, Any]


def listed(course: Document) -> tuple[list[str], list[str]]:
    """Entries of the contents that stand before the chapters, and those that stand behind them."""
    before = ["- [Introduction](#introduction)"] if course.get("introduction") else []
    behind = (("summary", "Summary"), ("glossary", "Glossary"), ("final_exam", "Final exam"))
    return before, [f"- [{title}](#{name.replace('_', '-')})" for name, title in behind if course.get(name)]


def introduction(course: Document) -> Iterator[str]:
    if course.get("introduction"):
        yield f"{markdown.anchor('introduction')}\n\n## Introduction"
        yield markdown.body(course["introduction"], level=2)


def summary(course: Document) -> Iterator[str]:
    if course.get("summary"):
        yield f"{markdown.anchor('summary')}\n\n## Summary"
        yield markdown.body(course["summary"], level=2)


def glossary(course: Document, chapters: str) -> Iterator[str]:
    """Each term with the way to the lessons that explain it. chapters: topics or projects."""
    if not course.get("glossary"):
        return
    places = {
        lesson["lesson_id"]: f"{number}.{part}"
        for number, chapter in enumerate(course[chapters], 1)
        for part, lesson in enumerate(chapter["lessons"], 1)
    }
    yield f"{markdown.anchor('glossary')}\n\n## Glossary"
    yield "\n".join(_term(term, places) for term in course["glossary"])


def _term(term: Document, places: Mapping[str, str]) -> str:
    found = [places[one] for one in term["lesson_ids"] if one in places]
    links = ", ".join(f"[{place}](#lesson-{place.replace('.', '-')})" for place in found)
    told = f"- **{markdown.text(term['term'])}**: {markdown.text(term['meaning'])}"
    return f"{told} ({links})" if links else told
