"""Answers: the outlines that the model wrote, held to what was asked for and to being alternatives."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from generation.pipelines.course_outline.contracts import OutlineDraft, OutlinesAnswer
from generation.pipelines.shared.answering import essence, quoted, read, refuse, repeated


def parse_outlines(text: str, *, alternatives: int, projects: int) -> list[dict[str, Any]]:
    """`[{title, angle, description, projects: [{title, description, objectives}], facts}]`.

    Exactly so many outlines of so many projects; no title or angle twice; no project twice in an outline,
    and hardly any in two of them. Raises InvalidOutput.
    """
    outlines = read(OutlinesAnswer, text).outlines
    faults = []
    if len(outlines) != alternatives:
        faults.append(f"outlines: there are {len(outlines)}, exactly {alternatives} are wanted.")
    for index, outline in enumerate(outlines):
        faults += _projects(f"outlines[{index}].projects", outline, projects)
    faults += repeated([outline.title for outline in outlines], "outlines[*].title")
    faults += repeated([outline.angle for outline in outlines], "outlines[*].angle")
    for (left, one), (right, other) in combinations(enumerate(outlines), 2):
        faults += _shared(left, one, right, other)
    refuse(faults)
    return [
        {name: dumped[name] for name in ("title", "angle", "description", "projects", "facts")}
        for dumped in (outline.model_dump(mode="json") for outline in outlines)
    ]


def may_share(projects: int) -> int:
    """How many project titles two alternatives may have in common: most of them have to differ."""
    return projects // 4


def _projects(where: str, outline: OutlineDraft, wanted: int) -> list[str]:
    count = len(outline.projects)
    faults = [f"{where}: there are {count}, exactly {wanted} are wanted."] if count != wanted else []
    faults += repeated([project.title for project in outline.projects], f"{where}[*].title")
    faults += repeated(outline.facts, f"{where.removesuffix('projects')}facts[*]")
    for index, project in enumerate(outline.projects):
        faults += repeated(project.objectives, f"{where}[{index}].objectives[*]")
    return faults


def _shared(left: int, one: OutlineDraft, right: int, other: OutlineDraft) -> list[str]:
    theirs = {essence(project.title) for project in other.projects}
    common = [project.title for project in one.projects if essence(project.title) in theirs]
    most = may_share(len(other.projects))
    if len(common) <= most:
        return []
    return [
        f"outlines[{left}] and outlines[{right}] are too much alike: {len(common)} of their projects have "
        f"the same title ({', '.join(map(quoted, common))}), at most {most} may. Give one of them projects "
        "that follow from its own angle."
    ]
