"""Kind `project_lessons`: the lessons of a project, composed from its title, description and objectives.

One for each objective, from three to as many as there are stages. What a lesson says about the subject is
what the outline says; the rest is an order of work that fits any making, and calls itself that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from local.claude.course.markup import markdown, plain
from local.claude.course.text import shorten
from local.claude.course.words import quoted
from local.claude.project.call import field, text_of, texts_of
from local.claude.project.templates import Templates, templates

_FEWEST = 3
_TITLE_LENGTH = 120
_FOREIGN_TITLE_LENGTH = 40
"""Of an objective in another language, beside the name of a stage: longer ones are read as a sentence."""
_OBJECTIVE_LENGTH = 300
_DESCRIPTION_LENGTH = 1_500
_STAGES = {3: (0, 1, -1), 4: (0, 1, 3, -1), 5: (0, 1, 2, 3, -1)}
"""Of a project of so many lessons, by their places among six; otherwise all."""

Stage = Mapping[str, Any]
"""`{name, aim, steps, looks}`: steps to take, looks to check them by; the aim where the outline has none."""


def project_lessons(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>` and `<project>`. Raises BadData. `body` and `example` are Markdown in which everything
    from the outline is escaped, the rest is plain text."""
    named = text_of(tags, "project", "title")
    project, description = plain(named), plain(str(field(tags, "project", "description") or ""))
    objectives = _distinct(texts_of(tags, "project", "objectives"))
    said_in = templates(tags, [project, description, *objectives])
    known = said_in.words["lessons"]
    shares = _shares(objectives, len(known))
    stages = [known[place] for place in _STAGES.get(len(shares), range(len(known)))]
    aims = [
        [said_in.own(one) for one in share] or [stage["aim"]]
        for stage, share in zip(stages, shares, strict=True)
    ]
    titles = _titles(
        stages, [share or [stage["aim"]] for stage, share in zip(stages, shares, strict=True)], named, said_in
    )
    opening = f"*{said_in('label')}*\n\n{_shown(project, description, said_in)}"
    return {
        "lessons": [
            {
                "title": title,
                "objectives": own,
                "body": _body(stage, own, opening, project, said_in),
                "example": _example(stage, own, project, description, said_in),
                "summary": said_in("summary", aim=stage["aim"], looks=" ".join(stage["looks"])),
            }
            for title, stage, own in zip(titles, stages, aims, strict=True)
        ]
    }


def _titles(
    stages: Sequence[Stage], aims: Sequence[Sequence[str]], project: str, said_in: Templates
) -> list[str]:
    """What each lesson is for; with the name of its stage, where that alone would name two things alike."""
    most = _FOREIGN_TITLE_LENGTH if said_in.is_foreign else _TITLE_LENGTH
    titles = [shorten(own[0], most) for own in aims]
    if len({_key(title) for title in [*titles, project]}) > len(titles):
        return titles
    return [f"{stage['name']}: {title}" for stage, title in zip(stages, titles, strict=True)]


def _distinct(objectives: Sequence[str]) -> list[str]:
    shown = [shorten(objective, _OBJECTIVE_LENGTH) for objective in objectives]
    return list({_key(text): text for text in reversed(shown)}.values())[::-1]


def _key(text: str) -> str:
    """The same for texts that differ in case and punctuation alone."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def _shares(objectives: Sequence[str], most: int) -> list[list[str]]:
    """The objectives dealt out to three to `most` lessons, in order; some get none, some two."""
    count = min(most, max(_FEWEST, len(objectives)))
    bounds = [index * len(objectives) // count for index in range(count + 1)]
    return [list(objectives[start:end]) for start, end in pairwise(bounds)]


def _shown(title: str, description: str, said_in: Templates) -> str:
    shown = said_in.own(markdown(shorten(description, _DESCRIPTION_LENGTH))) if description else ""
    named = f"{said_in('project')} **{said_in.own(markdown(title))}**"
    return named + (f"\n\n> {shown}" if shown else "")


def _body(stage: Stage, aims: Sequence[str], opening: str, project: str, said_in: Templates) -> str:
    return "\n\n".join(
        [
            opening,
            f"## {said_in('for')}",
            "\n".join(f"- {markdown(aim)}" for aim in aims),
            f"## {said_in('how')}",
            "\n".join(f"{number}. {step}" for number, step in enumerate(stage["steps"], 1)),
            f"## {said_in('looks')}",
            "\n".join(f"- {look}" for look in stage["looks"]),
            f"## {said_in('notes')}",
            _notes(stage, aims, quoted(markdown(shorten(project, _TITLE_LENGTH))), said_in),
        ]
    )


def _notes(stage: Stage, aims: Sequence[str], project: str, said_in: Templates) -> str:
    """How one's own work on this very project is kept, since nothing is known of its subject."""
    about = "; ".join(markdown(aim) for aim in aims)
    numbers = range(1, len(stage["steps"]) + 1)
    steps = "\n".join(f"- {said_in('notes_step', project=project, number=number)}" for number in numbers)
    begin = said_in("notes_begin", project=project, about=about)
    return f"{begin}\n\n{steps}\n\n{said_in('notes_end', project=project)}"


def _example(stage: Stage, aims: Sequence[str], title: str, description: str, said_in: Templates) -> str:
    """No case out of the subject is known here, so this is the form of one, to be filled in."""
    named, shown = quoted(markdown(title)), markdown(shorten(description, _DESCRIPTION_LENGTH))
    rows = [
        (said_in("row_project"), " ".join(filter(None, (named, said_in.own(shown) if shown else "")))),
        (said_in("row_aim"), "; ".join(markdown(aim) for aim in aims)),
        *((f"{said_in('row_note')} {n}", f"{named}: {step}") for n, step in enumerate(stage["steps"], 1)),
        (said_in("row_seen"), stage["looks"][0]),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"{said_in('example', project=named)}\n\n| | {stage['name']} |\n| --- | --- |\n{table}"
