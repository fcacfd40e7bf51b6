"""Figures store: ends of attempts that are not counted yet, and the figures of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import DayFigures, Population


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldState:
    """What is known of the folds.

    number       of the latest one; 0: there was none
    ids          of the ends that it adds; some of it may still be to do
    reaches      position of the last of them
    before       ids of the one before it, which is done
    covers       once it is done, all that had ended by then is in the figures; None: nothing is said
    complete_at  all that had ended by then is in the figures
    """

    number: int = 0
    ids: frozenset[bytes] = frozenset()
    reaches: str = ""
    before: frozenset[bytes] = frozenset()
    covers: datetime | None = None
    complete_at: datetime | None = None


class FigureStore(Protocol):
    """The ends are written by the checkpoints that end attempts (JobStore)."""

    def ends(self) -> Iterable[AttemptEnd]:
        """Those that were not dropped, everybody's, in the order of their positions; read as they are
        asked for. Strongly consistent."""

    def recent_ends(self, population: Population, most: int) -> Sequence[AttemptEnd] | None:
        """Those of a population; None where there may be more than so many. Strongly consistent for an
        owner."""

    def drop(self, ends: Sequence[AttemptEnd]) -> None:
        """They are in the figures. Also where some are gone already."""

    def fold_state(self) -> FoldState:
        """One small read, strongly consistent."""

    def keep_fold_state(self, state: FoldState) -> bool:
        """False where the stored one is not its predecessor: another sweep is at work."""

    def day(self, population: Population, day: date) -> DayFigures:
        """With its parts. Strongly consistent."""

    def keep_day(self, figures: DayFigures, *, after: int) -> bool:
        """False where the stored figures are not those of the fold `after`."""

    def days(
        self, population: Population, first: date, last: date, *, parts: bool = False
    ) -> Sequence[DayFigures]:
        """Those that there are, in order; without parts unless asked for (eventually consistent)."""
