"""Schedule: which kind of session stands on which day, and which muscles it may train.

No two sessions on neighbouring days share a muscle, the last and the first day of the week included,
and at least one day a week has no strength training.

Sources. Frequency: ACSM position stand, Med Sci Sports Exerc 2009;41:687-708 (novices 2-3 days a week,
intermediate 3-4, advanced 4-5 and more when split). Rest of 48 h for a muscle: Garber CE, et al. ACSM
position stand, Med Sci Sports Exerc 2011;43:1334-1359. Endurance work beside strength: Bull FC, et al.
WHO 2020 guidelines on physical activity, Br J Sports Med 2020;54:1451-1462 (150-300 min of moderate work
and two days of strength a week). Which split stands on which day is practice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Experience, Goal
from generation.pipelines.training_program.science.exercises import Muscle

LEAST_MUSCLES = 2
"""Of an upper, lower or legs session; a push or pull session has few anyway. Below, a split is no use."""


class Kind(StrEnum):
    FULL_BODY = "full_body"
    UPPER = "upper"
    LOWER = "lower"
    PUSH = "push"
    PULL = "pull"
    LEGS = "legs"
    CONDITIONING = "conditioning"
    RECOVERY = "recovery"


class PlannedSession(BaseModel):
    """day: 1 (Monday) to 7. muscles: what it trains; none in conditioning and recovery."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: int
    kind: Kind
    muscles: list[Muscle]


_UPPER = (Muscle.CHEST, Muscle.BACK, Muscle.SHOULDERS, Muscle.BICEPS, Muscle.TRICEPS)
_LOWER = (Muscle.QUADRICEPS, Muscle.HAMSTRINGS, Muscle.GLUTES, Muscle.CALVES, Muscle.CORE)

MUSCLES: Mapping[Kind, tuple[Muscle, ...]] = MappingProxyType(
    {
        Kind.FULL_BODY: (*_UPPER, *_LOWER),
        Kind.UPPER: _UPPER,
        Kind.LOWER: _LOWER,
        Kind.PUSH: (Muscle.CHEST, Muscle.SHOULDERS, Muscle.TRICEPS),
        Kind.PULL: (Muscle.BACK, Muscle.BICEPS),
        Kind.LEGS: _LOWER,
        Kind.CONDITIONING: (),
        Kind.RECOVERY: (),
    }
)

_DAYS: Mapping[int, tuple[int, ...]] = MappingProxyType(
    {
        1: (1,),
        2: (1, 4),
        3: (1, 3, 5),
        4: (1, 2, 4, 6),
        5: (1, 2, 3, 5, 6),
        6: (1, 2, 3, 4, 5, 6),
        7: (1, 2, 3, 4, 5, 6, 7),
    }
)

_SPLIT_DAYS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"ULUL": (1, 2, 4, 5), "ULPBG": (1, 2, 4, 5, 6)}
)
"""Pairs of days with a rest between them suit a split better than single days."""

_LETTERS: Mapping[str, Kind] = MappingProxyType(
    {
        "F": Kind.FULL_BODY,
        "U": Kind.UPPER,
        "L": Kind.LOWER,
        "P": Kind.PUSH,
        "B": Kind.PULL,
        "G": Kind.LEGS,
        "C": Kind.CONDITIONING,
        "R": Kind.RECOVERY,
    }
)

_NOVICE = ("F", "FF", "FFF", "FCFF", "FCFCF", "FCFCFC", "FCFCFCR")
_SPLIT = ("F", "FF", "FFF", "ULUL", "ULCUL", "ULCULC", "ULCULCR")
_STRENGTH = ("F", "FF", "FFF", "ULUL", "ULPBG", "ULULUL", "ULULULR")
_SIZE = ("F", "FF", "FFF", "ULUL", "ULPBG", "PBGPBG", "PBGPBGR")
_FITNESS = ("F", "FF", "FCF", "FCFC", "FCFCF", "FCFCFC", "FCFCFCR")
_FAT_LOSS = ("F", "FF", "FFF", "FCFF", "FCFCF", "FCFCFC", "FCFCFCR")
_ENDURANCE = ("F", "FC", "CFC", "FCFC", "CFCFC", "CFCFCC", "CFCFCCR")
"""One letter a session, one entry for each number of days. `U L P B G`: upper, lower, push, pull, legs."""


def _plan(goal: Goal, level: Experience) -> tuple[str, ...]:
    by_goal = {Goal.ENDURANCE: _ENDURANCE, Goal.FAT_LOSS: _FAT_LOSS, Goal.GENERAL_FITNESS: _FITNESS}
    if goal in by_goal:
        return by_goal[goal]
    if level is Experience.BEGINNER:
        return _NOVICE
    if goal is Goal.HYPERTROPHY:
        return _SIZE
    return _SPLIT if level is Experience.INTERMEDIATE else _STRENGTH


def schedule(
    goal: Goal, level: Experience, days_per_week: int, trainable: Collection[Muscle], *, can_condition: bool
) -> list[PlannedSession]:
    """The week of sessions, as many as days. `trainable`: muscles that some possible exercise trains.

    A split that injuries have made holes in becomes sessions for the whole body, which train what is
    left. Where nothing is left, they become conditioning, or recovery if that is not possible either.
    """
    letters = _plan(goal, level)[days_per_week - 1]
    if any(_is_hollow(_LETTERS[letter], trainable) for letter in letters):
        letters = _NOVICE[days_per_week - 1]
    return [
        _planned(day, _LETTERS[letter], trainable, can_condition)
        for day, letter in zip(_days(letters), letters, strict=True)
    ]


def _is_hollow(kind: Kind, trainable: Collection[Muscle]) -> bool:
    if kind is Kind.FULL_BODY or not MUSCLES[kind]:
        return False
    least = 1 if kind in (Kind.PUSH, Kind.PULL) else LEAST_MUSCLES
    return sum(muscle in trainable for muscle in MUSCLES[kind]) < least


def _days(letters: str) -> tuple[int, ...]:
    """Two pairs of days with a rest between them suit a split better than single days."""
    return _SPLIT_DAYS.get(letters, _DAYS[len(letters)])


def _planned(day: int, kind: Kind, trainable: Collection[Muscle], can_condition: bool) -> PlannedSession:
    muscles = [muscle for muscle in MUSCLES[kind] if muscle in trainable]
    if not muscles and kind is not Kind.RECOVERY:
        kind = Kind.CONDITIONING if can_condition else Kind.RECOVERY
    return PlannedSession(day=day, kind=kind, muscles=muscles)
