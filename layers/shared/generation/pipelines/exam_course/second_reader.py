"""Second reader: the calls of a lesson's check, worded, and their answers, read.

The checking call answers the lesson's questions without their keys and explanations. The call about
explanations has these, and says which options they argue for: whoever has read one is not blind any more,
so it is a call of its own. The reviewing call asks the author again about questions on which the readings
differ. All are small and begin with guides of their own: they go to another model, or are rare, and the
lessons' beginning stays as it is in the cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from generation.engine.run import Prompt
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.shared.answering import Contract, Stripped, quoted, read, refuse
from generation.pipelines.shared.around import Prose
from generation.pipelines.shared.prompting import blocks, clipped, data, render
from generation.pipelines.shared.schema import answer_schema

_FILES = Path(__file__).parent / "prompts"

MAX_BODY = 20_000
"""Characters of a body that the calls are sent: more than any lesson that keeps to its length."""

EXPLANATIONS = MappingProxyType({"exam": "why_right", "quiz": "explanation"})
"""Members of a question that explain its answer, by its source."""

MAX_CLAIM = 300
MAX_REASON = 300
"""Characters of what the second reader says that is kept."""


class CheckedAnswer(Contract):
    question: str = Field(description="Copied exactly from the data")
    correct: list[str] = Field(
        description="The option_id of each right option; empty if it cannot be decided"
    )
    claim: Stripped = Field(description="The sentence of the body that decided it, word for word, or empty")
    reason: Stripped = Field(description="What decides, in one short sentence")


class CheckAnswer(Contract):
    answers: list[CheckedAnswer] = Field(min_length=1, description="One for each question, in their order")


class ArguedAnswer(Contract):
    question: str = Field(description="Copied exactly from the data")
    correct: list[str] = Field(
        description="The option_id of each option that the explanation argues for; empty if it is none"
    )
    words: Stripped = Field(description="The words of the explanation that say so, word for word, or empty")


class ArguedAnswers(Contract):
    answers: list[ArguedAnswer] = Field(min_length=1, description="One for each question, in their order")


class ReviewedQuestion(Contract):
    question: str = Field(description="Copied exactly from the data")
    correct: list[str] = Field(min_length=1, description="The option_id of each right option")
    explanation: Prose = Field(description="Why these are right and where the nearest other option fails")


class ReviewAnswer(Contract):
    reviews: list[ReviewedQuestion] = Field(min_length=1, description="One for each question, in their order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a lesson as the second reader sees it.

    name    of it in the calls: its place, since readers know no ids of the exam
    source  exam: one of the worked questions; quiz
    place   in that list
    key     option ids that count as right, which he does not see
    """

    name: str
    source: Literal["exam", "quiz"]
    place: int
    text: str
    options: tuple[Mapping[str, str], ...]
    key: frozenset[str]

    @property
    def part(self) -> str:
        """Of the lesson, the list that it stands in."""
        return "quiz" if self.source == "quiz" else "worked_questions"

    def shown(self) -> dict[str, Any]:
        return {"question": self.name, "text": self.text, "options": list(self.options)}


