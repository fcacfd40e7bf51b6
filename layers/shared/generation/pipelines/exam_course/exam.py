"""Exam: what a client sends and a course is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from generation.validation import CLOSED, Entries, Path, Written, refuse

MAX_QUESTIONS = 1_000
MIN_OPTIONS, MAX_OPTIONS = 2, 10
MAX_REFERENCES = 20
MAX_ID = 100
MAX_TITLE = 200
MAX_TOPIC = 200
MAX_QUESTION_TEXT = 4_000
MAX_OPTION_TEXT = 1_000
MAX_EXPLANATION = 8_000
MAX_REFERENCE = 2_000
"""Lengths in characters."""


def _addressable(exam_id: str) -> str:
    """An exam is read at /v1/exams/{exam_id}: clients resolve dot segments, gateways split at slashes."""
    if "/" in exam_id or exam_id in (".", ".."):
        raise PydanticCustomError("address", "must not hold a slash or be . or .., it is part of an address")
    return exam_id


Id = Annotated[str, Written(most=MAX_ID, one_line=True)]
ExamId = Annotated[Id, AfterValidator(_addressable)]
Reference = Annotated[str, Written(most=MAX_REFERENCE)]


class Option(BaseModel):
    model_config = CLOSED

    option_id: Id
    text: Annotated[str, Written(most=MAX_OPTION_TEXT)]


class Question(BaseModel):
    """A question with its marked answers: `correct` are ids of its options, one, several or all."""

    model_config = CLOSED

    question_id: Id
    text: Annotated[str, Written(most=MAX_QUESTION_TEXT)]
    options: Annotated[list[Option], Field(min_length=MIN_OPTIONS, max_length=MAX_OPTIONS)]
    correct: Annotated[list[Id], Field(min_length=1, max_length=MAX_OPTIONS)]
    explanation: Annotated[str, Written(most=MAX_EXPLANATION)] | None = None
    references: Annotated[list[Reference], Field(max_length=MAX_REFERENCES)] | None = None
    topic: Annotated[str, Written(most=MAX_TOPIC)] | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        options = [option.option_id for option in self.options]
        faults = _repeated(options, lambda i: ("options", i, "option_id"))
        faults += _repeated(self.correct, lambda i: ("correct", i))
        faults += [
            (("correct", i), "is not the option_id of an option of this question")
            for i, option_id in enumerate(self.correct)
            if option_id not in options
        ]
        refuse(faults)
        return self

    @property
    def wrong(self) -> list[str]:
        """Ids of the options that are not marked as right, in the order of the options."""
        return [option.option_id for option in self.options if option.option_id not in self.correct]


class Exam(BaseModel):
    """An exam as `POST /v1/exams` and the inline input of `exam_course` take it.

    Its questions are left out of its repr, which the resolver makes of all that a route is called with.
    """

    model_config = CLOSED

    exam_id: ExamId | None = None
    title: Annotated[str, Written(most=MAX_TITLE, one_line=True)]
    questions: Annotated[list[Question], Entries(least=1, most=MAX_QUESTIONS), Field(repr=False)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [question.question_id for question in self.questions]
        refuse(_repeated(ids, lambda i: ("questions", i, "question_id")))
        return self

    @cached_property
    def content(self) -> dict[str, Any]:
        """The exam without its id, as it is stored: JSON, absent fields left out."""
        return self.model_dump(mode="json", exclude_none=True, exclude={"exam_id"})

    @cached_property
    def size(self) -> int:
        """Bytes of the content as JSON."""
        return size_of(self.content)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the content, 64 hex digits: the same for exams that differ in their id alone."""
        canonical = json.dumps(self.content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def size_of(content: Any) -> int:
    """Bytes as JSON."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def questions_of(content: Mapping[str, Any], question_ids: Sequence[str]) -> list[Question]:
    """Those questions of a stored exam, in that order. Raises KeyError for one that it does not have."""
    by_id = {question["question_id"]: question for question in content["questions"]}
    return [Question.model_validate(by_id[question_id]) for question_id in question_ids]


def _repeated(values: Iterable[Hashable], place: Any) -> list[tuple[Path, str]]:
    """Each value that stood before, at its place (from its index)."""
    first: dict[Hashable, int] = {}
    faults: list[tuple[Path, str]] = []
    for index, value in enumerate(values):
        if value in first:
            faults.append((place(index), f"occurs twice (first at index {first[value]})"))
        first.setdefault(value, index)
    return faults
