"""The body of a lesson, in Markdown: what the exam explains, what it only marks, what is easily confused."""

from __future__ import annotations

from collections.abc import Sequence

from local.claude.course.markup import markdown
from local.claude.course.questions import Question
from local.claude.course.text import fair_limit, length, shorten
from local.claude.course.titles import listed

_HEADING_LENGTH = 90
_MOST_REFERENCES = 3
_LONGEST_REFERENCE = 200
_MOST_CONFUSED = 6
_TEXTS_BUDGET = 20_000
"""Bytes of questions, answers and explanations together; ten questions of usual length have 10,000."""


def body(title: str, questions: Sequence[Question], *, language: str) -> str:
    """The lesson's text, about 30,000 bytes at most.

    Whatever comes from the exam is escaped: it cannot be markup, a link or a heading.
    """
    texts = [text for q in questions for text in (q.text, q.answer, q.explanation)]
    limit = fair_limit([length(markdown(text)) for text in texts], _TEXTS_BUDGET)
    explained = [question for question in questions if question.explanation]
    silent = [question for question in questions if not question.explanation]
    parts = [_label(language), _opening(title, len(questions), len(explained))]
    if explained:
        parts.append("## What the exam explains")
        parts += [_explained(question, limit) for question in explained]
    if silent:
        parts.append("## What the exam marks as right, without a reason")
        parts.append("\n".join(_silent(question, limit) for question in silent))
    if confused := _confused(questions):
        parts.append("## Easily confused")
        parts.append("\n".join(confused))
    return "\n\n".join(parts)


def _label(language: str) -> str:
    label = "Made offline from the exam's own questions and explanations, without a language model."
    if not language.lower().startswith("en"):
        label += " The words around them are in English, and the exam's are not translated."
    return f"*{label}*"


def _opening(title: str, total: int, explained: int) -> str:
    subject = f"{'One question' if total == 1 else f'{total} questions'} of the exam about {markdown(title)}."
    if explained == total:
        return f"{subject} {'It comes' if total == 1 else 'All come'} with an explanation."
    if explained == 0:
        return f"{subject} The exam explains none of what it marks as right."
    return f"{subject} The exam explains {explained} of them."


def _explained(question: Question, limit: int) -> str:
    asked = _asked(question, limit)
    if question.is_named:
        heading = [f"### {markdown(shorten(question.answer, _HEADING_LENGTH))}", f"> {asked}"]
    elif length(question.text) <= _HEADING_LENGTH:
        heading = [f"### {asked}"]
    else:
        heading = [f"### Question {markdown(question.question_id)}", f"> {asked}"]
    return "\n\n".join(
        [
            *heading,
            f"**Answer:** {_fitting(question.answer, limit)}",
            _fitting(question.explanation, limit),
            *_references(question),
        ]
    )


def _silent(question: Question, limit: int) -> str:
    return f"- {_asked(question, limit)} **{_fitting(question.answer, limit)}**"


def _asked(question: Question, limit: int) -> str:
    return f"{_fitting(question.text, limit)} ({markdown(question.question_id)})"


def _fitting(text: str, limit: int) -> str:
    """`text` as Markdown of at most `limit` bytes; escapes can multiply its length."""
    shown = markdown(text)
    while length(shown) > limit:
        text = shorten(text, length(text) * limit // length(shown))
        shown = markdown(text)
    return shown


def _references(question: Question) -> list[str]:
    # Code, not links: an address out of somebody's exam is shown, and followed only by who copies it.
    shown = [f"`{one}`" for one in question.references if len(one) <= _LONGEST_REFERENCE and "`" not in one]
    return [f"The exam refers to {listed(shown[:_MOST_REFERENCES])}."] if shown else []


def _confused(questions: Sequence[Question]) -> list[str]:
    """Names that are the answer to one question of the lesson and on offer in another where they are not."""
    right: dict[str, list[Question]] = {}
    wrong: dict[str, list[Question]] = {}
    spelling: dict[str, str] = {}
    for question in questions:
        for option in question.options:
            if option.is_name:
                key = option.name.casefold()
                spelling.setdefault(key, option.name)
                (right if option in question.right else wrong).setdefault(key, []).append(question)
    found = []
    for key, places in right.items():
        asked = {question.text for question in places}
        others = [question for question in wrong.get(key, ()) if question.text not in asked]
        if others:
            name = markdown(shorten(spelling[key], _HEADING_LENGTH))
            found.append(f"- **{name}** is the answer to {_places(places)}, not to {_places(others)}.")
    return found[:_MOST_CONFUSED]


def _places(questions: Sequence[Question]) -> str:
    return listed(
        [f"“{_fitting(shorten(q.text, 120), 160)}” ({markdown(q.question_id)})" for q in questions[:3]]
    )
