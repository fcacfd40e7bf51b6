"""Figures: sums over attempts, of one day and one population; and what an attempt's end adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from generation.engine.figures.attempt_end import AttemptEnd, StepEnd
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import JobStatus, StepStatus, Usage

NO_MODEL = "none"
"""Key of jobs that asked no model."""

OTHERS = "*"
"""Key of all that stand behind the first MOST_KEYS of a day."""

MOST_KEYS = 200
"""Owners of a day that are told apart: their figures are one item of at most 350 KB."""


class Part(StrEnum):
    """By what the figures of a day are told apart."""

    PIPELINE = "pipeline"
    STEP = "step"
    MODEL = "model"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Population:
    """Whose jobs are counted: an owner's, an organization's, or, with neither, everybody's."""

    owner: str | None = None
    org_id: str | None = None


EVERYBODY = Population()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Sums over attempts, or over the times that a step was begun.

    started   jobs that were created, counted when their first attempt ends
    codes     of failures
    duration  ms, of those that were completed
    queue     ms, of those that were begun
    """

    started: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    duration: Histogram = field(default_factory=Histogram)
    queue: Histogram = field(default_factory=Histogram)
    usage: Usage = field(default_factory=Usage)

    def __add__(self, other: Figures) -> Figures:
        codes = dict(self.codes)
        for code, count in other.codes.items():
            codes[code] = codes.get(code, 0) + count
        return Figures(
            started=self.started + other.started,
            completed=self.completed + other.completed,
            failed=self.failed + other.failed,
            cancelled=self.cancelled + other.cancelled,
            codes=codes,
            duration=self.duration + other.duration,
            queue=self.queue + other.queue,
            usage=self.usage + other.usage,
        )


NOTHING = Figures()
Parts = Mapping[Part, Mapping[str, Figures]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """Of one population and one day (UTC).

    fold   number of the fold that was added last; 0: none yet
    parts  the same, told apart; None: not read
    """

    population: Population
    day: date
    fold: int = 0
    total: Figures = NOTHING
    parts: Parts | None = None

    def with_added(self, other: DayFigures) -> DayFigures:
        """Of the same population and day, with the fold of `self`."""
        parts = {part: dict((self.parts or {}).get(part, {})) for part in Part}
        for part, by_key in (other.parts or {}).items():
            for key, figures in by_key.items():
                known = parts[part]
                place = key if key in known or len(known) < MOST_KEYS else OTHERS
                known[place] = known.get(place, NOTHING) + figures
        return DayFigures(
            population=self.population,
            day=self.day,
            fold=self.fold,
            total=self.total + other.total,
            parts={part: by_key for part, by_key in parts.items() if by_key},
        )


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def populations(end: AttemptEnd) -> tuple[Population, ...]:
    """Those that an attempt belongs to."""
    owner = Population(owner=end.owner)
    return (owner, EVERYBODY) if end.org_id is None else (owner, Population(org_id=end.org_id), EVERYBODY)


def added_by(end: AttemptEnd, population: Population) -> list[DayFigures]:
    """What an attempt's end adds to the days of one of its populations: to the day on which it ended, and,
    if it is the first of its job, to the day on which that was created."""
    ended = DayFigures(
        population=population,
        day=day_of(end.ended_at),
        total=_figures(end),
        parts={**_parts(end, population, _figures(end)), Part.STEP: _steps(end)},
    )
    if not end.is_first:
        return [ended]
    start = Figures(started=1)
    created = DayFigures(
        population=population,
        day=day_of(end.created_at),
        total=start,
        parts=_parts(end, population, start),
    )
    return [ended.with_added(created)] if created.day == ended.day else [created, ended]


def summed(days: Iterable[DayFigures]) -> dict[tuple[Population, date], DayFigures]:
    """One for each population and day."""
    sums: dict[tuple[Population, date], DayFigures] = {}
    for day in days:
        place = day.population, day.day
        before = sums.get(place, DayFigures(population=day.population, day=day.day))
        sums[place] = before.with_added(day)
    return sums


def _figures(end: AttemptEnd) -> Figures:
    return Figures(
        **_counted(end.status.value),
        codes={end.code: 1} if end.code else {},
        duration=_one(end.duration_ms),
        queue=_one(end.queue_ms),
        usage=end.usage,
    )


def _parts(end: AttemptEnd, population: Population, figures: Figures) -> dict[Part, Mapping[str, Figures]]:
    keys = {Part.PIPELINE: end.pipeline, Part.MODEL: end.model or NO_MODEL, Part.OWNER: end.owner}
    if population.owner is not None:
        del keys[Part.OWNER]
    return {part: {key: figures} for part, key in keys.items()}


def _steps(end: AttemptEnd) -> dict[str, Figures]:
    """A step that ran when another one failed was stopped with the job: it counts as cancelled."""
    return {f"{end.pipeline}/{step.name}": _step_figures(end, step) for step in end.steps}


def _step_figures(end: AttemptEnd, step: StepEnd) -> Figures:
    if step.status is StepStatus.COMPLETED:
        return Figures(started=1, completed=1, duration=_one(step.duration_ms))
    if end.status is JobStatus.FAILED and step.name == end.failed_step:
        return Figures(started=1, failed=1, codes={end.code: 1} if end.code else {})
    return Figures(started=1, cancelled=1)


def _counted(status: str) -> dict[str, int]:
    return {status: 1}


def _one(milliseconds: int | None) -> Histogram:
    return Histogram() if milliseconds is None else Histogram.of([milliseconds])
