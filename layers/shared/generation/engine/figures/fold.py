"""Fold: adds the ends of attempts to the figures of their days, each once.

Each fold has a number and the list of the ends that it adds, which is stored before anything is added. The
figures of a day carry the number of the fold that they had last. So a sweep that dies in the middle is
followed by one that adds the same ends where they are missing and nowhere else. They are dropped by the next
sweep: readers whose view of a day is a moment old find them till then. An end that comes late (its worker
stood still) is simply there for the next fold; no clock decides what was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import DayFigures, added_by, populations, summed
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.ports.figures import FigureStore, FoldState
from generation.engine.ports.system import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    figures: FigureStore
    clock: Clock
    policy: FiguresPolicy = field(default_factory=FiguresPolicy)

    def run(self, until: datetime | None = None) -> int:
        """How many ends were added. What is left when `until` comes near, the next sweep adds.

        Raises Unavailable."""
        begun_at = self.clock.now()
        state = self.figures.fold_state()
        begun, left, is_all = self._look(state)
        self._add(begun, state.number)
        self.figures.drop(begun)
        if not self._is_due(left):
            return 0
        added = 0
        while left and not self._is_late(until):
            batch, left = left[: self.policy.folded_at_once], left[self.policy.folded_at_once :]
            state = FoldState(
                number=state.number + 1,
                ids=frozenset(end.id for end in batch),
                reaches=batch[-1].position,
                before=state.ids,
                covers=begun_at if is_all and not left else state.covers,
                complete_at=state.covers,
            )
            if not self.figures.keep_fold_state(state):
                break
            self._add(batch, state.number)
            added += len(batch)
            if left:
                self.figures.drop(batch)
        return added

    def _look(self, state: FoldState) -> tuple[list[AttemptEnd], list[AttemptEnd], bool]:
        """What the latest fold adds and is there still: all of it, since none is dropped before all is
        added, and their positions are passed; then others, and whether those are all."""
        begun: list[AttemptEnd] = []
        left: list[AttemptEnd] = []
        for end in self.figures.ends():
            if len(left) >= self.policy.looked_at and end.position > state.reaches:
                return begun, left, False
            if end.id in state.ids:
                begun.append(end)
            elif len(left) < self.policy.looked_at:
                left.append(end)
        return begun, left, len(left) < self.policy.looked_at

    def _is_due(self, left: Sequence[AttemptEnd]) -> bool:
        """A fold writes the same items for one end as for many: few ends wait for company, and answers
        count them meanwhile."""
        if len(left) >= self.policy.fold_at:
            return True
        oldest = min((end.ended_at for end in left), default=self.clock.now())
        return oldest + self.policy.longest_wait <= self.clock.now()

    def _is_late(self, until: datetime | None) -> bool:
        return until is not None and self.clock.now() >= until - self.policy.reserve

    def _add(self, ends: Sequence[AttemptEnd], number: int) -> None:
        days = (day for end in ends for whose in populations(end) for day in added_by(end, whose))
        for day in summed(days).values():
            self._add_to_day(day, number)

    def _add_to_day(self, added: DayFigures, number: int) -> None:
        while (before := self.figures.day(added.population, added.day)).fold < number:
            # Race: another sweep adds the same fold. One of the two is refused, and finds it done.
            after = replace(before.with_added(added), fold=number)
            if self.figures.keep_day(after, after=before.fold):
                return
