"""Figures store in memory; see `memory`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import DayFigures, Population, populations
from generation.engine.ports.figures import FoldState
from generation.stores import figures_form
from generation.stores.codec import pack
from testing.memory.world import MemoryWorld


class MemoryFigures:
    """FigureStore over a `MemoryWorld`: give it that of the job store, which writes the ends."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def ends(self) -> Iterable[AttemptEnd]:
        with self.world.lock:
            stored = [self.world.ends[position] for position in sorted(self.world.ends)]
        return (figures_form.load_end(json.loads(end)) for end in stored)

    def recent_ends(self, population: Population, most: int) -> Sequence[AttemptEnd] | None:
        everybody = list(self.ends())
        if population.owner is None and len(everybody) > most:
            return None
        found = [end for end in everybody if population in populations(end)]
        return found if len(found) <= most else None

    def drop(self, ends: Sequence[AttemptEnd]) -> None:
        with self.world.lock:
            for end in ends:
                self.world.ends.pop(end.position, None)

    def fold_state(self) -> FoldState:
        return self.world.fold_state

    def keep_fold_state(self, state: FoldState) -> bool:
        with self.world.lock:
            if self.world.fold_state.number != state.number - 1:
                return False
            self.world.fold_state = state
            return True

    def day(self, population: Population, day: date) -> DayFigures:
        stored = self.world.figures.get((population, day))
        empty = DayFigures(population=population, day=day)
        return empty if stored is None else _loaded(empty, json.loads(stored), parts=True)

    def keep_day(self, figures: DayFigures, *, after: int) -> bool:
        place = figures.population, figures.day
        stored = {
            "fold": figures.fold,
            "total": figures_form.dump_figures(figures.total),
            "parts": figures_form.dump_parts(figures.parts or {}),
        }
        with self.world.lock:
            if self.day(*place).fold != after:
                return False
            self.world.figures[place] = pack(stored)
            return True

    def days(
        self, population: Population, first: date, last: date, *, parts: bool = False
    ) -> Sequence[DayFigures]:
        with self.world.lock:
            found = {
                day: stored for (whose, day), stored in self.world.figures.items() if whose == population
            }
        return [
            _loaded(DayFigures(population=population, day=day), json.loads(found[day]), parts=parts)
            for day in sorted(found)
            if first <= day <= last
        ]


def _loaded(empty: DayFigures, stored: dict[str, Any], *, parts: bool) -> DayFigures:
    return DayFigures(
        population=empty.population,
        day=empty.day,
        fold=stored["fold"],
        total=figures_form.load_figures(stored["total"]),
        parts=figures_form.load_parts(stored["parts"]) if parts else None,
    )
