"""Exercises: the catalogue. Everything that a program may consist of stands in exercises.csv.

Columns: exercise_id; name; pattern; the muscles it is for (primary) and those that help enough to count by
half (secondary: not a core that only braces); all the equipment it needs (walls, floors, chairs and towels
are taken to be there); demands, what it asks of the body, from which follows which injuries rule it out
(`exclusions`); sides (both, or each in turn); the experience that it takes; what is counted (repetitions;
seconds of a hold; minutes of steady work); and the load: `own` body or a band, `free` to choose, or the
lift whose maximum tells it, with the share of that maximum. Within a pattern the first is what a coach
would take first.

The shares are practice, set low: they choose a first load, which the repetitions in reserve then mend.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from generation.pipelines.training_program.person.profile import Equipment, Experience

CATALOGUE = Path(__file__).with_name("exercises.csv")

_STEPS_KG = {Equipment.KETTLEBELL: 4.0, Equipment.DUMBBELL: 1.0}
_STEP_KG = 2.5
"""What loads grow by: kettlebells are cast in steps of 4 kg, dumbbells in 1 or 2, plates come in pairs
of 1.25 kg."""

BAR_KG = 20.0
"""A barbell with nothing on it."""


class Muscle(StrEnum):
    CHEST = "chest"
    BACK = "back"
    SHOULDERS = "shoulders"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    QUADRICEPS = "quadriceps"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    CALVES = "calves"
    CORE = "core"


class Pattern(StrEnum):
    SQUAT = "squat"
    LUNGE = "lunge"
    KNEE_EXTENSION = "knee_extension"
    HIP_FLEXION = "hip_flexion"
    HINGE = "hinge"
    BRIDGE = "bridge"
    KNEE_FLEXION = "knee_flexion"
    HIP_ABDUCTION = "hip_abduction"
    CALF_RAISE = "calf_raise"
    HORIZONTAL_PUSH = "horizontal_push"
    CHEST_FLY = "chest_fly"
    VERTICAL_PUSH = "vertical_push"
    SHOULDER_RAISE = "shoulder_raise"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    SCAPULAR = "scapular"
    ELBOW_FLEXION = "elbow_flexion"
    ELBOW_EXTENSION = "elbow_extension"
    CORE = "core"
    CARRY = "carry"
    CONDITIONING = "conditioning"
    MOBILITY = "mobility"
    ACTIVATION = "activation"
    """Muscles tensed without moving a joint: what is left when nearly everything hurts. No hard sets."""


_EASY = frozenset({Pattern.CONDITIONING, Pattern.MOBILITY, Pattern.ACTIVATION})


class Counted(StrEnum):
    REPETITIONS = "repetitions"
    SECONDS = "seconds"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """is_loaded: a weight is chosen for it. lift, lift_share: its own maximum is about that share of
    the maximum of that lift (of dumbbells: each)."""

    exercise_id: str
    name: str
    pattern: Pattern
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...]
    equipment: tuple[Equipment, ...]
    demands: tuple[str, ...]
    is_one_sided: bool
    level: Experience
    counted: Counted
    is_loaded: bool
    lift: str | None
    lift_share: float

    @property
    def is_strength(self) -> bool:
        """Its sets are hard sets, which count for a muscle's week."""
        return self.pattern not in _EASY

    @property
    def is_timed(self) -> bool:
        return self.counted is not Counted.REPETITIONS

    @property
    def step_kg(self) -> float:
        """The smallest step of its load, in kg."""
        return min((_STEPS_KG[e] for e in self.equipment if e in _STEPS_KG), default=_STEP_KG)

    @property
    def least_kg(self) -> float:
        """The least that can be lifted: for barbells the bar."""
        return BAR_KG if Equipment.BARBELL in self.equipment else self.step_kg


@cache
def exercises() -> Mapping[str, Exercise]:
    """All exercises by id, in the order of the file. Read once, when first asked for."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = [_exercise(row) for row in csv.DictReader(file, strict=True)]
    by_id = {exercise.exercise_id: exercise for exercise in rows}
    if len(by_id) != len(rows):
        raise ValueError(f"{CATALOGUE.name} names an exercise twice")
    return MappingProxyType(by_id)


def find(text: str) -> Exercise | None:
    """The exercise of that id or name, or of a name that people use; None if there is none."""
    key = _key(text)
    catalogue = exercises()
    return catalogue.get(_ALIASES.get(key, key)) or next(
        (exercise for exercise in catalogue.values() if _key(exercise.name) == key), None
    )


_ALIASES = {
    "squat": "back_squat",
    "squats": "back_squat",
    "barbell_squat": "back_squat",
    "bench": "bench_press",
    "barbell_bench_press": "bench_press",
    "deadlifts": "deadlift",
    "conventional_deadlift": "deadlift",
    "press": "overhead_press",
    "ohp": "overhead_press",
    "military_press": "overhead_press",
    "shoulder_press": "overhead_press",
    "rdl": "romanian_deadlift",
    "row": "barbell_row",
    "bent_over_row": "barbell_row",
    "pulldown": "lat_pulldown",
    "pullup": "pull_up",
    "pullups": "pull_up",
    "pull_ups": "pull_up",
    "chinup": "chin_up",
    "pushup": "push_up",
    "pushups": "push_up",
    "push_ups": "push_up",
    "dumbbell_press": "dumbbell_bench_press",
}
"""`Squat` by itself is the one with a bar for whoever states a load; so it names no squat without."""


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _exercise(row: Mapping[str, str]) -> Exercise:
    load, _, share = row["load"].partition(" ")
    is_loaded = load != "own"
    return Exercise(
        exercise_id=row["exercise_id"],
        name=row["name"],
        pattern=Pattern(row["pattern"]),
        primary=tuple(map(Muscle, row["primary"].split())),
        secondary=tuple(map(Muscle, row["secondary"].split())),
        equipment=tuple(map(Equipment, row["equipment"].split())),
        demands=tuple(row["demands"].split()),
        is_one_sided={"both": False, "each": True}[row["sides"]],
        level=Experience(row["level"]),
        counted=Counted(row["counts"]),
        is_loaded=is_loaded,
        lift=load if is_loaded and load != "free" else None,
        lift_share=float(share or 1),
    )
