"""The prompt as it goes out: under snapshot, closed to what people write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipelines.course_outline.preview import outlines_preview
from generation.pipelines.course_outline.prompts import outlines_prompt
from generation.pipelines.course_outline.request import CourseOutlineRequest
from tests.unit.pipelines.exams import HOSTILE_TEXTS
from tests.unit.pipelines.project_course.examples import alternative
from tests.unit.pipelines.scripted import tags
from tests.unit.pipelines.snapshots import assert_is_snapshot


def _request(**changed: Any) -> CourseOutlineRequest:
    request: dict[str, Any] = {"topic": "sourdough & <rye>", "language": "de", "audience": "Home bakers"}
    request = {**request, "outline_id": "o1", "projects": 5, "alternatives": 3, **changed}
    return CourseOutlineRequest(**request)


def test_prompt() -> None:
    prompt = outlines_prompt(_request())
    schema = json.dumps(prompt.schema, indent=2)
    [guide] = prompt.shared
    assert_is_snapshot(
        "outlines.md", f"--- shared ---\n{guide}\n--- user ---\n{prompt.text}\n--- schema ---\n{schema}\n"
    )


def test_the_call_names_what_is_wanted() -> None:
    data = tags(outlines_prompt(_request(audience=None)).text)
    assert data == {
        "call": {"kind": "outlines", "language": "de", "audience": None, "projects": 5, "alternatives": 3},
        "topic": {"topic": "sourdough & <rye>"},
    }


def test_the_guide_is_the_same_for_every_job() -> None:
    others = [outlines_prompt(_request(topic="x", language="en", alternatives=n)).shared for n in (1, 4)]
    assert set(others) == {outlines_prompt(_request()).shared}


@pytest.mark.parametrize(
    ("alternatives", "projects", "wanted"),
    [
        (1, 3, "Write 1 outline, with exactly 3 projects each."),
        (1, 3, "There is no alternative to choose from"),
        (2, 3, "any two have no project in common"),
        (3, 5, "any two have one project at most in common"),
        (4, 8, "any two have 2 projects at most in common"),
    ],
)
def test_what_alternatives_are_depends_on_their_number(alternatives: int, projects: int, wanted: str) -> None:
    assert wanted in outlines_prompt(_request(alternatives=alternatives, projects=projects)).text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_data_closes_no_tag_and_opens_none(text: str) -> None:
    prompt = outlines_prompt(_request(topic=text, audience=text))
    assert tags(prompt.text).keys() == {"call", "topic"}
    assert tags(prompt.text)["topic"] == {"topic": text}
    assert all(prompt.text.count(tag) == 1 for tag in ("<call>", "</call>", "<topic>", "</topic>"))


def test_limits_grow_with_what_is_asked() -> None:
    small, large = (outlines_prompt(_request(alternatives=a, projects=p)) for a, p in ((1, 3), (4, 8)))
    assert small.max_output_tokens < large.max_output_tokens < 32_000
    assert small.expected_chars < large.expected_chars


ANSWER = json.dumps({"outlines": [alternative(1, 3), alternative(2, 3)]})


@settings(deadline=None)
@given(st.integers(0, len(ANSWER)))
def test_the_preview_grows(cut: int) -> None:
    assert outlines_preview(ANSWER).startswith(outlines_preview(ANSWER[:cut]))


def test_the_preview_shows_titles() -> None:
    assert outlines_preview(ANSWER) == (
        "First course\n- First thing A\n- First thing B\n- First thing C\n\n"
        "Second course\n- Second thing A\n- Second thing B\n- Second thing C"
    )


@settings(deadline=None)
@given(
    st.one_of(st.text(), st.sampled_from(['{"outlines": [1', '{"outlines": [{"projects": [[', '{"outlines"']))
)
def test_previews_never_raise(text: str) -> None:
    outlines_preview(text)
