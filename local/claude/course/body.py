"""The body of a lesson, in Markdown: what the exam explains, what it only marks, what is easily confused."""

from __future__ import annotations

from collections.abc import Sequence

from generation.quality.asked import fewest_lesson_words
from generation.quality.words import count
from local.claude.course.markup import markdown
from local.claude.course.questions import Question
from local.claude.course.said import said
from local.claude.course.text import fair_limit, length, shorten
from local.claude.course.titles import listed

_HEADING_LENGTH = 90
_MOST_REFERENCES = 3
_LONGEST_REFERENCE = 200
_MOST_CONFUSED = 6
_TEXTS_BUDGET = 20_000
"""Bytes of questions, answers and explanations together; ten questions of usual length have 10,000."""


_HOW_TO_WORK = """## Finding the reasons yourself

Cover the answers above and take one question after another. Say aloud what is asked, in your own words, \
before you look at what was offered. Then decide for each of the options whether it could be true at all, \
and if it could, under which circumstances it would be the answer instead. Write these circumstances down in \
half a sentence; where you cannot, that is the place to look up in your notes or in a reference.

When all of them are through, compare your half sentences with one another. Two questions that you decided \
for the same reason belong together, and one whose reason you could not find is worth more of your time \
than ten that you knew. Come back after two days and begin with those."""
"""For exams that explain little: how one works, since nothing is known of the subject."""

_SHORT = 0.6
"""Of the words that a lesson is to have."""


def body(title: str, questions: Sequence[Question], *, language: str) -> str:
    """The lesson's text, about 30,000 bytes at most.

    Whatever comes from the exam is escaped: it cannot be markup, a link or a heading.
    """
    texts = [text for q in questions for text in (q.text, q.answer, q.explanation)]
    limit = fair_limit([length(markdown(text)) for text in texts], _TEXTS_BUDGET)
    explained = [question for question in questions if said(question.explanation)]
    silent = [question for question in questions if not said(question.explanation)]
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
    written = "\n\n".join(parts)
    is_short = count(written) < fewest_lesson_words(len(questions)) * _SHORT
    return f"{written}\n\n{_HOW_TO_WORK}" if is_short else written


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
        heading = [f"### {markdown(shorten(question.text, _HEADING_LENGTH))}", f"> {asked}"]
    return "\n\n".join(
        [
            *heading,
            f"**Answer:** {_fitting(question.answer, limit)}",
            _fitting(said(question.explanation), limit),
            *_references(question),
        ]
    )


def _silent(question: Question, limit: int) -> str:
    beside = listed([f"“{_fitting(shorten(option.name, 80), 120)}”" for option in question.wrong[:4]])
    offered = f" Offered beside it: {beside}." if beside else ""
    return f"- {_asked(question, limit)} **{_fitting(question.answer, limit)}**{offered}"


def _asked(question: Question, limit: int) -> str:
    return _fitting(question.text, limit)


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
    return listed([f"“{_fitting(shorten(q.text, 120), 160)}”" for q in questions[:3]])
