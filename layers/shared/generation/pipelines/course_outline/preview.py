"""Preview: readable text out of an answer that is still being written. Never raises."""

from __future__ import annotations

from typing import Any

from generation.pipelines.shared.answering import read_so_far


def outlines_preview(text: str) -> str:
    """Each outline's title with the titles of its projects below it, as far as they are there."""
    outlines = read_so_far(text).get("outlines")
    shown = [_outline(outline) for outline in outlines] if isinstance(outlines, list) else []
    return "\n\n".join(filter(None, shown))


def _outline(outline: Any) -> str:
    if not isinstance(outline, dict):
        return ""
    projects = outline.get("projects")
    titles = [_title(project) for project in projects] if isinstance(projects, list) else []
    return "\n".join([*filter(None, [_title(outline)]), *(f"- {title}" for title in titles if title)])


def _title(part: Any) -> str:
    title = part.get("title") if isinstance(part, dict) else None
    return title.strip() if isinstance(title, str) else ""
