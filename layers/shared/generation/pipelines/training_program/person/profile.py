"""Profile: who trains, and what a program is asked for, as a client sends them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field

from generation.validation import CLOSED, Written

MAX_WEEKS = 16
MAX_DAYS_PER_WEEK = 7
MIN_SESSION_MINUTES, MAX_SESSION_MINUTES = 20, 180
"""Warm-up included. Below, nothing is left for a second exercise."""
MAX_LIFTS = 50
MAX_LIFT_LOAD_KG = 1_000
"""A loaded leg press; the heaviest barbell lifts are about half of it."""
MAX_LIFT_REPETITIONS = 100
MAX_EXERCISE = 100
MAX_NOTES = 2_000
"""Lengths in characters."""


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Experience(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Goal(StrEnum):
    STRENGTH = "strength"
    HYPERTROPHY = "hypertrophy"
    ENDURANCE = "endurance"
    FAT_LOSS = "fat_loss"
    GENERAL_FITNESS = "general_fitness"


class Equipment(StrEnum):
    """What an exercise needs. Everybody has `bodyweight`, named or not."""

    BODYWEIGHT = "bodyweight"
    BARBELL = "barbell"
    RACK = "rack"
    BENCH = "bench"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    CABLE = "cable"
    MACHINE = "machine"
    PULL_UP_BAR = "pull_up_bar"
    RESISTANCE_BAND = "resistance_band"
    CARDIO_MACHINE = "cardio_machine"


class Injury(StrEnum):
    """The place that hurts."""

    NECK = "neck"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"


_Named = TypeVar("_Named", bound=StrEnum)


def in_order(values: Iterable[_Named]) -> list[_Named]:
    """Each once, in the order in which the enumeration names them: the same set is the same list."""
    given = set(values)
    return [member for member in type(next(iter(given))) if member in given] if given else []


def _with_bodyweight(equipment: list[Equipment]) -> list[Equipment]:
    return in_order([Equipment.BODYWEIGHT, *equipment])


# A JSON text is no member of an enumeration yet, so strictness ends here: the names still have to fit.
EquipmentName = Annotated[Equipment, Field(strict=False)]
InjuryName = Annotated[Injury, Field(strict=False)]
GoalName = Annotated[Goal, Field(strict=False)]

SessionMinutes = Annotated[int, Field(ge=MIN_SESSION_MINUTES, le=MAX_SESSION_MINUTES)]

Equipped = Annotated[list[EquipmentName], Field(max_length=50), AfterValidator(_with_bodyweight)]
Injured = Annotated[list[InjuryName], Field(max_length=50), AfterValidator(in_order)]


class Lift(BaseModel):
    """A set that was done: from it the one-repetition maximum is estimated.

    exercise     id or name of an exercise of the catalogue; others are kept and not counted with
    load_kg      all that was lifted, with the bar; of two dumbbells one; 0 or what was added for
                 exercises with the own body
    repetitions  of one set, the last one hardly possible
    """

    model_config = CLOSED

    exercise: Annotated[str, Written(most=MAX_EXERCISE, one_line=True)]
    load_kg: Annotated[float, Field(ge=0, le=MAX_LIFT_LOAD_KG, allow_inf_nan=False)]
    repetitions: Annotated[int, Field(ge=1, le=MAX_LIFT_REPETITIONS)]


class Profile(BaseModel):
    """Body of `PUT /v1/profile`.

    age                  years
    experience           what the person says; the analysis says what follows from it
    sleep_hours          a night, usually
    sessions_per_week    what the person does at present
    minutes_per_session  what there is time for, warm-up included
    goal                 taken where a request for a program names none
    """

    model_config = CLOSED

    age: Annotated[int, Field(ge=13, le=100)]
    sex: Annotated[Sex, Field(strict=False)]
    height_cm: Annotated[float, Field(ge=100, le=250, allow_inf_nan=False)]
    mass_kg: Annotated[float, Field(ge=25, le=350, allow_inf_nan=False)]
    experience: Annotated[Experience, Field(strict=False)]
    lifts: Annotated[list[Lift], Field(max_length=MAX_LIFTS)] | None = None
    sleep_hours: Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)] | None = None
    sessions_per_week: Annotated[int, Field(ge=0, le=21)] | None = None
    minutes_per_session: SessionMinutes | None = None
    equipment: Equipped | None = None
    injuries: Injured | None = None
    goal: GoalName | None = None
    notes: Annotated[str, Written(most=MAX_NOTES)] | None = None


class ProgramRequest(BaseModel):
    """What a program is to be. `request` adds the profile, language and audience to it.

    minutes_per_session  warm-up included; the profile's where it is absent
    equipment            what there is at the place of training; the profile's where it is absent
    injuries             in addition to those of the profile, which are never forgotten
    """

    model_config = CLOSED

    goal: GoalName
    weeks: Annotated[int, Field(ge=1, le=MAX_WEEKS)]
    days_per_week: Annotated[int, Field(ge=1, le=MAX_DAYS_PER_WEEK)]
    minutes_per_session: SessionMinutes | None = None
    equipment: Equipped | None = None
    injuries: Injured | None = None

    def equipment_for(self, profile: Profile) -> list[Equipment]:
        """What may be used, in canonical order, with bodyweight."""
        stated = profile.equipment if self.equipment is None else self.equipment
        return stated or [Equipment.BODYWEIGHT]

    def minutes_for(self, profile: Profile) -> int | None:
        """What a session may take; None: no limit was stated."""
        return self.minutes_per_session or profile.minutes_per_session

    def injuries_for(self, profile: Profile) -> list[Injury]:
        """What has to be spared, in canonical order."""
        return in_order([*(profile.injuries or ()), *(self.injuries or ())])
