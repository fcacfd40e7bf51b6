"""Kind `outlines`: templates with the topic put in, that say that they are templates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.claude.course.questions import BadData
from local.claude.project.outlines import outlines
from local.claude.project.templates import filled, templates


def _tags(topic: Any = "Sourdough bread", **call: Any) -> dict[str, Any]:
    return {
        "call": {"kind": "outlines", "language": "en", "projects": 5, "alternatives": 3, **call},
        "topic": {"topic": topic},
    }


@pytest.mark.parametrize("alternatives", [1, 2, 3, 4])
@pytest.mark.parametrize("projects", [3, 4, 5, 6, 7, 8])
def test_as_many_as_asked_for_and_all_different(alternatives: int, projects: int) -> None:
    found = outlines(_tags(alternatives=alternatives, projects=projects))["outlines"]
    assert [len(outline["projects"]) for outline in found] == [projects] * alternatives
    titles = [project["title"] for outline in found for project in outline["projects"]]
    assert len(set(titles)) == len(titles)
    assert len({outline["angle"] for outline in found}) == alternatives


def test_a_short_course_begins_and_ends_as_a_long_one() -> None:
    long, short = (outlines(_tags(projects=count))["outlines"][0]["projects"] for count in (8, 3))
    assert (short[0], short[-1]) == (long[0], long[-1])


def test_the_topic_is_in_it_and_so_is_what_it_is_made_of() -> None:
    [outline] = outlines(_tags(alternatives=1))["outlines"]
    assert outline["title"].startswith("Sourdough bread: ")
    assert "Sourdough bread" in outline["description"]
    assert "Made offline without a language model" in outline["description"]
    assert "English" not in outline["description"]


def test_language_and_audience_are_told() -> None:
    tags = _tags(language="de", audience="Home bakers", alternatives=1)
    [outline] = outlines(tags)["outlines"]
    assert "Für: Home bakers." in outline["description"]
    [other] = outlines({**tags, "call": {**tags["call"], "language": "sv"}})["outlines"]
    assert "English, whatever language was asked for" in other["description"]


def test_the_same_call_gets_the_same_answer() -> None:
    assert outlines(_tags()) == outlines(_tags())
    assert outlines(_tags()) != outlines(_tags("Knots"))


def test_long_and_marked_up_topics_are_shown_as_text() -> None:
    text = json.dumps(outlines(_tags("<b>Bread</b>\n" + "word " * 59)))
    assert "<b>" not in text
    assert "Bread word word" in text
    assert "…" in json.loads(text)["outlines"][0]["title"]


def test_braces_in_a_topic_are_braces() -> None:
    [outline] = outlines(_tags("{topic} {0} {", alternatives=1))["outlines"]
    assert outline["title"].startswith("{topic} {0} {: ")


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"call": {"projects": 5, "alternatives": 3}},
        _tags(""),
        _tags(" \n"),
        _tags(5),
        _tags(projects=9),
        _tags(projects=0),
        _tags(projects="5"),
        _tags(alternatives=5),
        _tags(alternatives=True),
        {"call": [], "topic": {"topic": "t"}},
    ],
)
def test_what_cannot_be_answered_is_refused(tags: dict[str, Any]) -> None:
    with pytest.raises(BadData):
        outlines(tags)


def test_templates_are_of_one_size() -> None:
    for template in templates({}, []).words["outlines"]:
        assert len(template["projects"]) == 8
        assert all(len(objectives) == 3 for _, _, objectives in template["projects"])


def test_a_placeholder_that_nobody_fills_is_an_error() -> None:
    assert filled("a {b} c", {"b": "{c}", "c": "d"}) == "a {c} c"
    with pytest.raises(KeyError):
        filled("a {b} c", {})
