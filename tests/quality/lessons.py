"""Lessons and questions for the tests of single rules: as little as the rule needs."""

from __future__ import annotations

from typing import Any

from generation.quality.artifact import Lesson, Question


def question(stem: str, *options: str, correct: str = "A", explanation: str = "") -> Question:
    return Question.model_validate(
        {
            "question": stem,
            "options": [{"option_id": "ABCDEF"[n], "text": text} for n, text in enumerate(options)],
            "correct": list(correct),
            "explanation": explanation,
        }
    )


def lesson(**changed: Any) -> Lesson:
    whole: dict[str, Any] = {
        "title": "t",
        "objectives": [],
        "body": "",
        "key_points": [],
        "question_ids": [],
        "worked_questions": [],
        "quiz": [],
    }
    return Lesson.model_validate({**whole, **changed})
