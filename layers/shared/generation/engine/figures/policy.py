"""Policy of the figures: how they are folded and told, and how long they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

FIGURES_KEPT = timedelta(days=400)
"""A year, and the month with which it is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPolicy:
    """When ends of attempts are added to the figures of their days, and what answers read.

    fold_at         ends that are worth a fold: it writes some ten units, whatever it adds
    longest_wait    fewer ones wait so long for company. Answers count them meanwhile
    folded_at_once  by one fold: its list is read with each answer and stays under 4 KB
    looked_at       ends that one sweep reads, at most: some 1 MB
    counted         ends that an answer adds itself, at most, of each partition: 4 KB, a read unit
    tries           of an answer that meets a fold, before it tells what the folds have added alone
    reserve         of the sweep's time: longer than one fold takes
    most_days       of one answer: a year and a day
    """

    fold_at: int = 16
    longest_wait: timedelta = timedelta(minutes=15)
    folded_at_once: int = 200
    looked_at: int = 2_000
    counted: int = 10
    tries: int = 3
    reserve: timedelta = timedelta(seconds=10)
    most_days: int = 366
