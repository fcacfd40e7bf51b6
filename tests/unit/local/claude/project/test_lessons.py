"""Kind `project_lessons`: what the outline says, in an order of work."""

from __future__ import annotations

from typing import Any

import pytest

from local.claude.course.questions import BadData
from local.claude.project.lessons import project_lessons

ROLL = {
    "title": "A first roll",
    "description": "A roll that <b>rises</b>.",
    "objectives": ["Knead until it stretches", "Judge when it has risen", "Bake it through"],
}


def _lessons(project: dict[str, Any], language: str = "en") -> list[dict[str, Any]]:
    tags = {"call": {"kind": "project_lessons", "language": language}, "project": project}
    lessons: list[dict[str, Any]] = project_lessons(tags)["lessons"]
    return lessons


def test_a_lesson_for_each_objective() -> None:
    lessons = _lessons(ROLL)
    assert [lesson["objectives"] for lesson in lessons] == [[one] for one in ROLL["objectives"]]
    assert [lesson["title"] for lesson in lessons] == ROLL["objectives"]


@pytest.mark.parametrize(
    ("objectives", "lessons"), [(0, 3), (1, 3), (2, 3), (3, 3), (4, 4), (5, 5), (6, 6), (7, 6), (8, 6)]
)
def test_three_to_six_lessons_with_every_objective(objectives: int, lessons: int) -> None:
    wanted = [f"Do thing {number}" for number in range(objectives)]
    found = _lessons(ROLL | {"objectives": wanted})
    assert len(found) == lessons
    assert [o for lesson in found for o in lesson["objectives"] if o in wanted] == wanted
    assert all(lesson["objectives"] for lesson in found)
    assert len({lesson["title"] for lesson in found}) == lessons
    assert len({lesson["body"] for lesson in found}) == lessons


def test_the_same_objective_in_other_signs_is_taught_once() -> None:
    found = _lessons(ROLL | {"objectives": ["Knead it", "knead  it!", "Bake it"]})
    assert sum("nead" in one for lesson in found for one in lesson["objectives"]) == 1


@pytest.mark.parametrize("objectives", [["A first roll!", "b", "c"], ["x" * 200 + "a", "x" * 200 + "b", "c"]])
def test_titles_that_would_say_the_same_are_told_apart(objectives: list[str]) -> None:
    titles = [lesson["title"] for lesson in _lessons(ROLL | {"objectives": objectives})]
    assert len(set(titles)) == 3
    assert [title.partition(":")[0] for title in titles] == ["Prepare", "Begin", "Check"]


def test_every_lesson_says_what_it_is() -> None:
    for lesson in _lessons(ROLL):
        assert "Made offline from the outline, without a language model" in lesson["body"]
        assert "> A roll that rises." in lesson["body"]
        assert "Offline there is no case to show for “A first roll”" in lesson["example"]
    assert "English" not in _lessons(ROLL)[0]["body"]
    assert "are English" in _lessons(ROLL, "sv")[0]["body"]
    german = _lessons(ROLL, "de")[0]["body"]
    assert "Ohne Sprachmodell" in german
    assert "> “A roll that rises.”" in german


def test_markup_of_the_outline_is_text() -> None:
    project = {"title": "# <script>", "description": "[x](y) *z*", "objectives": ["| a | `b`", "c", "d"]}
    lesson = _lessons(project)[0]
    assert "\\[x\\](y) \\*z\\*" in lesson["body"]
    assert "&lt;script&gt;" in lesson["body"]
    assert "\\| a \\| \\`b\\`" in lesson["example"]


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"project": {}},
        {"project": {"title": " "}},
        {"project": {"title": "t", "objectives": "x"}},
        {"project": {"title": "t", "objectives": [1]}},
        {"project": []},
    ],
)
def test_what_cannot_be_answered_is_refused(tags: dict[str, Any]) -> None:
    with pytest.raises(BadData):
        project_lessons(tags)
