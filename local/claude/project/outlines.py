"""Kind `outlines`: alternative outlines for any topic, as templates that say that they are templates.

Offline nothing is known about a topic: it is put in, and nothing is claimed about it. The four templates
differ in what organizes the course and in every project.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.claude.course.markup import plain
from local.claude.course.questions import BadData
from local.claude.course.text import shorten
from local.claude.project.call import field, number, text_of
from local.claude.project.templates import Templates, filled, templates

_TOPIC_LENGTH = 90
_AUDIENCE_LENGTH = 160


def outlines(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>` and `<topic>`. Raises BadData, also for more than there are templates for."""
    topic = shorten(plain(text_of(tags, "topic", "topic")), _TOPIC_LENGTH)
    # A topic is a name, in whatever language; it is put into sentences as it is.
    said_in = templates(tags, [])
    known = said_in.words["outlines"]
    alternatives = number(tags, "alternatives", least=1, most=len(known))
    projects = number(tags, "projects", least=1, most=len(known[0]["projects"]))
    if not topic:
        raise BadData("<topic> must say something")
    return {
        "outlines": [_outline(template, topic, projects, tags, said_in) for template in known[:alternatives]]
    }


def _outline(
    template: Mapping[str, Any], topic: str, projects: int, tags: Mapping[str, Any], said_in: Templates
) -> dict[str, Any]:
    every = template["projects"]
    # Spread over the template, so that a short course too begins with its first and ends with its last.
    chosen = [every[round(i * (len(every) - 1) / max(1, projects - 1))] for i in range(projects)]
    values = {"topic": topic}
    return {
        "angle": template["angle"],
        "title": filled(template["title"], values),
        "description": _description(filled(template["course"], values), tags, said_in),
        "projects": [
            {"title": title, "description": filled(description, values), "objectives": objectives}
            for title, description, objectives in chosen
        ],
        "facts": [said_in("fact_1", topic=topic), said_in("fact_2")],
    }


def _description(course: str, tags: Mapping[str, Any], said_in: Templates) -> str:
    audience = field(tags, "call", "audience")
    shown = shorten(plain(audience), _AUDIENCE_LENGTH) if isinstance(audience, str) else ""
    readers = said_in("readers", audience=shown) if shown else ""
    return " ".join(filter(None, [course, readers, said_in("outline_label")]))
