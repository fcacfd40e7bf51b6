"""Tables: numbers that sets are held to, by the rules of programs and by the quality rules."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import inf
from types import MappingProxyType

PERCENT_BY_REPETITIONS: Mapping[int, float] = MappingProxyType(
    {1: 100, 2: 95, 3: 93, 4: 90, 5: 87, 6: 85, 7: 83, 8: 80, 9: 77, 10: 75, 11: 70, 12: 67, 15: 65, 20: 60}
)
"""Percent of the 1RM with which so many repetitions are the most. Source: Haff GG, Triplett NT (eds.).
Essentials of strength training and conditioning, 4th ed., NSCA 2016, table 17.7, up to 15 repetitions.
20 at 60 % is practice. People differ: Nuzzo JL, et al. Sports Med 2024;54:303-321 finds more repetitions
on average, and a wide spread; so a program names repetitions in reserve beside loads."""

TOLERANCE_PERCENT = 2.5
"""Percent of the 1RM above the table that are let pass: the usual step of programs. The table is an
average (Nuzzo et al. 2024)."""

LEAST_RESERVE = 1.0
"""Repetitions in reserve under which a set counts as one to failure."""

HEAVY_PERCENT = 80.0
HEAVY_REPETITIONS = 5
HEAVY_REST_S = 120
"""Rest after sets from that percentage or of so few repetitions with a weight. ACSM position stand, Med Sci
Sports Exerc 2009;41:687-708: two to three minutes for heavy loads; de Salles BF, et al. Sports Med 2009;39:
765-777: three to five where strength is the aim. Which sets are heavy is practice."""

REPETITION_S = 4
"""ACSM position stand, Med Sci Sports Exerc 2009;41:687-708: one to two seconds up and as many down."""

CHANGE_S = 60
"""From one exercise to the next: putting away, setting up. Practice."""

MOST_SESSION_MINUTES = 150
"""That a day has room for. Practice."""

_MOST_LISTED = max(PERCENT_BY_REPETITIONS)


def percent_for(repetitions: float) -> float:
    """Percent of the 1RM at which so many repetitions are the most, between the listed ones in
    proportion; what is beyond them counts as the last."""
    if repetitions >= _MOST_LISTED:
        return PERCENT_BY_REPETITIONS[_MOST_LISTED]
    for (fewer, high), (more, low) in pairwise(PERCENT_BY_REPETITIONS.items()):
        if fewer <= repetitions <= more:
            return high + (low - high) * (repetitions - fewer) / (more - fewer)
    raise ValueError(f"{repetitions} repetitions")


def repetitions_for(percent: float) -> float:
    """So many repetitions are the most at that percent of the 1RM, the inverse of `percent_for`; infinitely
    many where the table ends, which does not say how many they are."""
    if percent <= PERCENT_BY_REPETITIONS[_MOST_LISTED]:
        return inf
    for (fewer, high), (more, low) in pairwise(PERCENT_BY_REPETITIONS.items()):
        if low <= percent <= high:
            return fewer + (more - fewer) * (high - percent) / (high - low)
    return 1


def sets_s(
    *, sets: int, repetitions: int, duration_s: int | None, rest_s: int, is_one_sided: bool = False
) -> int:
    """Seconds for the sets of an exercise with their rests, on both sides where one works at a time, and for
    the change to it."""
    work_s = repetitions * (duration_s or REPETITION_S)
    return sets * (work_s * (2 if is_one_sided else 1) + rest_s) + CHANGE_S
