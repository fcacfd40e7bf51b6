"""Worked questions: why the right options are right and each other one is not, from the exam's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local.claude.course.questions import Option, Question
from local.claude.course.said import said
from local.claude.course.text import is_stop, length, sentences, shorten, stem, words
from local.claude.course.titles import listed

_EXPLANATION_LENGTH = 1_200
_SAID_LENGTH = 300
_OPTION_LENGTH = 80
_ASKED_LENGTH = 160


def worked_questions(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """`[{"question_id", "why_right", "why_wrong": [{"option_id", "reason"}]}]`, one for each question.

    `why_wrong` has one reason for each option that the exam does not mark as right.
    """
    answered = _answered_by(questions)
    return [
        {
            "question_id": question.question_id,
            "why_right": why_right(question),
            "why_wrong": _why_wrong(question, answered),
        }
        for question in questions
    ]


def why_right(question: Question) -> str:
    """What the exam marks as right, and the beginning of its explanation."""
    marks = f"For this question the exam counts {_named(question.right)} as right"
    explanation = said(question.explanation)
    if not explanation:
        return f"{marks}, and it has no explanation that could be repeated here."
    return f"{marks}. Why it does: {_beginning(explanation)}"


def _why_wrong(question: Question, answered: dict[str, list[Question]]) -> list[dict[str, str]]:
    explained = [(sentence, _stems(sentence)) for sentence in sentences(said(question.explanation))]
    reasons = []
    for option in question.wrong:
        reason = f"“{shorten(option.name, _OPTION_LENGTH)}” {_said_of(option, question, explained)}"
        elsewhere = [other for other in answered.get(option.name.casefold(), ()) if other is not question]
        if elsewhere:
            reason += f" It is the answer to another question: “{shorten(elsewhere[0].text, _ASKED_LENGTH)}”"
        reasons.append({"option_id": option.option_id, "reason": reason})
    return reasons


def _said_of(option: Option, question: Question, explained: Sequence[tuple[str, set[str]]]) -> str:
    """What the explanation says of a wrong option: the sentences that have all the words of its name. Where
    there is none, what was asked and what is counted instead: that is all that is known of it."""
    asked = f"“{shorten(question.text, _ASKED_LENGTH)}”"
    silent = f"is not what the exam counts for {asked}: that is {_named(question.right)}."
    name = _subject(option)
    about = [sentence for sentence, has in explained if name and name <= has]
    if not about:
        return silent
    if any(name <= _subject(right) or _subject(right) <= name for right in question.right):
        # "Amazon S3" beside the right answer "Amazon S3 Glacier": which of them is meant cannot be told.
        return silent
    return f"is mentioned by the explanation of {asked}: “{shorten(' '.join(about), _SAID_LENGTH)}”"


def _subject(option: Option) -> set[str]:
    return {stem(word) for word in words(option.text) if not is_stop(word)}


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)}


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
        if length(fitting) + length(sentence) >= _EXPLANATION_LENGTH:
            break
        fitting = f"{fitting} {sentence}".strip()
    return fitting or shorten(text, _EXPLANATION_LENGTH)


def _named(options: Sequence[Option]) -> str:
    return listed([f"“{shorten(option.name, _OPTION_LENGTH)}”" for option in options]) or "no option"
