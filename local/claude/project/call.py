"""The data of a call about a course by projects, as the server reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.claude.course.markup import plain
from local.claude.course.questions import BadData


def field(tags: Mapping[str, Any], tag: str, name: str) -> Any:
    """A member of a tag's object; None where there is none."""
    value = tags.get(tag)
    return value.get(name) if isinstance(value, dict) else None


def text_of(tags: Mapping[str, Any], tag: str, name: str) -> str:
    """A text that has to be there. Raises BadData."""
    value = field(tags, tag, name)
    if not isinstance(value, str) or not value.strip():
        raise BadData(f"<{tag}> must have a {name}")
    return value


def texts_of(tags: Mapping[str, Any], tag: str, name: str) -> list[str]:
    """Cleaned for display; empty where there are none. Raises BadData for what is no list of texts."""
    value = field(tags, tag, name)
    if not isinstance(value or [], list) or not all(isinstance(one, str) for one in value or []):
        raise BadData(f"<{tag}>.{name} must be a list of strings")
    return [text for one in value or [] if (text := plain(one))]


def number(tags: Mapping[str, Any], name: str, *, least: int, most: int) -> int:
    """A member of `<call>`. Raises BadData."""
    value = field(tags, "call", name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadData(f"<call> must have {name}, a number from {least} to {most}")
    return value
