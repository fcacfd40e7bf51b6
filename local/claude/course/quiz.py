"""The quiz of a lesson: two to five of its own questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local.claude.course.questions import Question
from local.claude.course.text import length, shorten
from local.claude.course.worked import why_right

_MOST = 5
_FEWEST = 2
_LENGTH = 10_000
"""Bytes of questions and options in a quiz, about."""
_QUESTION_LENGTH = 1_500
_OPTION_LENGTH = 400


def quiz(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """`[{"question", "options", "correct", "explanation"}]`, spread evenly over the lesson.

    Fewer where they are very long. A lesson of a single question asks it twice, the second time for what
    is not marked as right.
    """
    count = min(_MOST, len(questions))
    while count > _FEWEST and _length(questions) * count > _LENGTH * len(questions):
        count -= 1
    picked = [questions[index * len(questions) // count] for index in range(count)]
    entries = [_entry(question) for question in picked]
    while len(entries) < _FEWEST:
        entries.append(_reverse(questions[0]))
    return entries


def _entry(question: Question) -> dict[str, Any]:
    return {
        "question": shorten(question.text, _QUESTION_LENGTH) or f"Question {question.question_id}",
        "options": _options(question),
        "correct": [option.option_id for option in question.right],
        "explanation": why_right(question),
    }


def _reverse(question: Question) -> dict[str, Any]:
    if not question.wrong:
        return {**_entry(question), "options": list(reversed(_options(question)))}
    entry = _entry(question)
    asked = "The other way round: which options does the exam NOT mark as right?"
    return {
        **entry,
        "question": f"{asked} {entry['question']}",
        "correct": [option.option_id for option in question.wrong],
    }


def _options(question: Question) -> list[dict[str, str]]:
    return [
        {"option_id": option.option_id, "text": shorten(option.text, _OPTION_LENGTH)}
        for option in question.options
    ]


def _length(questions: Sequence[Question]) -> int:
    """Bytes of the entries that these questions would make, without their explanations."""
    return sum(
        min(length(question.text), _QUESTION_LENGTH)
        + sum(min(length(option.text), _OPTION_LENGTH) for option in question.options)
        for question in questions
    )
