"""Templates: what the sessions of a rule-based program consist of, as muscles and patterns.

Practice: heavy exercises for many muscles first, single muscles later, core last (the order is that of the
ACSM position stand, Med Sci Sports Exerc 2009;41:687-708).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.pipelines.training_program.science.exercises import Muscle, Pattern
from generation.pipelines.training_program.science.schedule import Kind

_SQUAT = (Pattern.SQUAT, Pattern.LUNGE, Pattern.KNEE_EXTENSION, Pattern.HIP_FLEXION)
_LUNGE = (Pattern.LUNGE, Pattern.KNEE_EXTENSION, Pattern.SQUAT, Pattern.HIP_FLEXION)
_HINGE = (Pattern.HINGE, Pattern.KNEE_FLEXION, Pattern.BRIDGE)
_CURL = (Pattern.KNEE_FLEXION, Pattern.BRIDGE, Pattern.HINGE)
_BRIDGE = (Pattern.BRIDGE, Pattern.HIP_ABDUCTION, Pattern.HINGE)
_PRESS = (Pattern.HORIZONTAL_PUSH, Pattern.CHEST_FLY)
_FLY = (Pattern.CHEST_FLY, Pattern.HORIZONTAL_PUSH)
_OVERHEAD = (Pattern.VERTICAL_PUSH, Pattern.SHOULDER_RAISE, Pattern.SCAPULAR)
_RAISE = (Pattern.SHOULDER_RAISE, Pattern.SCAPULAR, Pattern.VERTICAL_PUSH)
_ROW = (Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL, Pattern.SCAPULAR)
_PULLDOWN = (Pattern.VERTICAL_PULL, Pattern.HORIZONTAL_PULL, Pattern.SCAPULAR)
_CORE = (Pattern.CORE, Pattern.CARRY)

PREFERRED: Mapping[Muscle, tuple[Pattern, ...]] = MappingProxyType(
    {
        Muscle.CHEST: _PRESS,
        Muscle.BACK: _ROW,
        Muscle.SHOULDERS: _RAISE,
        Muscle.BICEPS: (Pattern.ELBOW_FLEXION,),
        Muscle.TRICEPS: (Pattern.ELBOW_EXTENSION, Pattern.HORIZONTAL_PUSH),
        Muscle.QUADRICEPS: _LUNGE,
        Muscle.HAMSTRINGS: _CURL,
        Muscle.GLUTES: _BRIDGE,
        Muscle.CALVES: (Pattern.CALF_RAISE,),
        Muscle.CORE: _CORE,
    }
)
"""What is added for a muscle that has too few sets; what is not named comes last."""

Slot = tuple[Muscle, tuple[Pattern, ...]]

_ARMS: tuple[Slot, ...] = (
    (Muscle.BICEPS, PREFERRED[Muscle.BICEPS]),
    (Muscle.TRICEPS, PREFERRED[Muscle.TRICEPS]),
)
_LEGS: tuple[tuple[Slot, ...], ...] = (
    (
        (Muscle.QUADRICEPS, _SQUAT),
        (Muscle.HAMSTRINGS, _HINGE),
        (Muscle.QUADRICEPS, _LUNGE),
        (Muscle.HAMSTRINGS, _CURL),
        (Muscle.CALVES, PREFERRED[Muscle.CALVES]),
        (Muscle.CORE, _CORE),
    ),
    (
        (Muscle.HAMSTRINGS, _HINGE),
        (Muscle.QUADRICEPS, _SQUAT),
        (Muscle.GLUTES, _BRIDGE),
        (Muscle.QUADRICEPS, _LUNGE),
        (Muscle.CALVES, PREFERRED[Muscle.CALVES]),
        (Muscle.CORE, _CORE),
    ),
)

TEMPLATES: Mapping[Kind, tuple[tuple[Slot, ...], ...]] = MappingProxyType(
    {
        Kind.FULL_BODY: (
            (
                (Muscle.QUADRICEPS, _SQUAT),
                (Muscle.CHEST, _PRESS),
                (Muscle.BACK, _ROW),
                (Muscle.HAMSTRINGS, _HINGE),
                (Muscle.CORE, _CORE),
            ),
            (
                (Muscle.HAMSTRINGS, _HINGE),
                (Muscle.SHOULDERS, _OVERHEAD),
                (Muscle.BACK, _PULLDOWN),
                (Muscle.QUADRICEPS, _LUNGE),
                (Muscle.CHEST, _PRESS),
                (Muscle.CORE, _CORE),
            ),
            (
                (Muscle.QUADRICEPS, _SQUAT),
                (Muscle.CHEST, _PRESS),
                (Muscle.BACK, _ROW),
                (Muscle.GLUTES, _BRIDGE),
                (Muscle.SHOULDERS, _RAISE),
                (Muscle.CORE, _CORE),
            ),
        ),
        Kind.UPPER: (
            (
                (Muscle.CHEST, _PRESS),
                (Muscle.BACK, _ROW),
                (Muscle.SHOULDERS, _OVERHEAD),
                (Muscle.BACK, _PULLDOWN),
                *_ARMS,
            ),
            (
                (Muscle.SHOULDERS, _OVERHEAD),
                (Muscle.BACK, _PULLDOWN),
                (Muscle.CHEST, _PRESS),
                (Muscle.BACK, _ROW),
                *_ARMS,
            ),
        ),
        Kind.LOWER: _LEGS,
        Kind.LEGS: _LEGS,
        Kind.PUSH: (
            (
                (Muscle.CHEST, _PRESS),
                (Muscle.SHOULDERS, _OVERHEAD),
                (Muscle.CHEST, _PRESS),
                (Muscle.SHOULDERS, _RAISE),
                (Muscle.TRICEPS, PREFERRED[Muscle.TRICEPS]),
            ),
            (
                (Muscle.SHOULDERS, _OVERHEAD),
                (Muscle.CHEST, _PRESS),
                (Muscle.CHEST, _FLY),
                (Muscle.SHOULDERS, _RAISE),
                (Muscle.TRICEPS, PREFERRED[Muscle.TRICEPS]),
            ),
        ),
        Kind.PULL: (
            (
                (Muscle.BACK, _PULLDOWN),
                (Muscle.BACK, _ROW),
                (Muscle.BACK, _PULLDOWN),
                (Muscle.BICEPS, PREFERRED[Muscle.BICEPS]),
                (Muscle.BICEPS, PREFERRED[Muscle.BICEPS]),
            ),
            (
                (Muscle.BACK, _ROW),
                (Muscle.BACK, _PULLDOWN),
                (Muscle.BACK, _ROW),
                (Muscle.BICEPS, PREFERRED[Muscle.BICEPS]),
                (Muscle.BICEPS, PREFERRED[Muscle.BICEPS]),
            ),
        ),
    }
)
"""For each kind of session its variants, taken in turn over the week."""
