"""Worked questions: why the right options are right and each other one is not, from the exam's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from local.claude.course.questions import Option, Question
from local.claude.course.said import said
from local.claude.course.text import is_stop, length, sentences, shorten, stem, words
from local.claude.course.words import Words, quoted

_EXPLANATION_LENGTH = 1_200
_SAID_LENGTH = 300
_OPTION_LENGTH = 80
_ASKED_LENGTH = 160


def worked_questions(questions: Sequence[Question], said_in: Words) -> list[dict[str, Any]]:
    """`[{"question_id", "why_right", "why_wrong": [{"option_id", "reason"}], "marking_doubt"}]`, one for each
    question.

    `why_wrong` has one reason for each option that the exam does not mark as right.
    """
    answered = _answered_by(questions)
    return [
        {
            "question_id": question.question_id,
            "why_right": why_right(question, said_in),
            "why_wrong": _why_wrong(question, answered, said_in),
            "marking_doubt": None,
        }
        for question in questions
    ]


def why_right(question: Question, said_in: Words) -> str:
    """What the exam marks as right, and the beginning of its explanation."""
    named = _named(question.right, said_in)
    explanation = said(question.explanation)
    if not explanation:
        return said_in("unexplained", named=named)
    return said_in("why", named=named, explanation=said_in.own(_beginning(explanation)))


def _why_wrong(
    question: Question, answered: dict[str, list[Question]], said_in: Words
) -> list[dict[str, str]]:
    explained = [(sentence, _stems(sentence)) for sentence in sentences(said(question.explanation))]
    reasons = []
    for option in question.wrong:
        reason = _said_of(option, question, explained, said_in)
        elsewhere = [other for other in answered.get(option.name.casefold(), ()) if other is not question]
        if elsewhere:
            asked = quoted(shorten(elsewhere[0].text, _ASKED_LENGTH))
            reason += f" {said_in('elsewhere', question=asked)}"
        reasons.append({"option_id": option.option_id, "reason": reason})
    return reasons


def _said_of(
    option: Option, question: Question, explained: Sequence[tuple[str, set[str]]], said_in: Words
) -> str:
    """What the explanation says of a wrong option: the sentences that have all the words of its name. Where
    there is none, what was asked and what is counted instead: that is all that is known of it."""
    shown = quoted(shorten(option.name, _OPTION_LENGTH))
    asked = quoted(shorten(question.text, _ASKED_LENGTH))
    silent = said_in("not_counted", option=shown, asked=asked, named=_named(question.right, said_in))
    name = _subject(option)
    about = [sentence for sentence, has in explained if name and name <= has]
    if not about:
        return silent
    if any(name <= _subject(right) or _subject(right) <= name for right in question.right):
        # "Amazon S3" beside the right answer "Amazon S3 Glacier": which of them is meant cannot be told.
        return silent
    told = quoted(shorten(" ".join(about), _SAID_LENGTH))
    return said_in("mentioned", option=shown, asked=asked, said=told)


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


def _named(options: Sequence[Option], said_in: Words) -> str:
    names = [quoted(shorten(option.name, _OPTION_LENGTH)) for option in options]
    return said_in.listed(names) or said_in("no_option")
