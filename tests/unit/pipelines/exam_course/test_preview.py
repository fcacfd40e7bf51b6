"""Readable text out of half an answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipelines.exam_course.preview import lesson_preview, topics_preview
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import lesson_of, only

LESSON = json.dumps(
    only(lesson=lesson_of(exam(3)["questions"]) | {"body": 'Größe: \ud83e\uddd1 "so"\n\n- a\n- b\\'})
)
FOUND = [{"title": "Frist", "description": "D"}, {"title": "Second", "description": "E"}]
TOPICS = json.dumps(only(topics=FOUND))


@settings(deadline=None)
@given(st.integers(0, len(LESSON)))
def test_a_lesson_grows(cut: int) -> None:
    whole = lesson_preview(LESSON)
    assert whole.startswith(lesson_preview(LESSON[:cut]))


def test_title_and_body_are_shown() -> None:
    assert (
        lesson_preview('{"topics": null, "lesson": {"title": "A", "objectives": [], "body": "## B\\n\\nso f')
        == "A\n\n## B\n\nso f"
    )
    assert topics_preview(TOPICS) == topics_preview(json.dumps(only(merged_topics=FOUND))) == "Frist\nSecond"
    assert topics_preview(TOPICS[:40]) == "Frist"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1",
        "nonsense",
        "null",
        '{"lesson": {"title": 5, "body": [1',
        '{"lesson": [{"title": "a", "body": "b"',
        '{"topics": {"a',
        '{"topics": [1, {"title": []',
    ],
)
def test_anything_else_is_nothing_to_show(text: str) -> None:
    assert lesson_preview(text) == ""
    assert topics_preview(text) == ""


@settings(deadline=None)
@given(st.text())
def test_previews_never_raise(text: str) -> None:
    lesson_preview(text)
    topics_preview(text)
