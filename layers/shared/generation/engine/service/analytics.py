"""Analytics: figures of past jobs, by day or told apart otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from generation.engine.errors import FieldError, Forbidden, InvalidInput, NotFound
from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import (
    EVERYBODY,
    NOTHING,
    DayFigures,
    Figures,
    Part,
    Population,
    added_by,
    day_of,
)
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.ports.figures import FigureStore, FoldState
from generation.engine.ports.system import Clock
from generation.engine.service.requests import Caller

DAY = "day"
USUAL_DAYS = 30
"""Of an answer whose request names no beginning, with today."""


class FiguresScope(StrEnum):
    """Whose jobs: the caller's, the organization's, everybody's."""

    OWN = "own"
    ORG = "org"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures from the first to the last day, both included.

    rows         by key: a day, or a value of a part; in order
    computed_at  every attempt that had ended by then is counted
    """

    first: date
    last: date
    rows: Mapping[str, Figures]
    total: Figures
    computed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Analytics:
    """`figures`: None where nothing is counted."""

    figures: FigureStore | None
    clock: Clock
    policy: FiguresPolicy = field(default_factory=FiguresPolicy)

    def report(
        self, caller: Caller, *, first: date | None, last: date | None, by: Part | None, scope: FiguresScope
    ) -> Report:
        """`by`: None is by day. Raises Forbidden, InvalidInput, NotFound (`analytics-off`)."""
        population = _population(caller, scope)
        first, last = self._range(first, last)
        if self.figures is None:
            raise NotFound("Nothing is counted in this deployment (Analytics).", code="analytics-off")
        days, computed_at = self._days(self.figures, population, first, last, with_parts=by is not None)
        rows = _by_day(days, first, last) if by is None else _by_part(days, by, population)
        total = sum((day.total for day in days), NOTHING)
        return Report(first=first, last=last, rows=rows, total=total, computed_at=computed_at)

    def _range(self, first: date | None, last: date | None) -> tuple[date, date]:
        if last is None:
            last = max(day_of(self.clock.now()), first or date.min)
        if first is None:
            first = last - timedelta(days=min(USUAL_DAYS - 1, last.toordinal() - 1))
        message = ""
        if first > last:
            message = "must not be after `to`"
        elif (last - first).days >= self.policy.most_days:
            message = f"must be at most {self.policy.most_days - 1} days before `to`"
        if message:
            raise InvalidInput(
                "The days asked for are no range of at most a year.",
                errors=(FieldError("/query/from", message),),
            )
        return first, last

    def _days(
        self, store: FigureStore, population: Population, first: date, last: date, *, with_parts: bool
    ) -> tuple[Sequence[DayFigures], datetime]:
        """What the folds have added and, where those are few, the ends that none has added yet. Read in this
        order: an end that was dropped before the second read is in the figures of the third."""
        for _ in range(self.policy.tries):
            begun_at = self.clock.now()
            state = store.fold_state()
            ends = store.recent_ends(population, self.policy.counted)
            days = store.days(population, first, last, parts=with_parts)
            if ends is None:
                break
            if all(day.fold <= state.number for day in days):
                return _with_ends(days, ends, state, population, first, last), begun_at
        # Before a first fold is known to be whole, what ended before all these days is all that can be said.
        first_moment = datetime.combine(first, datetime.min.time(), UTC)
        return days, state.complete_at or min(first_moment, begun_at)


def _population(caller: Caller, scope: FiguresScope) -> Population:
    if scope is FiguresScope.OWN:
        return Population(owner=caller.owner)
    if scope is FiguresScope.ORG:
        if caller.org_id is None or "org_admin" not in caller.roles:
            raise Forbidden("Only an org_admin sees the figures of an organization.", code="role-required")
        return Population(org_id=caller.org_id)
    if "operator" not in caller.roles:
        raise Forbidden("Only an operator sees the figures of everybody.", code="role-required")
    return EVERYBODY


def _with_ends(
    days: Iterable[DayFigures],
    ends: Iterable[AttemptEnd],
    state: FoldState,
    population: Population,
    first: date,
    last: date,
) -> list[DayFigures]:
    known = {day.day: day for day in days}
    for end in ends:
        if end.id in state.before:
            continue
        for added in added_by(end, population):
            day = known.get(added.day) or DayFigures(population=population, day=added.day)
            is_counted = end.id in state.ids and day.fold >= state.number
            if first <= added.day <= last and not is_counted:
                known[added.day] = day.with_added(added)
    return [known[day] for day in sorted(known)]


def _by_day(days: Iterable[DayFigures], first: date, last: date) -> dict[str, Figures]:
    known = {day.day: day.total for day in days}
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day.isoformat(): known.get(day, NOTHING) for day in every}


def _by_part(days: Iterable[DayFigures], part: Part, population: Population) -> dict[str, Figures]:
    rows: dict[str, Figures] = {}
    for day in days:
        by_key = (day.parts or {}).get(part, {})
        if part is Part.OWNER and population.owner is not None:
            by_key = {population.owner: day.total}
        for key, figures in by_key.items():
            rows[key] = rows.get(key, NOTHING) + figures
    return dict(sorted(rows.items()))
