"""Disputes: where the second reader, who saw no keys, and the author differ to the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.quality.artifact import Dispute, Lesson, Question
from generation.quality.findings import Finding, quoted, warn


def disputes(at: str, lesson: Lesson) -> Iterator[Finding]:
    """`disputed-answer` at the question. `disputed-claim` at the body: a sentence from which the second
    reader took another answer than the exam's key, so it contradicts the key or misleads."""
    for index, worked in enumerate(lesson.worked_questions):
        if worked.disputed is not None:
            yield warn("disputed-answer", f"{at}/worked_questions/{index}", _told(worked.disputed))
            if worked.disputed.claim:
                told = f"Leads to another answer than the exam's key: {quoted(worked.disputed.claim)}"
                yield warn("disputed-claim", f"{at}/body", told)
    yield from disputes_of(f"{at}/quiz", lesson.quiz)


def disputes_of(at: str, questions: Sequence[Question]) -> Iterator[Finding]:
    """`disputed-answer` at the questions of a quiz or a final exam."""
    for index, question in enumerate(questions):
        if question.disputed is not None:
            yield warn("disputed-answer", f"{at}/{index}", _told(question.disputed))


def _told(dispute: Dispute) -> str:
    answer = quoted(", ".join(dispute.answer))
    if dispute.about == "explanation":
        return f"The explanation argues for {answer}; the question is not graded. {quoted(dispute.reason)}"
    return f"A second reader answers {answer}; the question is not graded. {quoted(dispute.reason)}"
