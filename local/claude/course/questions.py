"""The questions of a call, as the server reads them: cleaned for display, ids untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.claude.course.markup import plain

_NAME_WORDS = 6


class BadData(ValueError):
    """The data of a call are missing or malformed; the message says where."""


@dataclass(frozen=True)
class Option:
    option_id: str
    text: str

    @property
    def name(self) -> str:
        """The text without the full stop that some exams put behind every option."""
        return self.text.rstrip(". ") or self.text

    @property
    def is_name(self) -> bool:
        """Whether this is a name or a term, not a statement."""
        return 0 < len(self.text.split()) <= _NAME_WORDS


@dataclass(frozen=True)
class Question:
    question_id: str
    text: str
    options: tuple[Option, ...]
    correct: tuple[str, ...]
    explanation: str
    """Empty where the exam gives none."""
    topic: str
    """The exam's own topic, empty where it names none."""
    references: tuple[str, ...]

    @property
    def right(self) -> tuple[Option, ...]:
        """The options that the exam marks as right."""
        return tuple(option for option in self.options if option.option_id in self.correct)

    @property
    def wrong(self) -> tuple[Option, ...]:
        """The others."""
        return tuple(option for option in self.options if option.option_id not in self.correct)

    @property
    def answer(self) -> str:
        """The right options in one line."""
        return "; ".join(option.name for option in self.right) or "no option"

    @property
    def is_named(self) -> bool:
        """Whether the answer is a name, or several."""
        return bool(self.right) and all(option.is_name for option in self.right)


def parse_questions(tags: Mapping[str, Any]) -> list[Question]:
    """The content of `<questions>`: at least one, ids unique. Raises BadData."""
    raw = tags.get("questions")
    if not isinstance(raw, list) or not raw:
        raise BadData("<questions> must hold, as JSON, a list of at least one question")
    questions = [_question(item, f"questions[{index}]") for index, item in enumerate(raw)]
    if len({question.question_id for question in questions}) < len(questions):
        raise BadData("question ids must be unique")
    return questions


def chosen_questions(tags: Mapping[str, Any]) -> list[Question]:
    """Those of `<questions>` that `<question_ids>` names, in its order; all, where there is no such tag.
    Raises BadData."""
    if "question_ids" not in tags:
        return parse_questions(tags)
    ids = _strings(tags["question_ids"], "question_ids")
    raw = tags.get("questions")
    # Only these are read: every lesson of an exam carries all of it.
    named = [item for item in raw if _id_of(item) in ids] if isinstance(raw, list) else raw
    by_id = {question.question_id: question for question in parse_questions({"questions": named})}
    if len(set(ids)) < len(ids) or not set(ids) <= by_id.keys():
        raise BadData("<question_ids> must hold ids of <questions>, each once")
    return [by_id[question_id] for question_id in ids]


def texts_of(questions: Iterable[Question]) -> Iterator[str]:
    """What tells the language of an exam."""
    for question in questions:
        yield from (question.text, *(option.text for option in question.options), question.explanation)


def _id_of(raw: object) -> object:
    return raw.get("question_id") if isinstance(raw, dict) else None


def _question(raw: object, at: str) -> Question:
    if not isinstance(raw, dict):
        raise BadData(f"{at} must be an object")
    options = raw.get("options")
    if not isinstance(options, list):
        raise BadData(f"{at}.options must be a list")
    return Question(
        question_id=_string(raw.get("question_id"), f"{at}.question_id"),
        text=plain(_string(raw.get("text"), f"{at}.text")),
        options=tuple(_option(item, f"{at}.options[{index}]") for index, item in enumerate(options)),
        correct=_strings(raw.get("correct"), f"{at}.correct"),
        explanation=plain(_string(raw.get("explanation") or "", f"{at}.explanation")),
        topic=plain(_string(raw.get("topic") or "", f"{at}.topic")),
        references=_strings(raw.get("references") or [], f"{at}.references"),
    )


def _option(raw: object, at: str) -> Option:
    if not isinstance(raw, dict):
        raise BadData(f"{at} must be an object")
    option_id = _string(raw.get("option_id"), f"{at}.option_id")
    return Option(option_id, plain(_string(raw.get("text"), f"{at}.text")))


def _string(raw: object, at: str) -> str:
    if not isinstance(raw, str):
        raise BadData(f"{at} must be a string")
    return raw


def _strings(raw: object, at: str) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise BadData(f"{at} must be a list")
    return tuple(_string(item, f"{at}[{index}]") for index, item in enumerate(raw))
