"""Kinds `check_lesson`, `check_final_exam`, `check_explanations` and `review_questions`: a second reader who
remembers what this server has written.

Offline nobody can answer a question. The server remembers which options count as right in the questions that
it was sent and in those that it wrote, by their texts; of any other it says that it cannot decide. On demand
it errs at a stated rate, always in the same questions, so that what a check finds can be measured.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from local.claude.course.markup import plain
from local.claude.course.questions import BadData, Question

_MOST_REMEMBERED = 50_000
"""Questions: 50 of the largest exams."""

_KEYS: OrderedDict[str, frozenset[str]] = OrderedDict()
"""Texts of the right options, by question and options."""


def remember(questions: Iterable[Question], quiz: Iterable[Mapping[str, Any]]) -> None:
    """What counts as right in questions of an exam, and in those of a quiz that was made of them."""
    for question in questions:
        texts = [option.text for option in question.options]
        _keep(question.text, texts, [option.text for option in question.right])
    for entry in quiz:
        texts = [option["text"] for option in entry["options"]]
        right = [option["text"] for option in entry["options"] if option["option_id"] in entry["correct"]]
        _keep(entry["question"], texts, right)
        if explanation := entry.get("explanation"):
            _keep(_explained(explanation), texts, right)


def check_lesson(tags: Mapping[str, Any], error_rate: float = 0.0) -> dict[str, Any]:
    """`{"answers": [{"question", "correct", "claim", "reason"}]}` for `<questions>`. Raises BadData.

    error_rate  share of the questions that are answered wrongly: of this call as many as that, rounded up or
                down by its texts, and which of them follows from their own
    """
    questions = _questions(tags, "questions")
    erring = _erring(questions, error_rate)
    return {
        "answers": [_answered(question, is_wrong=place in erring) for place, question in enumerate(questions)]
    }


def check_explanations(tags: Mapping[str, Any], error_rate: float = 0.0) -> dict[str, Any]:
    """`{"answers": [{"question", "correct", "words"}]}` for `<questions>`: what each explanation was written
    for, where this server has written it. Raises BadData. error_rate: as above."""
    questions = [_listed(one) for one in _explanations(tags)]
    erring = _erring(questions, error_rate)
    answers = []
    for place, question in enumerate(questions):
        correct = _right(question)
        if place in erring and correct:
            correct = _others(question, correct)
        words = question["explanation"][:200] if correct else ""
        answers.append({"question": question["question"], "correct": correct, "words": words})
    return {"answers": answers}


def _explanations(tags: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    raw = tags.get("questions")
    found: list[Mapping[str, Any]] = []
    found += [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
    for one in found:
        options = one.get("options")
        if not isinstance(options, dict) or not options or not {"question", "explanation"} <= one.keys():
            found = []
    if not found:
        raise BadData("<questions> must hold, as JSON, a list of objects with question, options, explanation")
    return found


def _listed(one: Mapping[str, Any]) -> dict[str, Any]:
    """As the questions of a lesson are asked, its explanation in place of the question's text."""
    options = [{"option_id": name, "text": str(text)} for name, text in one["options"].items()]
    explanation = str(one["explanation"])
    return {
        "question": one["question"],
        "text": _explained(explanation),
        "options": options,
        "explanation": explanation,
    }


def _erring(questions: Sequence[Mapping[str, Any]], error_rate: float) -> set[int]:
    by_chance = sorted(range(len(questions)), key=lambda place: _share(_name(questions[place])))
    whole = error_rate * len(questions)
    fraction = _share("".join(_name(question) for question in questions))
    return set(by_chance[: int(whole + fraction)])


def review_questions(tags: Mapping[str, Any]) -> dict[str, Any]:
    """`{"reviews": [{"question", "correct", "explanation"}]}` for `<disputed>`: what is remembered, else what
    the author has. Raises BadData."""
    reviews = []
    for question in _questions(tags, "disputed"):
        yours = question.get("yours") or {}
        reviews.append(
            {
                "question": question["question"],
                "correct": _right(question) or yours.get("correct") or [question["options"][0]["option_id"]],
                "explanation": yours.get("explanation") or question["text"],
            }
        )
    return {"reviews": reviews}


def _answered(question: Mapping[str, Any], *, is_wrong: bool) -> dict[str, Any]:
    correct = _right(question)
    if is_wrong and correct:
        correct = _others(question, correct)
    return {
        "question": question["question"],
        "correct": correct,
        "claim": "",
        "reason": question["text"][:200],
    }


def _others(question: Mapping[str, Any], correct: Sequence[str]) -> list[str]:
    """A wrong answer in place of the right one."""
    others = [one["option_id"] for one in question["options"] if one["option_id"] not in correct]
    if not others:
        return list(correct[:-1])
    return [others[int(_share(f"other {_name(question)}") * len(others))]]


def _explained(explanation: str) -> str:
    """By which it is known again what an explanation was written for."""
    return f"Explained: {plain(explanation)}"


def _right(question: Mapping[str, Any]) -> list[str]:
    """Ids of the options that are remembered as right; empty where the question is not known."""
    texts = [plain(one["text"]) for one in question["options"]]
    known = _KEYS.get(_hash(plain(question["text"]), texts), frozenset())
    return [one["option_id"] for one, text in zip(question["options"], texts, strict=True) if text in known]


def _questions(tags: Mapping[str, Any], tag: str) -> list[Mapping[str, Any]]:
    raw = tags.get(tag)
    if not isinstance(raw, list) or not raw:
        raise BadData(f"<{tag}> must hold, as JSON, a list of at least one question")
    for one in raw:
        options = one.get("options") if isinstance(one, dict) else None
        is_right = (
            isinstance(options, list)
            and options
            and all(isinstance(option, dict) and {"option_id", "text"} <= option.keys() for option in options)
        )
        if not is_right or not {"question", "text"} <= one.keys():
            raise BadData(f"each question of <{tag}> must have question, text and options")
    return raw


def _keep(question: str, options: Sequence[str], right: Sequence[str]) -> None:
    key = _hash(question, options)
    _KEYS[key] = frozenset(right)
    _KEYS.move_to_end(key)
    while len(_KEYS) > _MOST_REMEMBERED:
        _KEYS.popitem(last=False)


def _hash(question: str, options: Sequence[str]) -> str:
    """The same for options in another order: those of a quiz are shuffled after they were written."""
    return sha256("\0".join([question, *sorted(options)]).encode("utf-8", "replace")).hexdigest()


def _name(question: Mapping[str, Any]) -> str:
    return _hash(question["text"], [option["text"] for option in question["options"]])


def _share(text: str) -> float:
    """0 to 1, the same for the same text."""
    return int.from_bytes(sha256(text.encode("utf-8", "replace")).digest()[:8], "big") / 2**64
