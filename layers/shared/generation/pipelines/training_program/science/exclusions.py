"""Exclusions: what an injury rules out.

An exercise lists its demands, which are what it asks of the body (`exercises.csv`; `demands.csv` says what
each means). `exclusions.csv` says which demands an injury rules out, why, and from which source: `practice`
where it is a coach's caution. The sources measured loads on joints; that somebody whose joint hurts should
avoid the load is a cautious reading of them and not medicine, so what is left needs the word of a physician
or physiotherapist all the same. docs/exclusions.md shows all exercises beside all injuries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Equipment, Experience, Injury
from generation.pipelines.training_program.science.exercises import Exercise, Pattern, exercises

DEMANDS = Path(__file__).with_name("demands.csv")
EXCLUSIONS = Path(__file__).with_name("exclusions.csv")

NOT_MEDICAL = (
    "This is not medical advice. Have an injury looked at before you train, and stop whatever brings pain."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One demand that an injury rules out. source: a publication, or `practice`."""

    injury: Injury
    demand: str
    reason: str
    source: str


class Exclusion(BaseModel):
    """What one injury rules out.

    patterns   movement patterns of which no exercise of the catalogue is left
    exercises  how many exercises of the catalogue it rules out
    reason     the demands that it rules out, in words
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    injury: Injury
    patterns: list[Pattern]
    exercises: int
    reason: str


@cache
def demands() -> Mapping[str, str]:
    """What each demand means, by its name, in the order of the file."""
    return MappingProxyType({row["demand"]: row["meaning"] for row in _rows(DEMANDS)})


@cache
def rulings() -> Mapping[Injury, Mapping[str, Ruled]]:
    """What each injury rules out, by demand."""
    found: dict[Injury, dict[str, Ruled]] = {injury: {} for injury in Injury}
    for row in _rows(EXCLUSIONS):
        injury, demand = Injury(row["injury"]), row["demand"]
        if demand not in demands() or demand in found[injury]:
            raise ValueError(f"{EXCLUSIONS.name}: {injury}, {demand}: unknown or named twice")
        found[injury][demand] = Ruled(
            injury=injury, demand=demand, reason=row["reason"], source=row["source"]
        )
    return MappingProxyType(found)


def reasons(exercise: Exercise, injury: Injury) -> list[Ruled]:
    """Why the injury rules the exercise out; empty if it does not."""
    ruled = rulings()[injury]
    return [ruled[demand] for demand in exercise.demands if demand in ruled]


def exclusion(injury: Injury) -> Exclusion:
    left = [one for one in exercises().values() if not reasons(one, injury)]
    patterns = {one.pattern for one in left}
    return Exclusion(
        injury=injury,
        patterns=[pattern for pattern in Pattern if pattern not in patterns],
        exercises=len(exercises()) - len(left),
        reason="; ".join(demands()[demand] for demand in rulings()[injury]),
    )


def excluding(exercise: Exercise, injuries: Iterable[Injury]) -> Injury | None:
    """The first of these injuries that rules the exercise out; None if all of them allow it."""
    return next((injury for injury in injuries if reasons(exercise, injury)), None)


def missing(exercise: Exercise, equipment: Iterable[Equipment]) -> list[Equipment]:
    """What the exercise needs and is not there."""
    there = {Equipment.BODYWEIGHT, *equipment}
    return [needed for needed in exercise.equipment if needed not in there]


def possible(
    equipment: Iterable[Equipment], injuries: Iterable[Injury], level: Experience = Experience.ADVANCED
) -> list[Exercise]:
    """Everything that can be done with this equipment, in spite of these injuries, at this experience,
    in the order of the catalogue. Never empty: lying and breathing is always there."""
    there, injured = list(equipment), list(injuries)
    levels = list(Experience)
    return [
        exercise
        for exercise in exercises().values()
        if not missing(exercise, there)
        and excluding(exercise, injured) is None
        and levels.index(exercise.level) <= levels.index(level)
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))
