"""Shared exam: whether the calls of a job begin with all questions of the exam, or each brings its own.

What a call has written to the model's cache a later one reads for a tenth of the price, so the call that
finds the topics leaves the exam there for all lessons. That only pays while it is there: ten lessons that
begin at the same time with an empty cache would each write the whole exam.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.prompts import chars, for_teaching
from generation.pipelines.shared.timestamps import iso

MOST_CHARS = 150_000
"""More than 120 questions of usual length have. Every lesson pays a tenth of them, and under a cap of cost
is reckoned with all of them, a token a byte."""

KEPT = timedelta(minutes=4.5)
"""The cache keeps five minutes what nobody reads. Counted from before the call that writes."""


def is_shared(by_step: Mapping[str, str], slices: Sequence[Sequence[Question]]) -> bool:
    """Whether the call that finds the topics begins with the exam: one call, over all questions, and
    lessons by another model could not read what it leaves. `by_step`: models as Run has them."""
    models = {by_step.get(step) or by_step[""] for step in ("detect_topics", "generate_lessons")}
    return (
        len(models) == len(slices) == 1
        and sum(chars(for_teaching(question)) for question in slices[0]) <= MOST_CHARS
    )


def shared_until(asked_at: datetime) -> str:
    """For the result of a step whose last call that begins with the exam was asked for then: it has left the
    exam in the cache, or read it there, which keeps it as long again."""
    return iso(asked_at + KEPT)


def is_still_shared(found: Mapping[str, Any], asked_at: datetime) -> bool:
    """Whether a call that is asked for then finds the exam in the cache; `found` is that result. Not after
    a wait for a person or for a retry."""
    until = found.get("shared_until")
    return until is not None and asked_at < datetime.fromisoformat(until)
