"""Intensity: how hard a set is, in the three units that a program may use.

`75 % 1RM`: share of the one-repetition maximum. `RIR 2`: repetitions left in reserve (Zourdos MC, et al.
J Strength Cond Res 2016;30:267-275). `RPE 6`: perceived exertion of 10 (Borg's CR10), for conditioning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Experience, Goal


class Unit(StrEnum):
    PERCENT = "% 1RM"
    IN_RESERVE = "RIR"
    EXERTION = "RPE"


@dataclass(frozen=True, slots=True)
class Intensity:
    value: float
    unit: Unit

    def __str__(self) -> str:
        value = f"{self.value:g}"
        return f"{value} {self.unit}" if self.unit is Unit.PERCENT else f"{self.unit} {value}"


_PERCENT = re.compile(r"(\d{1,3}(?:\.\d)?) ?% 1RM")
_NAMED = re.compile(r"(RIR|RPE) (\d{1,2}(?:\.\d)?)")


def parse(text: str) -> Intensity | None:
    """None if it is not exactly one number in one of the three units."""
    if match := _PERCENT.fullmatch(text):
        return Intensity(float(match[1]), Unit.PERCENT)
    if match := _NAMED.fullmatch(text):
        return Intensity(float(match[2]), Unit(match[1]))
    return None


class Zone(BaseModel):
    """What sets of a goal look like. Percent of the 1RM, repetitions, repetitions in reserve at the
    beginning and at the end of a block, seconds of rest after main and after other exercises.

    blocks  repetitions of the main exercises, block by block; the last is kept
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    percent_low: float
    percent_high: float
    blocks: list[int]
    other_repetitions: int
    in_reserve_start: float
    in_reserve_end: float
    rest_s: int
    other_rest_s: int


_LIMITS: Mapping[Goal, Mapping[Experience, tuple[float, float]]] = MappingProxyType(
    {
        Goal.STRENGTH: {
            Experience.BEGINNER: (60, 85),
            Experience.INTERMEDIATE: (60, 90),
            Experience.ADVANCED: (60, 95),
        },
        Goal.HYPERTROPHY: {
            Experience.BEGINNER: (60, 80),
            Experience.INTERMEDIATE: (60, 85),
            Experience.ADVANCED: (60, 90),
        },
        Goal.ENDURANCE: dict.fromkeys(Experience, (40, 70)),
        Goal.FAT_LOSS: dict.fromkeys(Experience, (50, 80)),
        Goal.GENERAL_FITNESS: dict.fromkeys(Experience, (50, 80)),
    }
)

_BLOCKS: Mapping[Goal, Mapping[Experience, tuple[int, ...]]] = MappingProxyType(
    {
        Goal.STRENGTH: {
            Experience.BEGINNER: (8, 6, 5),
            Experience.INTERMEDIATE: (6, 5, 4),
            Experience.ADVANCED: (6, 5, 4, 3),
        },
        Goal.HYPERTROPHY: {
            Experience.BEGINNER: (10, 8),
            Experience.INTERMEDIATE: (10, 8, 8),
            Experience.ADVANCED: (10, 8, 6),
        },
        Goal.ENDURANCE: dict.fromkeys(Experience, (15, 18, 20)),
        Goal.FAT_LOSS: dict.fromkeys(Experience, (12, 10)),
        Goal.GENERAL_FITNESS: dict.fromkeys(Experience, (10, 8)),
    }
)

_OTHER_REPETITIONS: Mapping[Goal, int] = MappingProxyType(
    {Goal.STRENGTH: 8, Goal.HYPERTROPHY: 12, Goal.ENDURANCE: 18, Goal.FAT_LOSS: 12, Goal.GENERAL_FITNESS: 12}
)

_RESTS_S: Mapping[Goal, tuple[int, int]] = MappingProxyType(
    {
        Goal.STRENGTH: (180, 120),
        Goal.HYPERTROPHY: (120, 90),
        Goal.ENDURANCE: (60, 45),
        Goal.FAT_LOSS: (90, 60),
        Goal.GENERAL_FITNESS: (120, 90),
    }
)

LEAST_REPETITIONS_AT_THE_EDGES = 6
MOST_PERCENT_AT_THE_EDGES = 85.0


def zone(goal: Goal, level: Experience, *, is_at_the_edge: bool) -> Zone:
    """The zone of a goal at an experience; at the edge of the ages (under 18, from 65) no set is of
    fewer than six repetitions and no load above 85 %.

    Sources. Percents and rests: ACSM position stand, Progression models in resistance training for
    healthy adults, Med Sci Sports Exerc 2009;41:687-708 (strength: novices 60-70 %, advanced 80-100 %,
    2-3 min, other exercises 1-2 min; hypertrophy 70-85 %, 1-3 min; endurance light loads, 10-25
    repetitions, 1-2 min and less), and Haff and Triplett 2016 (strength from 85 %, hypertrophy 67-85 %,
    endurance up to 67 %). The limits here are the widest of both, without maximal attempts. Fewer
    repetitions block by block: Williams TD, et al. Sports Med 2017;47:2083-2100 (periodized training
    gains more strength). Ages: Faigenbaum AD, et al. J Strength Cond Res 2009;23(5 Suppl):S60-79 (youth:
    6-15 repetitions); Fragala MS, et al. J Strength Cond Res 2019;33:2019-2052 (from 65: 70-85 %).
    Repetitions in reserve, and everything for fat loss and general fitness, are practice.
    """
    low, high = _LIMITS[goal][level]
    blocks = _BLOCKS[goal][level]
    if is_at_the_edge:
        high = min(high, MOST_PERCENT_AT_THE_EDGES)
        blocks = tuple(max(repetitions, LEAST_REPETITIONS_AT_THE_EDGES) for repetitions in blocks)
    rest_s, other_rest_s = _RESTS_S[goal]
    return Zone(
        percent_low=low,
        percent_high=high,
        blocks=list(blocks),
        other_repetitions=_OTHER_REPETITIONS[goal],
        in_reserve_start=3,
        in_reserve_end=2 if level is Experience.BEGINNER or is_at_the_edge else 1,
        rest_s=rest_s,
        other_rest_s=other_rest_s,
    )
