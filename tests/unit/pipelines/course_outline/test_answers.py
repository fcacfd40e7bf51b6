"""What the model may answer, and what goes back to it with which errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.errors import InvalidOutput
from generation.pipelines.course_outline.answers import may_share, parse_outlines
from generation.pipelines.course_outline.outline import Outline
from tests.unit.pipelines.project_course.examples import alternative

Outlines = list[dict[str, Any]]
Change = Callable[[Outlines], Any]


def _answer(change: Change | None = None, alternatives: int = 3, projects: int = 5) -> str:
    outlines = [alternative(number, projects) for number in range(1, alternatives + 1)]
    if change is not None:
        change(outlines)
    return json.dumps({"outlines": outlines})


def _errors(text: str, alternatives: int = 3, projects: int = 5) -> list[str]:
    with pytest.raises(InvalidOutput) as refused:
        parse_outlines(text, alternatives=alternatives, projects=projects)
    return refused.value.errors


@pytest.mark.parametrize("alternatives", [1, 2, 3, 4])
@pytest.mark.parametrize("projects", [3, 5, 8])
def test_alternatives_that_differ_are_right_and_can_be_sent_back(alternatives: int, projects: int) -> None:
    text = _answer(None, alternatives, projects)
    outlines = parse_outlines(text, alternatives=alternatives, projects=projects)
    assert [len(outline["projects"]) for outline in outlines] == [projects] * alternatives
    assert list(outlines[0]) == ["title", "angle", "description", "projects", "facts"]
    for outline in outlines:
        assert {name: Outline.model_validate(outline).content[name] for name in outline} == outline


def test_texts_are_stripped() -> None:
    text = _answer(lambda o: o[0]["projects"][0].update(title="  Thing \n"))
    first = parse_outlines(text, alternatives=3, projects=5)[0]
    assert first["projects"][0]["title"] == "Thing"


def _copy_projects(count: int) -> Change:
    def change(outlines: Outlines) -> None:
        for index in range(count):
            outlines[1]["projects"][index]["title"] = outlines[0]["projects"][index]["title"].upper() + "."

    return change


BAD: list[tuple[str, Change, str]] = [
    ("one missing", lambda o: o.pop(), "outlines: there are 2, exactly 3 are wanted."),
    ("one too many", lambda o: o.append(alternative(4, 5)), "outlines: there are 4, exactly 3 are wanted."),
    ("none", lambda o: o.clear(), "/outlines: must have entries"),
    (
        "project missing",
        lambda o: o[1]["projects"].pop(),
        "outlines[1].projects: there are 4, exactly 5 are wanted.",
    ),
    (
        "same title",
        lambda o: o[2].update(title="first COURSE"),
        'outlines[2].title: "first COURSE" stands at outlines[0].title already.',
    ),
    ("same angle", lambda o: o[1].update(angle=o[0]["angle"]), "outlines[1].angle: "),
    (
        "project twice in one",
        lambda o: o[0]["projects"][4].update(title="first thing A."),
        'outlines[0].projects[4].title: "first thing A." stands at outlines[0].projects[0].title already.',
    ),
    (
        "objective twice",
        lambda o: o[0]["projects"][1].update(objectives=["Do it", "do it."]),
        'outlines[0].projects[1].objectives[1]: "do it." stands at',
    ),
    (
        "projects shared",
        _copy_projects(2),
        "outlines[0] and outlines[1] are too much alike: 2 of their projects have the same title "
        '("First thing A", "First thing B"), at most 1 may.',
    ),
    ("one objective", lambda o: o[0]["projects"][0]["objectives"].pop(), "/outlines/0/projects/0/objectives"),
    (
        "six objectives",
        lambda o: o[0]["projects"][0].update(objectives=list("abcdef")),
        "/outlines/0/projects/0/objectives: must have at most 5 entries",
    ),
    ("blank title", lambda o: o[0].update(title=" "), "/outlines/0/title: must not be blank"),
    ("long title", lambda o: o[0].update(title="x" * 201), "/outlines/0/title: has 201 characters"),
    ("title of two lines", lambda o: o[0].update(title="a\nb"), "/outlines/0/title: must not hold control"),
    ("long description", lambda o: o[0].update(description="x" * 1_001), "at most 1,000"),
    ("long angle", lambda o: o[0].update(angle="x" * 301), "at most 300"),
    ("no facts", lambda o: o[0].pop("facts"), "/outlines/0/facts: is required"),
    ("long fact", lambda o: o[0].update(facts=["x" * 151]), "/outlines/0/facts/0: has 151 characters"),
    ("too many facts", lambda o: o[0].update(facts=[f"{n} g" for n in range(11)]), "/outlines/0/facts: "),
    ("fact twice", lambda o: o[0].update(facts=["A b", "a B."]), 'outlines[0].facts[1]: "a B." stands at'),
    (
        "long description of a project",
        lambda o: o[0]["projects"][0].update(description="x" * 601),
        "at most 600",
    ),
    ("long objective", lambda o: o[0]["projects"][0]["objectives"].append("x" * 201), "at most 200"),
    ("field missing", lambda o: o[0].pop("angle"), "/outlines/0/angle: is required"),
    ("field too many", lambda o: o[0].update(weeks=3), "/outlines/0/weeks: is not a known field"),
]


@pytest.mark.parametrize(("change", "wanted"), [pytest.param(c, w, id=name) for name, c, w in BAD])
def test_what_is_no_choice_goes_back(change: Change, wanted: str) -> None:
    errors = _errors(_answer(change))
    assert any(wanted in error for error in errors), errors


@pytest.mark.parametrize(("projects", "most"), [(3, 0), (4, 1), (5, 1), (7, 1), (8, 2)])
def test_most_projects_have_to_differ(projects: int, most: int) -> None:
    assert may_share(projects) == most
    parse_outlines(_answer(_copy_projects(most), 2, projects), alternatives=2, projects=projects)
    assert len(_errors(_answer(_copy_projects(most + 1), 2, projects), 2, projects)) == 1


def test_all_faults_are_named_at_once() -> None:
    def same(outlines: Outlines) -> None:
        for outline in outlines[1:]:
            outline.update(outlines[0])

    assert len(_errors(_answer(same))) == 2 + 2 + 3
