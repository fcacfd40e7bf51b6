"""Worked questions: why the right options are right and each other one is not, from the exam's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local.claude.course.questions import Option, Question
from local.claude.course.text import is_stop, sentences, shorten, stem, words
from local.claude.course.titles import listed

_EXPLANATION_LENGTH = 1_200
_REASON_LENGTH = 600
_OPTION_LENGTH = 100


def worked_questions(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """`[{"question_id", "why_right", "why_wrong": [{"option_id", "reason"}]}]`, one for each question.

    `why_wrong` has one reason for each option that the exam does not mark as right.
    """
    answered = _answered_by(questions)
    return [
        {
            "question_id": question.question_id,
            "why_right": why_right(question),
            "why_wrong": [
                {"option_id": option.option_id, "reason": _why_wrong(question, option, answered)}
                for option in question.wrong
            ],
        }
        for question in questions
    ]


def why_right(question: Question) -> str:
    """What the exam marks as right, and the beginning of its explanation."""
    marks = f"The exam marks {_named(question.right)} as right"
    if not question.explanation:
        return f"{marks}. It gives no explanation."
    return f"{marks}. Its explanation: {_beginning(question.explanation)}"


def mentions(text: str, option: Option) -> bool:
    """Whether a text speaks of an option: all the words that make its name occur in it."""
    name = {stem(word) for word in words(option.text) if not is_stop(word)}
    return bool(name) and name <= {stem(word) for word in words(text)}


def _why_wrong(question: Question, option: Option, answered: dict[str, list[Question]]) -> str:
    said = [
        sentence for sentence in sentences(question.explanation) if _speaks_of(sentence, option, question)
    ]
    elsewhere = [other for other in answered.get(option.name.casefold(), ()) if other is not question]
    marked = f"The exam marks {_named(question.right)} as right, not this option"
    if said:
        reason = f"{marked}. Its explanation mentions it: “{shorten(' '.join(said), _REASON_LENGTH)}”"
    elif question.explanation:
        reason = f"{marked}; its explanation does not mention it."
    else:
        reason = f"{marked}, and gives no reason."
    if elsewhere:
        reason += f" It is the answer to another question: “{shorten(elsewhere[0].text, 200)}”"
    return reason


def _speaks_of(sentence: str, option: Option, question: Question) -> bool:
    # A sentence that also has every word of a right answer may well speak of that one alone.
    if any(mentions(option.text, right) or mentions(right.text, option) for right in question.right):
        return False
    return mentions(sentence, option)


def _answered_by(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions that each option text is the right answer to."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        for option in question.right:
            found.setdefault(option.name.casefold(), []).append(question)
    return found


def _beginning(text: str) -> str:
    """Whole sentences, as many as fit; the body of the lesson has all of them."""
    fitting = ""
    for sentence in sentences(text):
        if len(fitting) + len(sentence) >= _EXPLANATION_LENGTH:
            break
        fitting = f"{fitting} {sentence}".strip()
    return fitting or shorten(text, _EXPLANATION_LENGTH)


def _named(options: Sequence[Option]) -> str:
    return (
        listed([f"{option.option_id} (“{shorten(option.name, _OPTION_LENGTH)}”)" for option in options])
        or "no option"
    )
