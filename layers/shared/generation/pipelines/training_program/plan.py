"""Plan: what an answer of the model comes to, and what both kinds of answers have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generation.pipelines.shared.answering import quoted
from generation.pipelines.training_program.contracts import (
    BasicAnswer,
    EnhancedAnswer,
    NamedBasicAnswer,
    NamedEnhancedAnswer,
)
from generation.pipelines.training_program.program import Week
from generation.pipelines.training_program.science.exercises import Exercise

MOST_SUBSTITUTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    title: str
    description: str
    weeks: list[Week]


def has_names(language: str) -> bool:
    """Whether the catalogue has the names of exercises in that language; else the model gives them."""
    return language.lower().split("-")[0] in ("en", "english")


def given_names(answer: EnhancedAnswer | BasicAnswer) -> dict[str, str]:
    """The names that the answer gives, by exercise."""
    if isinstance(answer, NamedEnhancedAnswer | NamedBasicAnswer):
        return {one.exercise_id: one.name for one in answer.names}
    return {}


def nameless(answer: EnhancedAnswer | BasicAnswer) -> Iterator[str]:
    """Exercises that the answer has to name and does not."""
    if not isinstance(answer, NamedEnhancedAnswer | NamedBasicAnswer):
        return
    named = given_names(answer)
    used = dict.fromkeys(one.exercise_id for session in answer.sessions for one in session.exercises)
    for exercise_id in used:
        if exercise_id not in named:
            yield f"names: {quoted(exercise_id)} is not named."


def substitutes(exercise: Exercise, given: list[str], allowed: Mapping[str, Exercise]) -> list[str]:
    """Those given that the person may do; what trains the same in the same way, where none of them is."""
    own = exercise.exercise_id
    usable = [one for one in dict.fromkeys(given) if one in allowed and one != own]
    if not usable:
        usable = [
            other.exercise_id
            for other in allowed.values()
            if other.pattern is exercise.pattern and other.exercise_id != own
        ]
    return usable[:MOST_SUBSTITUTES]
