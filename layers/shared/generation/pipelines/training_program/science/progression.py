"""Progression: how fast loads grow, and when a week is easier on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Experience

MOST_LOAD_STEP_PERCENT = 10.0
"""Of one week over the heaviest before it. ACSM position stand, Med Sci Sports Exerc 2009;41:687-708:
2-10 % more load once one or two repetitions above the wanted number are possible."""

DELOAD_FROM_WEEKS = 5
"""Programs of that many weeks have a deload week."""

MOST_HARD_WEEKS = 7
"""Weeks in a row without a deload. Rogerson D, et al. Sports Med Open 2024;10:26 (246 strength and physique
athletes): every 5.6 weeks (standard deviation 2.3). What athletes do, not what was shown to be best."""

MOST_DELOAD_SETS_PERCENT = 70.0
"""Hard sets of a deload week against the week before. Practice: Bell L, et al. Sports Med Open 2023;9:87
(consensus of coaches: less volume, more repetitions in reserve); no number has been tested."""

_MOST_BLOCK_WEEKS: Mapping[Experience, int] = MappingProxyType(
    {Experience.BEGINNER: 7, Experience.INTERMEDIATE: 6, Experience.ADVANCED: 5}
)
_BLOCK_GAIN: Mapping[Experience, float] = MappingProxyType(
    {Experience.BEGINNER: 0.04, Experience.INTERMEDIATE: 0.025, Experience.ADVANCED: 0.015}
)


class Progression(BaseModel):
    """deload_weeks: numbers of weeks. block_weeks: length of each block, with its deload week."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_load_step_percent: float
    block_weeks: list[int]
    deload_weeks: list[int]
    most_hard_weeks: int
    most_deload_sets_percent: float
    block_gain_percent: float


def block_weeks(weeks: int, level: Experience) -> list[int]:
    """The program in blocks of nearly the same length, none longer than the experience stands: the more
    experience, the harder the training, the shorter the block. Practice, within what Rogerson et al.
    2024 found. The last week of a block is its deload, in programs from five weeks on."""
    blocks = ceil(weeks / _MOST_BLOCK_WEEKS[level])
    return [weeks // blocks + (number < weeks % blocks) for number in range(blocks)]


def progression(weeks: int, level: Experience) -> Progression:
    """`block_gain_percent`: by how much a maximum is expected to have grown with each block, practice."""
    lengths = block_weeks(weeks, level)
    ends = [sum(lengths[: number + 1]) for number in range(len(lengths))]
    return Progression(
        most_load_step_percent=MOST_LOAD_STEP_PERCENT,
        block_weeks=lengths,
        deload_weeks=ends if weeks >= DELOAD_FROM_WEEKS else [],
        most_hard_weeks=MOST_HARD_WEEKS,
        most_deload_sets_percent=MOST_DELOAD_SETS_PERCENT,
        block_gain_percent=round(_BLOCK_GAIN[level] * 100, 1),
    )


def expected_gain(level: Experience, block: int) -> float:
    """Factor on the 1RM in that block, counted from 0."""
    return 1 + _BLOCK_GAIN[level] * block
