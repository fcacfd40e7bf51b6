"""Shuffling: the options of a lesson's quiz in an order that no author chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from generation.quality import letters
from generation.quality.asked import QUIZ_OPTIONS


def shuffled(quiz: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same questions. Keys go from place to place, so that none has more of them than another; where
    they begin, and the order of the other options, follow from the texts, so that the same answer is the
    same lesson again.

    A question whose texts name its options by letters stays as it is: in another order they would be wrong.
    """
    start = _seed("".join(str(question["question"]) for question in quiz))
    return [_shuffled(question, start + number) for number, question in enumerate(quiz)]


def _shuffled(question: Mapping[str, Any], place: int) -> dict[str, Any]:
    options, correct = question["options"], question["correct"]
    ids = [option["option_id"] for option in options]
    told = f"{question['question']}\n{question['explanation']}"
    is_lettered = letters.OPTION_LETTER.search(told) or letters.BARE_LETTER.search(told)
    if set(ids) != set(QUIZ_OPTIONS) or len(ids) != len(QUIZ_OPTIONS) or is_lettered:
        return dict(question)
    order = sorted(options, key=lambda option: _seed(f"{question['question']}\n{option['text']}"))
    if len(correct) == 1:
        key = next(option for option in order if option["option_id"] == correct[0])
        order.remove(key)
        order.insert(place % len(QUIZ_OPTIONS), key)
    named = dict(zip((option["option_id"] for option in order), QUIZ_OPTIONS, strict=True))
    return {
        **question,
        "options": [{**option, "option_id": named[option["option_id"]]} for option in order],
        "correct": sorted(named[one] for one in correct),
    }


def _seed(text: str) -> int:
    return int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:8], "big")
