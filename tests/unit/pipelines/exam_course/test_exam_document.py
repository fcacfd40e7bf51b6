"""An exam as it is stored and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Exam
from tests.data.exams import ALL, load
from tests.unit.pipelines.exams import hostile_exam
from tests.unit.pipelines.scripted import NOW


def test_an_exam_is_shown_as_it_was_sent() -> None:
    raw: dict[str, Any] = hostile_exam()
    stored = exam_document.document("ada", "e1", Exam.model_validate(raw), NOW)
    view = exam_document.view(stored)
    assert view == {"exam_id": "e1", "created_at": "2026-03-01T12:00:00.000Z", **raw}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_list_shows_the_head(path: Any) -> None:
    raw = load(path)
    stored = exam_document.document("ada", raw["exam_id"], Exam.model_validate(raw), NOW)
    head = replace(stored, parts=None)
    assert exam_document.summary(head) == {
        "exam_id": raw["exam_id"],
        "title": raw["title"],
        "questions_total": len(raw["questions"]),
        "created_at": "2026-03-01T12:00:00.000Z",
    }
    with pytest.raises(ValueError, match="without its parts"):
        exam_document.view(head)
