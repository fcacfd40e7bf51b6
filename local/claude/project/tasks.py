"""Kind `lesson_tasks`: tasks for a lesson, composed from its title and objectives.

Two for the first lesson of a project, three for those between, four for the last, in rising difficulty, where
the language has as many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.claude.course.markup import plain
from local.claude.course.text import shorten
from local.claude.course.words import quoted
from local.claude.project.call import field, number, text_of, texts_of
from local.claude.project.templates import filled, templates

_TITLE_LENGTH = 120
_OBJECTIVE_LENGTH = 300
_DESCRIPTION_LENGTH = 300
_MOST_LESSONS = 6
_FIRST, _BETWEEN, _LAST = 2, 3, 4


def lesson_tasks(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>`, `<project>` and `<lesson>`. Raises BadData. All texts are plain."""
    lesson, lessons = (number(tags, name, least=1, most=_MOST_LESSONS) for name in ("lesson", "lessons"))
    objectives = [shorten(one, _OBJECTIVE_LENGTH) for one in texts_of(tags, "lesson", "objectives")]
    title = shorten(plain(text_of(tags, "lesson", "title")), _TITLE_LENGTH)
    project = shorten(plain(text_of(tags, "project", "title")), _TITLE_LENGTH)
    said_in = templates(tags, [title, project, *objectives])
    aim = said_in.own("; ".join(objectives) or plain(text_of(tags, "lesson", "title")))
    values = {"aim": _sentence(aim), "project": project}
    description = shorten(plain(str(field(tags, "project", "description") or "")), _DESCRIPTION_LENGTH)
    place = said_in("place", lesson=quoted(title), project=quoted(project))
    if description:
        place += f" {quoted(description)}"
    count = _LAST if lesson == lessons else _FIRST if lesson == 1 else _BETWEEN
    return {
        "tasks": [
            {
                **template,
                "instructions": f"{filled(template['instructions'], values)} {place}\n\n{said_in('label')}",
            }
            for template in said_in.words["tasks"][:count]
        ]
    }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
