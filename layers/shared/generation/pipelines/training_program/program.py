"""Program: weeks of sessions of exercises, as they are stored, checked and shown.

The models hold types only. What makes a program a good one, and a number one of the right unit, is
`rules`: an answer of the model has to be readable before it can be told what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from generation.pipelines.training_program.person.profile import Equipment
from generation.validation import CLOSED

Number = Annotated[float, Field(allow_inf_nan=False)]


class Level(StrEnum):
    """How a program came about, the best first: two requests to the model, and none."""

    ENHANCED = "enhanced"
    BASIC = "basic"
    RULE_BASED = "rule_based"


class Prescription(BaseModel):
    """One exercise of a session.

    exercise_id  of the catalogue
    equipment    what of it the exercise needs; never empty, `bodyweight` where it needs nothing else
    sets         sets that are work, without warm-up
    repetitions  of each set, for exercises with one arm or leg of each side; 1 where time counts
    duration_s   seconds of one repetition where time counts (a hold, an interval, a run), else null
    load_kg      all that is lifted, with the bar; of two dumbbells one; null where it is left to
                 `intensity`
    intensity    how hard, with its unit: `75 % 1RM`, `RIR 2` (repetitions in reserve), `RPE 6`
                 (of 10); see `intensity`
    rest_s       seconds after each set
    substitutes  exercise_ids that can stand in for it
    """

    model_config = CLOSED

    exercise_id: str
    name: str
    equipment: list[Annotated[Equipment, Field(strict=False)]]
    sets: int
    repetitions: int
    duration_s: int | None = None
    load_kg: Number | None = None
    intensity: str | None = None
    rest_s: int
    notes: str = ""
    substitutes: list[str] = Field(default_factory=list)


class Session(BaseModel):
    """day: 1 (Monday) to 7."""

    model_config = CLOSED

    day: int
    title: str
    notes: str = ""
    exercises: list[Prescription]


class Week(BaseModel):
    """week: from 1. A deload week is easier on purpose."""

    model_config = CLOSED

    week: int
    focus: str
    is_deload: bool
    sessions: list[Session]


class Violation(BaseModel):
    """A rule that a program breaks: `where` as a person finds it (`week 2, day 3, Back squat`), the
    message complete in itself, so that it can go back to whoever wrote the program."""

    model_config = CLOSED

    rule: str
    where: str
    message: str


class Validation(BaseModel):
    """What a program was held to, and what of it it breaks."""

    model_config = CLOSED

    rules_checked: list[str]
    violations: list[Violation]

    @property
    def is_passed(self) -> bool:
        return not self.violations


def prescriptions(weeks: Sequence[Week]) -> Iterator[tuple[Week, Session, Prescription]]:
    """Every exercise of a program with where it stands, in order."""
    for week in weeks:
        for session in week.sessions:
            for prescription in session.exercises:
                yield week, session, prescription
