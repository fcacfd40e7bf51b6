"""The quiz of a lesson: which question an answer belongs to, and what an explanation is about.

Never a question of the exam again. Options and keys are the exam's own, so nothing is claimed that it does
not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from generation.quality.asked import QUIZ_OPTIONS, quiz_questions
from generation.quality.likeness import ALIKE, SAME, similarity
from generation.quality.words import essence, tokens
from local.claude.course.questions import Question
from local.claude.course.said import said
from local.claude.course.text import is_stop, sentences, shorten, stem, words
from local.claude.course.words import Words, quoted

_STEM_LENGTH = 500
_OPTION_LENGTH = 240
_FEWEST_WORDS = 4
"""That say something, of a sentence from which the answer was taken out."""

_FILLERS = ("filler_1", "filler_2", "filler_3", "filler_4")
"""Words of options where an exam has fewer different texts than a question needs."""


def quiz(
    questions: Sequence[Question], said_in: Words, others: Sequence[Question] = ()
) -> list[dict[str, Any]]:
    """As many as are asked for: `[{"question", "options", "correct", "explanation"}]`.

    others  questions of the exam that are not in the lesson, for more options
    """
    every = [*questions, *others]
    count = quiz_questions(len(questions))
    # Explanations first: they ask for more than what belongs to what. Each question may serve every way.
    made = [
        entry
        for make in (_by_explanation, _by_answer, _by_rest)
        for place, question in enumerate(questions)
        if (entry := make(question, every, place, said_in)) is not None
    ]
    # Those that give themselves away, or say nearly the same as another, only where there are no others.
    found: list[dict[str, Any]] = []
    for most_alike in (ALIKE, SAME):
        for entry in sorted(made, key=_is_guessed):
            if len(found) < count and all(_likeness(entry, other) < most_alike for other in found):
                found.append(entry)
    return [
        *found,
        *(_about_the_lesson(questions[0], number, said_in) for number in range(count - len(found))),
    ]


def _is_guessed(entry: Mapping[str, Any]) -> bool:
    """Whether the right option is the only one that shares most words with the question, or the longest."""
    asked = _stems(entry["question"])
    key = next(one["text"] for one in entry["options"] if one["option_id"] in entry["correct"])
    others = [one["text"] for one in entry["options"] if one["text"] != key]
    shares = len(asked & _stems(key))
    return shares > max(len(asked & _stems(text)) for text in others) or len(key) > max(map(len, others))


def _likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    return similarity(tokens(one["question"]), tokens(other["question"]))


def _by_explanation(
    question: Question, every: Sequence[Question], place: int, said_in: Words
) -> dict[str, Any] | None:
    """A sentence of the explanation, the answer's own words taken out."""
    name = shorten(question.answer, _OPTION_LENGTH)
    own = {stem(word) for word in words(question.answer) if not is_stop(word)}
    told = [one for one in sentences(said(question.explanation)) if own & _stems(one)]
    if not told or not own or len(_stems(told[0]) - own) < _FEWEST_WORDS:
        return None
    gap = re.sub(
        r"[^\W_]+(?:[-'\u2019./][^\W_]+)*", lambda word: "…" if stem(word[0]) in own else word[0], told[0]
    )
    stem_text = said_in("left_out", gap=quoted(shorten(gap, _STEM_LENGTH)))
    texts = [shorten(other.answer, _OPTION_LENGTH) for other in every if other is not question]
    wrong = [shorten(option.name, _OPTION_LENGTH) for option in question.wrong]
    whole = said_in("whole", sentence=quoted(shorten(told[0], _STEM_LENGTH)))
    return _entry(stem_text, name, [*wrong, *texts], whole, place, said_in)


def _by_answer(
    question: Question, every: Sequence[Question], place: int, said_in: Words
) -> dict[str, Any] | None:
    """An answer, and questions of which it answers one."""
    name = shorten(question.answer, _STEM_LENGTH)
    key = shorten(question.text, _OPTION_LENGTH)
    texts = [
        shorten(one.text, _OPTION_LENGTH) for one in every if essence(one.answer) != essence(question.answer)
    ]
    if not key:
        return None
    told = said_in("which_told", key=quoted(key), name=quoted(name))
    return _entry(said_in("which", name=quoted(name)), key, texts, told, place, said_in)


def _by_rest(
    question: Question, every: Sequence[Question], place: int, said_in: Words
) -> dict[str, Any] | None:
    """What stands beside the answer, for lessons of a single question."""
    if not question.wrong or not question.text:
        return None
    key = shorten(question.wrong[0].name, _OPTION_LENGTH)
    answer = shorten(question.answer, _STEM_LENGTH)
    texts = [shorten(other.answer, _OPTION_LENGTH) for other in every]
    told = said_in("offered_told", key=quoted(key), answer=quoted(answer))
    return _entry(said_in("offered", answer=quoted(answer)), key, texts, told, place, said_in)


def _about_the_lesson(question: Question, number: int, said_in: Words) -> dict[str, Any]:
    """For exams whose texts are all alike, or signs: a quiz of one question would be none."""
    told = question.answer if number % 2 else question.text
    key = said_in("own_words", told=quoted(shorten(told, _OPTION_LENGTH)))
    fillers = [said_in(word) for word in _FILLERS]
    options = [*fillers[: number % 4], key, *fillers[number % 4 : 3]]
    return {
        "question": said_in("about_right" if number % 2 else "about_ask", number=number + 1),
        "options": [
            {"option_id": option_id, "text": text}
            for option_id, text in zip(QUIZ_OPTIONS, options, strict=True)
        ],
        "correct": [QUIZ_OPTIONS[number % 4]],
        "explanation": said_in("about_told", key=key),
    }


def _entry(
    stem_text: str, key: str, others: Sequence[str], explanation: str, place: int, said_in: Words
) -> dict[str, Any] | None:
    """Options that give nothing away: of the others those that share most words with the stem, and one
    that is longer than the key."""
    fillers = [said_in(word) for word in _FILLERS]
    different = {essence(text): text for text in reversed([*others, *fillers]) if essence(text)}
    different.pop(essence(key), None)
    if not essence(key) or len(different) < len(QUIZ_OPTIONS) - 1:
        return None
    asked = _stems(stem_text)
    real = [text for text in dict.fromkeys([*others, *fillers]) if text in different.values()]
    filler = set(fillers)
    real.sort(key=lambda text: (text in filler, -len(asked & _stems(text)), abs(len(text) - len(key))))
    wanted = len(QUIZ_OPTIONS) - 1
    chosen = real[:wanted]
    longer = [text for text in real if len(text) > len(key)]
    if longer and not any(len(text) > len(key) for text in chosen):
        chosen[-1] = longer[0]
    at = (_seed(stem_text) + place) % len(QUIZ_OPTIONS)
    texts = [*chosen[:at], key, *chosen[at:]]
    return {
        "question": stem_text,
        "options": [
            {"option_id": option_id, "text": text}
            for option_id, text in zip(QUIZ_OPTIONS, texts, strict=True)
        ],
        "correct": [QUIZ_OPTIONS[at]],
        "explanation": explanation,
    }


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if not is_stop(word)}


def _seed(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:4], "big")
