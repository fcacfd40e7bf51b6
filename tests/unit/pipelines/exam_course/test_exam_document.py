"""An exam as it is stored and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Exam
from tests.data.exams import ALL, load
from tests.unit.pipelines.exams import exam, hostile_exam, small_exam
from tests.unit.pipelines.scripted import NOW


def test_an_exam_without_markup_is_shown_as_it_was_sent() -> None:
    raw: dict[str, Any] = exam(3)
    stored = exam_document.document("ada", "e1", Exam.model_validate(raw), NOW)
    view = exam_document.view(stored)
    assert view == {"exam_id": "e1", "created_at": "2026-03-01T12:00:00.000Z", **raw}


@pytest.mark.parametrize("raw", [hostile_exam(), small_exam()], ids=["hostile", "small"])
def test_what_was_cleaned_is_kept_as_it_was_sent(raw: dict[str, Any]) -> None:
    sent = Exam.model_validate(raw)
    stored = exam_document.document("ada", "e1", sent, NOW)
    view = exam_document.view(stored)
    assert view["questions"] != raw["questions"]
    Exam.model_validate({"title": view["title"], "questions": view["questions"]})
    before = {one["question_id"]: one for one in view["raw"]}
    assert [_as_sent(one, before.get(one["question_id"], {})) for one in view["questions"]] == raw[
        "questions"
    ]
    assert stored.summary["content_hash"] == sent.content_hash, "sent again it is the same exam"
    assert (stored.size or 0) > sent.size, "both count"


def _as_sent(question: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    options = {one["option_id"]: one for one in before.get("options", [])}
    changed = {name: text for name, text in before.items() if name != "options"}
    return {
        **question,
        **changed,
        "options": [options.get(one["option_id"], one) for one in question["options"]],
    }


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
