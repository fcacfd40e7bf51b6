"""The body of a lesson, in Markdown: what the exam explains, what it only marks, what is easily confused."""

from __future__ import annotations

from collections.abc import Sequence

from generation.quality.asked import fewest_lesson_words
from generation.quality.words import count
from local.claude.course.markup import markdown
from local.claude.course.questions import Question
from local.claude.course.said import said
from local.claude.course.text import fair_limit, length, shorten
from local.claude.course.words import Words, quoted

_HEADING_LENGTH = 90
_MOST_REFERENCES = 3
_LONGEST_REFERENCE = 200
_MOST_CONFUSED = 6
_TEXTS_BUDGET = 20_000
"""Bytes of questions, answers and explanations together; ten questions of usual length have 10,000."""

_SHORT = 0.6
"""Of the words that a lesson is to have."""


def body(title: str, questions: Sequence[Question], said_in: Words) -> str:
    """The lesson's text, about 30,000 bytes at most.

    Whatever comes from the exam is escaped: it cannot be markup, a link or a heading.
    """
    texts = [text for q in questions for text in (q.text, q.answer, q.explanation)]
    limit = fair_limit([length(markdown(text)) for text in texts], _TEXTS_BUDGET)
    explained = [question for question in questions if said(question.explanation)]
    silent = [question for question in questions if not said(question.explanation)]
    subject = said_in.own(markdown(title))
    parts = [
        f"*{said_in('label')}*",
        said_in("opening", title=subject, total=len(questions), explained=len(explained)),
    ]
    if explained:
        parts.append(f"## {said_in('explains')}")
        parts += [_explained(question, limit, said_in) for question in explained]
    if silent:
        parts.append(f"## {said_in('silent')}")
        parts.append("\n".join(_silent(question, limit, said_in) for question in silent))
    if confused := _confused(questions, said_in):
        parts.append(f"## {said_in('confused')}")
        parts.append("\n".join(confused))
    written = "\n\n".join(parts)
    is_short = count(written) < fewest_lesson_words(len(questions)) * _SHORT
    return f"{written}\n\n## {said_in('how_heading')}\n\n{said_in('how')}" if is_short else written


def _explained(question: Question, limit: int, said_in: Words) -> str:
    asked = said_in.own(_asked(question, limit))
    if question.is_named:
        heading = [f"### {said_in.own(markdown(shorten(question.answer, _HEADING_LENGTH)))}", f"> {asked}"]
    elif length(question.text) <= _HEADING_LENGTH:
        heading = [f"### {asked}"]
    else:
        shown = markdown(shorten(question.text, _HEADING_LENGTH))
        heading = [f"### {said_in.own(shown)}", f"> {asked}"]
    return "\n\n".join(
        [
            *heading,
            f"**{said_in('answer')}** {said_in.own(_fitting(question.answer, limit))}",
            said_in.own(_fitting(said(question.explanation), limit)),
            *_references(question, said_in),
        ]
    )


def _silent(question: Question, limit: int, said_in: Words) -> str:
    options = [quoted(_fitting(shorten(option.name, 80), 120)) for option in question.wrong[:4]]
    offered = f" {said_in('beside', options=said_in.listed(options))}" if options else ""
    answer = said_in.own(_fitting(question.answer, limit))
    return f"- {said_in.own(_asked(question, limit))} **{answer}**.{offered}"


def _asked(question: Question, limit: int) -> str:
    return _fitting(question.text, limit)


def _fitting(text: str, limit: int) -> str:
    """`text` as Markdown of at most `limit` bytes; escapes can multiply its length."""
    shown = markdown(text)
    while length(shown) > limit:
        text = shorten(text, length(text) * limit // length(shown))
        shown = markdown(text)
    return shown


def _references(question: Question, said_in: Words) -> list[str]:
    # Code, not links: an address out of somebody's exam is shown, and followed only by who copies it.
    shown = [f"`{one}`" for one in question.references if len(one) <= _LONGEST_REFERENCE and "`" not in one]
    return [said_in("refers", references=said_in.listed(shown[:_MOST_REFERENCES]))] if shown else []


def _confused(questions: Sequence[Question], said_in: Words) -> list[str]:
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
            right_of, wrong_of = _places(places, said_in), _places(others, said_in)
            told = said_in("confused_line", name=f"**{said_in.own(name)}**", right=right_of, wrong=wrong_of)
            found.append(f"- {told}")
    return found[:_MOST_CONFUSED]


def _places(questions: Sequence[Question], said_in: Words) -> str:
    return said_in.listed([quoted(_fitting(shorten(q.text, 120), 160)) for q in questions[:3]])
