"""Kind `whole_project_course`: what a course by projects has around its lessons, from what stands in them.

How one works with such a course holds whatever it is about; the rest is what the lessons say. A glossary
would have to explain terms, so there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.quality.asked import MAX_TERMS
from local.claude.course.markup import markdown, plain
from local.claude.course.questions import BadData
from local.claude.course.text import shorten
from local.claude.course.words import quoted
from local.claude.project.call import text_of
from local.claude.project.templates import Templates, templates

_TITLE_LENGTH = 120
_POINT_LENGTH = 300
_POINTS = MAX_TERMS
"""Of all projects together, so that they fit on a sheet."""


def whole_project_course(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>`, `<course>` and `<course_projects>`. Raises BadData. Both texts are Markdown in which
    everything from the course is escaped."""
    title = shorten(plain(text_of(tags, "course", "title")), _TITLE_LENGTH)
    projects = [_Project(raw) for raw in _list(tags.get("course_projects"), "course_projects")]
    sent = [title, *(text for project in projects for text in (project.title, *project.objectives))]
    said_in = templates(tags, sent)
    introduction = said_in("introduction", title=quoted(markdown(title)))
    return {
        "introduction": f"*{said_in('label')}*\n\n{introduction}",
        "glossary": [],
        "summary": _summary(projects, said_in),
    }


class _Project:
    def __init__(self, raw: object) -> None:
        if not isinstance(raw, dict):
            raise BadData("<course_projects> must hold objects")
        lessons = _list(raw.get("lessons"), "lessons")
        self.title = shorten(plain(str(raw.get("title") or "")), _TITLE_LENGTH)
        self.objectives = [
            shorten(plain(one), _POINT_LENGTH)
            for lesson in lessons
            for one in _list(_member(lesson, "objectives"), "objectives")
            if isinstance(one, str) and plain(one)
        ]
        self.summaries = [plain(str(_member(lesson, "summary") or "")) for lesson in lessons]


def _summary(projects: list[_Project], said_in: Templates) -> str:
    """What each project asks for; then, once each, what the lessons want to be kept in mind."""
    each = max(1, _POINTS // max(1, len(projects)))
    parts = []
    for project in projects:
        own = list(dict.fromkeys(project.objectives))[:each]
        parts.append(f"## {said_in.own(markdown(project.title))}")
        parts.append("\n".join(f"- {markdown(one)}" for one in own))
    kept = dict.fromkeys(one for project in projects for one in project.summaries if one)
    parts.append(f"## {said_in('looks')}")
    parts.append("\n\n".join(markdown(one) for one in kept))
    return "\n\n".join(filter(None, parts))


def _member(raw: object, name: str) -> object:
    return raw.get(name) if isinstance(raw, dict) else None


def _list(raw: object, at: str) -> list[Any]:
    if not isinstance(raw, list) or not raw:
        raise BadData(f"{at} must be a list that holds something")
    return raw
