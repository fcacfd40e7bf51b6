"""Kind `outlines`: alternative outlines for any topic, as templates that say that they are templates.

Offline nothing is known about a topic: it is put in, and nothing is claimed about it. The four templates
differ in what organizes the course and in every project. Their words are English, whatever `language` asks
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.claude.course.markup import plain
from local.claude.course.questions import BadData
from local.claude.course.text import shorten
from local.claude.project.call import field, is_english, number, text_of
from local.claude.project.templates import filled, templates

_TOPIC_LENGTH = 90
_AUDIENCE_LENGTH = 160
_LABEL = (
    "Made offline without a language model: a template for any topic, which knows nothing about this one."
)
_FACTS = (
    "The subject is called: {topic}",
    "What a project makes is called by the project's title in all others",
)
_IN_ENGLISH = "Its words are English, whatever language was asked for."


def outlines(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>` and `<topic>`. Raises BadData, also for more than there are templates for."""
    known = templates("outlines")
    alternatives = number(tags, "alternatives", least=1, most=len(known))
    projects = number(tags, "projects", least=1, most=len(known[0]["projects"]))
    topic = shorten(plain(text_of(tags, "topic", "topic")), _TOPIC_LENGTH)
    if not topic:
        raise BadData("<topic> must say something")
    return {"outlines": [_outline(template, topic, projects, tags) for template in known[:alternatives]]}


def _outline(
    template: Mapping[str, Any], topic: str, projects: int, tags: Mapping[str, Any]
) -> dict[str, Any]:
    every = template["projects"]
    # Spread over the template, so that a short course too begins with its first and ends with its last.
    chosen = [every[round(i * (len(every) - 1) / max(1, projects - 1))] for i in range(projects)]
    values = {"topic": topic}
    return {
        "angle": template["angle"],
        "title": filled(template["title"], values),
        "description": _description(filled(template["course"], values), tags),
        "projects": [
            {"title": title, "description": filled(description, values), "objectives": objectives}
            for title, description, objectives in chosen
        ],
        "facts": [filled(fact, values) for fact in _FACTS],
    }


def _description(course: str, tags: Mapping[str, Any]) -> str:
    audience = field(tags, "call", "audience")
    readers = f"For: {shorten(plain(audience), _AUDIENCE_LENGTH)}." if isinstance(audience, str) else ""
    return " ".join(filter(None, [course, readers, _LABEL, "" if is_english(tags) else _IN_ENGLISH]))
