"""Figures in the simulation: what they are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from generation.engine.figures.figures import EVERYBODY, NOTHING, Figures, Population
from generation.engine.model.event import Event, EventType
from generation.engine.model.job import Job, Usage
from generation.stores import figures_form
from testing.memory.figures import MemoryFigures

ENDS = {
    EventType.JOB_COMPLETED: "completed",
    EventType.JOB_FAILED: "failed",
    EventType.JOB_CANCELLED: "cancelled",
}


def told(store: MemoryFigures, population: Population = EVERYBODY) -> dict[date, Figures]:
    """What the folds have added, by day."""
    days = (store.day(whose, day) for whose, day in store.world.figures if whose == population)
    return {day.day: day.total for day in days}


def summed(figures: Iterable[Figures]) -> Figures:
    return sum(figures, NOTHING)


def expected(feeds: Iterable[tuple[Job, list[Event]]]) -> Mapping[date, Counter[str]]:
    """Counts by day, from the feeds of jobs alone: `started`, how attempts ended, and `code:...`."""
    days: dict[date, Counter[str]] = {}
    for job, events in feeds:
        ends = [event for event in events if event.type in ENDS]
        if ends:
            days.setdefault(job.created_at.date(), Counter())["started"] += 1
        for event in ends:
            counts = days.setdefault(event.timestamp.date(), Counter())
            counts[ENDS[event.type]] += 1
            if event.type is EventType.JOB_FAILED:
                counts[f"code:{event.fields['error']['code']}"] += 1
    return days


def counts_of(figures: Figures) -> Counter[str]:
    counts = Counter({f"code:{code}": count for code, count in figures.codes.items()})
    for name in ("started", *ENDS.values()):
        counts[name] = getattr(figures, name)
    return +counts


def used(jobs: Iterable[Job]) -> Usage:
    """By the attempts that have ended."""
    return sum((job.usage if job.is_finished else job.earlier.usage for job in jobs), Usage())


def same_usage(one: Usage, other: Usage) -> bool:
    """Also in what it costs, where that is known; without calls, nothing may stand as null or zero."""
    return figures_form.dump_usage(one) == figures_form.dump_usage(other)
