"""Exclusions: what an injury rules out.

The table is practice: a cautious reading of which joints a movement loads, not medicine. No study says
that a movement is safe for an injury that nobody has looked at, so whole patterns go, and what is left
needs the word of a physician or physiotherapist all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Equipment, Experience, Injury
from generation.pipelines.training_program.science.exercises import Exercise, Pattern, exercises

NOT_MEDICAL = (
    "This is not medical advice. Have an injury looked at before you train, and stop whatever brings pain."
)

PATTERNS: Mapping[Injury, tuple[Pattern, ...]] = MappingProxyType(
    {
        Injury.NECK: (Pattern.VERTICAL_PUSH, Pattern.CARRY),
        Injury.SHOULDER: (
            Pattern.HORIZONTAL_PUSH,
            Pattern.CHEST_FLY,
            Pattern.VERTICAL_PUSH,
            Pattern.SHOULDER_RAISE,
            Pattern.VERTICAL_PULL,
            Pattern.CARRY,
        ),
        Injury.ELBOW: (
            Pattern.HORIZONTAL_PUSH,
            Pattern.VERTICAL_PUSH,
            Pattern.HORIZONTAL_PULL,
            Pattern.VERTICAL_PULL,
            Pattern.ELBOW_FLEXION,
            Pattern.ELBOW_EXTENSION,
            Pattern.CARRY,
        ),
        Injury.WRIST: (
            Pattern.HORIZONTAL_PUSH,
            Pattern.VERTICAL_PUSH,
            Pattern.HORIZONTAL_PULL,
            Pattern.VERTICAL_PULL,
            Pattern.ELBOW_FLEXION,
            Pattern.CARRY,
        ),
        Injury.UPPER_BACK: (
            Pattern.HORIZONTAL_PULL,
            Pattern.VERTICAL_PULL,
            Pattern.VERTICAL_PUSH,
            Pattern.CARRY,
        ),
        Injury.LOWER_BACK: (Pattern.HINGE, Pattern.CARRY),
        Injury.HIP: (Pattern.SQUAT, Pattern.LUNGE, Pattern.HINGE, Pattern.BRIDGE, Pattern.HIP_ABDUCTION),
        Injury.KNEE: (Pattern.SQUAT, Pattern.LUNGE, Pattern.KNEE_EXTENSION, Pattern.KNEE_FLEXION),
        Injury.ANKLE: (Pattern.SQUAT, Pattern.LUNGE, Pattern.CALF_RAISE),
    }
)
"""Patterns that load the place. Single exercises of other patterns that do stand in the catalogue."""

_REASONS: Mapping[Injury, str] = MappingProxyType(
    {
        Injury.NECK: "overhead pressing and carrying tense the neck, bars and crunches press or bend it",
        Injury.SHOULDER: "pressing, raising, hanging and carrying load the shoulder joint",
        Injury.ELBOW: "pressing, pulling, curling and carrying load the elbow",
        Injury.WRIST: "heavy gripping and leaning on the hands load the wrist",
        Injury.UPPER_BACK: "rows, pulldowns, overhead work and bars across the back load the upper back",
        Injury.LOWER_BACK: "bending at the hip under load, carrying and bars across the back load the spine",
        Injury.HIP: "squats, lunges, hinges, bridges and leg raises to the side load the hip",
        Injury.KNEE: "squats, lunges, leg extensions and leg curls load the knee",
        Injury.ANKLE: "squats, lunges, calf raises and running bend the ankle under load",
    }
)


class Exclusion(BaseModel):
    """What one injury rules out: whole patterns, and how many exercises of the catalogue altogether."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    injury: Injury
    patterns: list[Pattern]
    exercises: int
    reason: str


def exclusion(injury: Injury) -> Exclusion:
    ruled_out = sum(excluding(exercise, (injury,)) is not None for exercise in exercises().values())
    return Exclusion(
        injury=injury, patterns=list(PATTERNS[injury]), exercises=ruled_out, reason=_REASONS[injury]
    )


def excluding(exercise: Exercise, injuries: Iterable[Injury]) -> Injury | None:
    """The first of these injuries that rules the exercise out; None if all of them allow it."""
    return next(
        (
            injury
            for injury in injuries
            if injury in exercise.contraindications or exercise.pattern in PATTERNS[injury]
        ),
        None,
    )


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
