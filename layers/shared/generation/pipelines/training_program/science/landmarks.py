"""Landmarks: hard sets a week for each muscle, the least that is worth it and the most that is wise.

Counting. A set counts 1 for the muscles that an exercise is for (primary) and a half for those that
help (secondary). Source: Pelland JC, et al. The resistance training dose-response, SportRxiv 2024, a
preprint: counted so, sets explained growth best. Which muscles an exercise counts for is practice.

What is science. More sets, more growth: Schoenfeld BJ, Ogborn D, Krieger JW, J Sports Sci 2017;35:
1073-1082 (under 5, 5 to 9, 10 and more sets a week; 0.37 % more for each). Trained young men: Baz-Valle E,
et al. J Hum Kinet 2022;81:199-210 (12 to 20 sets a week). Strength: Ralston GW, et al. Sports Med 2017;47:
2585-2601 (5 and more sets a week above fewer, by little). The least that still does something: Iversen VM,
et al. Sports Med 2021;51:2079-2095 (4 sets a week). Old and young: Fragala MS, et al. 2019 and Faigenbaum
AD, et al. 2009 (2-3 sets, 1-3 sets an exercise, on 2-3 days), kept by `experience`, which counts them as
beginners at most intermediate.

What is practice. That there is a most, its height, the difference by experience and the smaller numbers
for small muscles: the volume landmarks of Israetel M, Hoffmann J, Smith CW, Scientific principles of
hypertrophy training, 2021, which come from coaching and were never put to a test.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Experience, Goal
from generation.pipelines.training_program.science.exercises import Exercise, Muscle
from generation.pipelines.training_program.science.schedule import Kind, PlannedSession

SECONDARY_SHARE = 0.5

LARGE = frozenset({Muscle.CHEST, Muscle.BACK, Muscle.QUADRICEPS, Muscle.HAMSTRINGS, Muscle.GLUTES})
"""The others are trained along by most exercises and need less of their own."""

_Sets = tuple[int, int, int]

_LARGE_SETS: Mapping[Goal, Mapping[Experience, _Sets]] = MappingProxyType(
    {
        Goal.HYPERTROPHY: {
            Experience.BEGINNER: (6, 9, 16),
            Experience.INTERMEDIATE: (9, 13, 20),
            Experience.ADVANCED: (11, 16, 24),
        },
        Goal.STRENGTH: {
            Experience.BEGINNER: (5, 8, 16),
            Experience.INTERMEDIATE: (6, 10, 20),
            Experience.ADVANCED: (8, 12, 22),
        },
        Goal.ENDURANCE: {
            Experience.BEGINNER: (4, 6, 14),
            Experience.INTERMEDIATE: (4, 7, 16),
            Experience.ADVANCED: (5, 8, 18),
        },
        Goal.FAT_LOSS: {
            Experience.BEGINNER: (4, 6, 14),
            Experience.INTERMEDIATE: (5, 8, 18),
            Experience.ADVANCED: (6, 9, 20),
        },
        Goal.GENERAL_FITNESS: {
            Experience.BEGINNER: (4, 6, 14),
            Experience.INTERMEDIATE: (5, 8, 18),
            Experience.ADVANCED: (6, 9, 20),
        },
    }
)
"""Least, aim and most, of large muscles."""

_FIT_IN: Mapping[Kind, tuple[int, int]] = MappingProxyType(
    {
        Kind.FULL_BODY: (2, 1),
        Kind.UPPER: (4, 2),
        Kind.LOWER: (4, 2),
        Kind.PUSH: (5, 2),
        Kind.PULL: (5, 2),
        Kind.LEGS: (4, 2),
    }
)
"""Sets of a large and of a small muscle that a session has room for beside its other muscles. Practice:
about an hour."""


class WeeklySets(BaseModel):
    """Hard sets a week of one muscle. minimum 0: nothing that is possible trains it, or no day does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    muscle: Muscle
    minimum: int
    target: int
    maximum: int
    note: str


def weekly_sets(
    goal: Goal, level: Experience, plan: Sequence[PlannedSession], trainable: Collection[Muscle]
) -> list[WeeklySets]:
    """Landmarks of every muscle. Where days are few the least is what fits into them: a program for one
    day a week is better than none, and cannot have ten sets of everything."""
    return [_of(muscle, _LARGE_SETS[goal][level], plan, trainable) for muscle in Muscle]


def _of(
    muscle: Muscle, sets: _Sets, plan: Sequence[PlannedSession], trainable: Collection[Muscle]
) -> WeeklySets:
    minimum, target, maximum = sets if muscle in LARGE else (sets[0] // 2, round(sets[1] * 0.7), sets[2])
    room = sum(_FIT_IN[session.kind][muscle not in LARGE] for session in plan if muscle in session.muscles)
    if muscle not in trainable:
        note = "Nothing that the equipment and the injuries allow trains it."
    elif room == 0:
        note = "No session of the week is for it."
    elif room < minimum:
        note = "Lowered to what fits into so few sessions."
    else:
        note = ""
    least = min(minimum, room)
    return WeeklySets(
        muscle=muscle,
        minimum=least,
        target=max(least, target) if room else 0,
        maximum=maximum,
        note=note,
    )


def contributions(exercise: Exercise) -> dict[Muscle, float]:
    """What one set of it counts for each muscle; nothing for conditioning and mobility."""
    if not exercise.is_strength:
        return {}
    return {**dict.fromkeys(exercise.secondary, SECONDARY_SHARE), **dict.fromkeys(exercise.primary, 1.0)}