def asked_of(lesson: Mapping[str, Any], exam: Sequence[Question]) -> list[Asked]:
    """The questions of a lesson, those of the exam first."""
    by_id = {question.question_id: question for question in exam}
    found = []
    for place, worked in enumerate(lesson["worked_questions"]):
        question = by_id[worked["question_id"]]
        found.append(
            Asked(
                name=f"exam {place + 1}",
                source="exam",
                place=place,
                text=question.text,
                options=tuple(option.model_dump(mode="json") for option in question.options),
                key=frozenset(question.correct),
            )
        )
    for place, quiz in enumerate(lesson["quiz"]):
        found.append(
            Asked(
                name=f"quiz {place + 1}",
                source="quiz",
                place=place,
                text=quiz["question"],
                options=tuple(quiz["options"]),
                key=frozenset(quiz["correct"]),
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """How the second reader reads a question. about: the question, or its explanation alone.
    blind: what he answered himself, without the explanation; empty if he could not decide.
    claim: the sentence of the lesson that decided an answer. reason: what decides, or the words of the
    explanation."""

    about: Literal["question", "explanation"]
    correct: Sequence[str]
    blind: Sequence[str]
    claim: str
    reason: str

    @classmethod
    def of(cls, given: CheckedAnswer | ArguedAnswer) -> SecondReading:
        """Of an explanation without what he answered himself."""
        if isinstance(given, ArguedAnswer):
            return cls(about="explanation", correct=given.correct, blind=(), claim="", reason=given.words)
        return cls(
            about="question",
            correct=given.correct,
            blind=given.correct,
            claim=given.claim,
            reason=given.reason,
        )


def check_prompt(
    lesson: Mapping[str, Any], asked: Sequence[Asked], language: str, *, is_final: bool = False
) -> Prompt:
    """Answer the questions. Of the lesson only what is read before them: no keys, reasons or explanations.

    is_final  the questions are a course's final exam, and the body is its summary
    """
    kind, file = ("check_final_exam", "check_final_exam.md") if is_final else ("check_lesson", "check.md")
    return Prompt(
        shared=(render(_FILES / "check_guide.md"),),
        text=blocks(
            render(_FILES / file, count=_counted(len(asked))),
            data("call", {"kind": kind, "language": language}),
            data("lesson", {"title": lesson["title"], "body": clipped(lesson["body"], MAX_BODY)}),
            data("questions", [one.shown() for one in asked]),
        ),
        schema=_schema(CheckAnswer),
        max_output_tokens=4_000 + 400 * len(asked),
        expected_chars=250 * len(asked),
        effort="low",
        is_check=True,
        preview=lambda _: "",
    )


def explanations_prompt(lesson: Mapping[str, Any], asked: Sequence[Asked], language: str) -> Prompt:
    """Say what the explanations argue for. No keys, and neither stems nor body: whoever answers the question
    does not read what the explanation says, and they would double the price of the check."""
    shown = [
        {
            "question": one.name,
            "options": {option["option_id"]: option["text"] for option in one.options},
            "explanation": explanation(lesson, one),
        }
        for one in asked
    ]
    return Prompt(
        shared=(render(_FILES / "explanations_guide.md"),),
        text=blocks(
            render(_FILES / "explanations.md", count=_counted(len(asked))),
            data("call", {"kind": "check_explanations", "language": language}),
            data("lesson", {"title": lesson["title"]}),
            data("questions", shown),
        ),
        schema=_schema(ArguedAnswers),
        max_output_tokens=4_000 + 400 * len(asked),
        expected_chars=180 * len(asked),
        effort="low",
        is_check=True,
        preview=lambda _: "",
    )


def review_prompt(
    lesson: Mapping[str, Any],
    disputed: Sequence[tuple[Asked, SecondReading]],
    language: str,
    effort: str,
) -> Prompt:
    """Ask the author again, with both answers. `effort`: that of the lessons."""
    shown = [
        {
            **asked.shown(),
            "source": asked.source,
            "yours": {"correct": sorted(asked.key), "explanation": explanation(lesson, asked)},
            "other": {
                "about": other.about,
                "correct": other.correct,
                "claim": clipped(other.claim, MAX_CLAIM),
                "reason": clipped(other.reason, MAX_REASON),
            },
        }
        for asked, other in disputed
    ]
    return Prompt(
        shared=(render(_FILES / "review_guide.md"),),
        text=blocks(
            render(_FILES / "review.md", count=len(shown)),
            data("call", {"kind": "review_questions", "language": language}),
            data("lesson", {"title": lesson["title"], "body": clipped(lesson["body"], MAX_BODY)}),
            data("disputed", shown),
        ),
        schema=_schema(ReviewAnswer),
        max_output_tokens=8_000 + 1_000 * len(shown),
        expected_chars=400 * len(shown),
        effort=effort,
        preview=lambda _: "",
    )


def parse_check(text: str, asked: Sequence[Asked]) -> dict[str, CheckedAnswer]:
    """By name. Every question once, with options of its own. Raises InvalidOutput."""
    answers = read(CheckAnswer, text).answers
    _refuse("answers", [(one.question, one.correct) for one in answers], asked)
    return {one.question: one for one in answers}


def parse_explanations(text: str, asked: Sequence[Asked]) -> dict[str, ArguedAnswer]:
    """By name. Every question once, with options of its own. Raises InvalidOutput."""
    answers = read(ArguedAnswers, text).answers
    _refuse("answers", [(one.question, one.correct) for one in answers], asked)
    return {one.question: one for one in answers}


def parse_review(text: str, asked: Sequence[Asked]) -> dict[str, ReviewedQuestion]:
    """By name. Every question once, with options of its own. Raises InvalidOutput."""
    reviews = read(ReviewAnswer, text).reviews
    _refuse("reviews", [(one.question, one.correct) for one in reviews], asked)
    return {one.question: one for one in reviews}


def _refuse(field: str, given: Sequence[tuple[str, Sequence[str]]], asked: Sequence[Asked]) -> None:
    by_name = {one.name: one for one in asked}
    counts = Counter(name for name, _ in given)
    faults = [f"{field}: {quoted(name)} is missing." for name in by_name if name not in counts]
    for index, (name, correct) in enumerate(given):
        if name not in by_name:
            faults.append(f"{field}[{index}].question: {quoted(name)} is no question of the data.")
            continue
        if counts[name] > 1:
            faults.append(f"{field}[{index}].question: {quoted(name)} occurs more than once.")
        if len(set(correct)) < len(correct):
            faults.append(f"{field}[{index}].correct: an option id occurs more than once.")
        options = {option["option_id"] for option in by_name[name].options}
        faults += [
            f"{field}[{index}].correct: {quoted(one)} is no option_id of {quoted(name)}."
            for one in correct
            if one not in options
        ]
    refuse(faults)


def explanation(lesson: Mapping[str, Any], asked: Asked) -> str:
    """That its author has given of the question."""
    return str(lesson[asked.part][asked.place][EXPLANATIONS[asked.source]])


def _counted(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


@cache
def _schema(contract: type[Contract]) -> Mapping[str, Any]:
    return answer_schema(contract)
