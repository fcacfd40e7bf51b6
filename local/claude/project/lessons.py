"""Kind `project_lessons`: the lessons of a project, composed from its title, description and objectives.

One for each objective, between three and six. What a lesson says about the subject is what the outline says;
the rest is an order of work that fits any making, and calls itself that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from local.claude.course.markup import markdown, plain
from local.claude.course.text import shorten
from local.claude.project.call import field, label, text_of, texts_of
from local.claude.project.templates import templates

_FEWEST, _MOST = 3, 6
_TITLE_LENGTH = 120
_OBJECTIVE_LENGTH = 300
_DESCRIPTION_LENGTH = 1_500
_STAGES = {
    3: ("Prepare", "Begin", "Check"),
    4: ("Prepare", "Begin", "Make", "Check"),
    5: ("Prepare", "Begin", "Decide", "Make", "Check"),
    6: ("Prepare", "Begin", "Decide", "Make", "Join", "Check"),
}
"""Of a project of so many lessons, by the names of the templates."""

Stage = Mapping[str, Any]
"""`{name, aim, steps, looks}`: steps to take, looks to check them by; the aim where the outline has none."""


def project_lessons(tags: Mapping[str, Any]) -> dict[str, Any]:
    """For `<call>` and `<project>`. Raises BadData. `body` and `example` are Markdown in which everything
    from the outline is escaped, the rest is plain text."""
    named = text_of(tags, "project", "title")
    project = plain(named)
    shares = _shares(_distinct(texts_of(tags, "project", "objectives")))
    known = {stage["name"]: stage for stage in templates("lessons")}
    stages = [known[name] for name in _STAGES[len(shares)]]
    aims = [share or [stage["aim"]] for stage, share in zip(stages, shares, strict=True)]
    opening = f"*{label(tags)}*\n\n{_shown(project, plain(str(field(tags, 'project', 'description') or '')))}"
    return {
        "lessons": [
            {
                "title": title,
                "objectives": own,
                "body": _body(stage, own, opening, project),
                "example": _example(stage, own, project),
                "summary": f"{stage['aim']}. You are through when you can answer: {' '.join(stage['looks'])}",
            }
            for title, stage, own in zip(_titles(stages, aims, named), stages, aims, strict=True)
        ]
    }


def _titles(stages: Sequence[Stage], aims: Sequence[Sequence[str]], project: str) -> list[str]:
    """What each lesson is for; with the name of its stage, where that alone would name two things alike."""
    titles = [shorten(own[0], _TITLE_LENGTH) for own in aims]
    if len({_key(title) for title in [*titles, project]}) > len(titles):
        return titles
    return [f"{stage['name']}: {title}" for stage, title in zip(stages, titles, strict=True)]


def _distinct(objectives: Sequence[str]) -> list[str]:
    shown = [shorten(objective, _OBJECTIVE_LENGTH) for objective in objectives]
    return list({_key(text): text for text in reversed(shown)}.values())[::-1]


def _key(text: str) -> str:
    """The same for texts that differ in case and punctuation alone."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def _shares(objectives: Sequence[str]) -> list[list[str]]:
    """The objectives dealt out to three to six lessons, in order; some get none, some two."""
    count = min(_MOST, max(_FEWEST, len(objectives)))
    bounds = [index * len(objectives) // count for index in range(count + 1)]
    return [list(objectives[start:end]) for start, end in pairwise(bounds)]


def _shown(title: str, description: str) -> str:
    shown = markdown(shorten(description, _DESCRIPTION_LENGTH))
    return f"The project: **{markdown(title)}**" + (f"\n\n> {shown}" if shown else "")


def _body(stage: Stage, aims: Sequence[str], opening: str, project: str) -> str:
    return "\n\n".join(
        [
            opening,
            "## What this lesson is for",
            "\n".join(f"- {markdown(aim)}" for aim in aims),
            "## How to go about it",
            "\n".join(f"{number}. {step}" for number, step in enumerate(stage["steps"], 1)),
            "## How you see that it went well",
            "\n".join(f"- {look}" for look in stage["looks"]),
            "## What you write down",
            _notes(stage, aims, markdown(shorten(project, _TITLE_LENGTH))),
        ]
    )


def _notes(stage: Stage, aims: Sequence[str], project: str) -> str:
    """How one's own work on this very project is kept, since nothing is known of its subject."""
    about = "; ".join(markdown(aim) for aim in aims)
    steps = "\n".join(
        f"- For “{project}”, step {number}: what you did, how long it took, and what you saw that told "
        "you to stop or to go on."
        for number in range(1, len(stage["steps"]) + 1)
    )
    return (
        f"Keep one sheet for “{project}” and write on it while you work, not afterwards. Its heading is "
        f"what you are after here: {about}.\n\n{steps}\n\nAt the end of the sitting read the sheet from "
        f"its beginning. What would you do otherwise if you began “{project}” again tomorrow? Write that "
        "below the last line, in one sentence that begins with a verb. The next lesson begins with this "
        "sentence, so that nothing that you have learnt about your own way of working is lost between two "
        "sittings."
    )


def _example(stage: Stage, aims: Sequence[str], title: str) -> str:
    """No case out of the subject is known here, so this is the form of one, to be filled in."""
    rows = [
        ("Project", markdown(title)),
        ("Aim", "; ".join(markdown(aim) for aim in aims)),
        *((f"Note {number}", step) for number, step in enumerate(stage["steps"], 1)),
        ("Seen by", stage["looks"][0]),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        f"Offline there is no case to show for “{markdown(title)}”. This is the sheet on which you work one "
        f"through for it; the right column says what belongs there.\n\n| | {stage['name']} |\n"
        f"| --- | --- |\n{table}"
    )
