"""Kind `lesson`: a lesson about one topic, composed from its questions and their explanations.

Nothing in it is invented: each sentence about the subject stands in the exam, and where the exam gives
no reason the lesson says so. Only the frame around them is in English, whatever `language` asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local.claude.course.questions import BadData, Option, Question, parse_questions
from local.claude.course.quiz import quiz
from local.claude.course.text import is_stop, markdown, plain, sentences, shorten, stem, words
from local.claude.course.titles import listed
from local.claude.course.worked import worked_questions

_MOST_OBJECTIVES = 6
_MOST_KEY_POINTS = 10
_FEWEST_KEY_POINTS = 2
_NAME_WORDS = 6
"""An answer of up to so many words is a name; a longer one is a statement."""


def lesson(tags: Mapping[str, Any]) -> dict[str, Any]:
    """A lesson for `<call>`, `<topic>` and `<questions>`. Raises BadData."""
    questions = parse_questions(tags)
    topic = tags.get("topic")
    title = topic.get("title") if isinstance(topic, dict) else None
    if not isinstance(title, str) or not title.strip():
        raise BadData("<topic> must have a title")
    return {
        "title": _title(plain(title), tags.get("call")),
        "objectives": _objectives(questions),
        "body": _body(plain(title), questions),
        "key_points": _key_points(questions),
        "question_ids": [question.question_id for question in questions],
        "worked_questions": worked_questions(questions),
        "quiz": quiz(questions),
    }


def _title(topic: str, call: object) -> str:
    part, parts = (call.get("part", 1), call.get("parts", 1)) if isinstance(call, dict) else (1, 1)
    return f"{topic} (part {part} of {parts})" if isinstance(parts, int) and parts > 1 else topic


def _objectives(questions: Sequence[Question]) -> list[str]:
    found = []
    for question in questions:
        names = [_bare(option) for option in question.right if _is_name(option)]
        others = [_bare(option) for option in question.wrong if _is_name(option)][:3]
        if names and len(names) == len(question.right):
            apart = f", and tell it from {listed(others)}" if others and len(names) == 1 else ""
            found.append(f"Know when {listed(names)} is the answer{apart}.")
        elif question.text:
            found.append(f"Answer: {shorten(question.text, 160)}")
    return _distinct(found)[:_MOST_OBJECTIVES] or ["Answer the questions of this lesson."]


def _body(title: str, questions: Sequence[Question]) -> str:
    explained = [question for question in questions if question.explanation]
    parts = [
        "*Made offline from the exam's own questions and explanations, without a language model.*",
        f"{_count(len(questions))} of the exam {'is' if len(questions) == 1 else 'are'} about "
        f"{markdown(title)}. {_how_many_explained(len(explained), len(questions))}",
    ]
    if explained:
        parts.append("## What the explanations say")
        parts.extend(_explained(question) for question in explained)
    silent = [question for question in questions if not question.explanation]
    if silent:
        parts.append("## What the exam marks right, without an explanation")
        parts.extend(_silent(question) for question in silent)
    return "\n\n".join(parts)


def _how_many_explained(explained: int, total: int) -> str:
    if explained == total:
        return "All come with an explanation." if total > 1 else "It comes with an explanation."
    if explained == 0:
        return "The exam explains none of them." if total > 1 else "The exam does not explain it."
    return f"The exam explains {explained} of them."


def _explained(question: Question) -> str:
    return (
        f"### {markdown(_heading(question))}\n\n"
        f"{markdown(question.explanation)}\n\n"
        f"*Asked:* {_asked(question)}"
    )


def _silent(question: Question) -> str:
    return f"- {_asked(question)}"


def _asked(question: Question) -> str:
    answer = f"**{markdown(_answer(question))}**"
    return f"{markdown(question.text)} — {answer} ({markdown(question.question_id)})"


def _heading(question: Question) -> str:
    names = [_bare(option) for option in question.right if _is_name(option)]
    return listed(names) if names else shorten(question.text, 90)


def _answer(question: Question) -> str:
    return "; ".join(_bare(option) for option in question.right) or "no option"


def _key_points(questions: Sequence[Question]) -> list[str]:
    """The sentence of each explanation that has most of its answer in it; else question and answer."""
    found = [_best_sentence(question) if question.explanation else _fact(question) for question in questions]
    found = _distinct(found)[:_MOST_KEY_POINTS]
    if len(found) < _FEWEST_KEY_POINTS:
        found = _distinct(
            [*found, *(_fact(question) for question in questions), "Read every option before you answer."]
        )
    return found[: max(_FEWEST_KEY_POINTS, len(found))]


def _best_sentence(question: Question) -> str:
    subject = {stem(word) for word in words(f"{question.text} {_answer(question)}") if not is_stop(word)}
    answer = {stem(word) for word in words(_answer(question)) if not is_stop(word)}
    candidates = sentences(question.explanation) or [question.explanation]

    def worth(sentence: str) -> float:
        has = {stem(word) for word in words(sentence)}
        return len(has & subject) + len(has & answer) - len(sentence) / 400

    return shorten(max(candidates, key=worth), 400)


def _fact(question: Question) -> str:
    return f"{shorten(question.text, 240)} {_answer(question)}."


def _is_name(option: Option) -> bool:
    return 0 < len(option.text.split()) <= _NAME_WORDS


def _bare(option: Option) -> str:
    return option.text.rstrip(". ") or option.text


def _distinct(texts: Sequence[str]) -> list[str]:
    return list({text.casefold(): text for text in reversed(texts)}.values())[::-1]


def _count(number: int) -> str:
    return "One question" if number == 1 else f"{number} questions"
