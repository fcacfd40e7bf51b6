"""Plan: what an answer of the model comes to, and what both kinds of answers have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generation.pipelines.training_program.program import Week
from generation.pipelines.training_program.science.exercises import Exercise

MOST_SUBSTITUTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    title: str
    description: str
    weeks: list[Week]


def shown_name(exercise: Exercise, given: str, language: str) -> str:
    """The catalogue is in English; for other languages the model gives the name."""
    return exercise.name if language.lower().split("-")[0] in ("en", "english") else given


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
