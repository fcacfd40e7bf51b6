"""Readable text out of half an answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipelines.exam_course.preview import lesson_preview, topics_preview
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import lesson_of

LESSON = json.dumps(lesson_of(exam(3)["questions"]) | {"body": 'Größe: \ud83e\uddd1 "so"\n\n- a\n- b\\'})
TOPICS = json.dumps(
    {"topics": [{"title": "Frist", "description": "D"}, {"title": "Second", "description": "E"}]}
)


@settings(deadline=None)
@given(st.integers(0, len(LESSON)))
def test_a_lesson_grows(cut: int) -> None:
    whole = lesson_preview(LESSON)
    assert whole.startswith(lesson_preview(LESSON[:cut]))


def test_title_and_body_are_shown() -> None:
    assert (
        lesson_preview('{"title": "A", "objectives": ["x"], "body": "## B\\n\\nso f') == "A\n\n## B\n\nso f"
    )
    assert topics_preview(TOPICS) == "Frist\nSecond"
    assert topics_preview(TOPICS[:40]) == "Frist"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1",
        "nonsense",
        "null",
        '{"title": 5, "body": [1',
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
