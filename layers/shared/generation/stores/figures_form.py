"""Figures as they are stored: JSON with short names, since an answer reads a month of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from generation.engine.figures.attempt_end import AttemptEnd, StepEnd
from generation.engine.figures.figures import Figures, Part, Parts
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import JobStatus, StepStatus, Usage

_COUNTS = {"s": "started", "c": "completed", "f": "failed", "x": "cancelled"}

_AMOUNTS = ("cost_usd", "uncertain_cost_usd")
_USAGE = tuple(f.name for f in fields(Usage))
"""In the order of the class: a new member goes to its end, or what is stored is read wrongly."""


def dump_end(end: AttemptEnd) -> list[Any]:
    steps = [[step.name, step.status.value, step.duration_ms] for step in end.steps]
    return [
        end.job_id,
        end.attempt,
        end.owner,
        end.org_id,
        end.pipeline,
        end.status.value,
        end.created_at.isoformat(),
        end.ended_at.isoformat(),
        end.code,
        end.failed_step,
        end.queue_ms,
        end.duration_ms,
        end.model,
        dump_usage(end.usage),
        steps,
    ]


def load_end(data: Sequence[Any]) -> AttemptEnd:
    """Members behind those that this version knows are passed over: a newer one may have written them."""
    return AttemptEnd(
        job_id=data[0],
        attempt=data[1],
        owner=data[2],
        org_id=data[3],
        pipeline=data[4],
        status=JobStatus(data[5]),
        created_at=datetime.fromisoformat(data[6]),
        ended_at=datetime.fromisoformat(data[7]),
        code=data[8],
        failed_step=data[9],
        queue_ms=data[10],
        duration_ms=data[11],
        model=data[12],
        usage=load_usage(data[13]),
        steps=tuple(
            StepEnd(name=name, status=StepStatus(status), duration_ms=took) for name, status, took in data[14]
        ),
    )


def dump_parts(parts: Parts) -> dict[str, Any]:
    return {
        part.value: {key: dump_figures(figures) for key, figures in by_key.items()}
        for part, by_key in parts.items()
    }


def load_parts(data: Mapping[str, Any]) -> Parts:
    return {
        Part(part): {key: load_figures(figures) for key, figures in by_key.items()}
        for part, by_key in data.items()
    }


def dump_figures(figures: Figures) -> dict[str, Any]:
    found = {
        **{short: getattr(figures, name) for short, name in _COUNTS.items()},
        "e": dict(figures.codes),
        "d": _dump_histogram(figures.duration),
        "q": _dump_histogram(figures.queue),
        "u": dump_usage(figures.usage),
    }
    return {short: value for short, value in found.items() if value}


def load_figures(data: Mapping[str, Any]) -> Figures:
    return Figures(
        **{name: data.get(short, 0) for short, name in _COUNTS.items()},
        codes=data.get("e", {}),
        duration=_load_histogram(data.get("d", ())),
        queue=_load_histogram(data.get("q", ())),
        usage=load_usage(data.get("u", ())),
    )


def dump_usage(usage: Usage) -> list[Any]:
    """Its members in their order, without those at the end that are what a new one has."""
    members = [getattr(usage, name) for name in _USAGE]
    usual = [getattr(Usage(), name) for name in _USAGE]
    while members and members[-1] == usual[len(members) - 1]:
        members.pop()
    return [str(member) if isinstance(member, Decimal) else member for member in members]


def load_usage(data: Sequence[Any]) -> Usage:
    found: dict[str, Any] = dict(zip(_USAGE, data, strict=False))
    amounts = {name: Decimal(found[name]) for name in _AMOUNTS if found.get(name) is not None}
    return Usage(**{**found, **amounts})


def _dump_histogram(histogram: Histogram) -> list[int]:
    """The first bucket, then counts; where buckets are empty, how many, below zero."""
    if not histogram.counts:
        return []
    numbers = sorted(histogram.counts)
    data = [numbers[0]]
    expected = numbers[0]
    for number in numbers:
        if number > expected:
            data.append(expected - number)
        data.append(histogram.counts[number])
        expected = number + 1
    return data


def _load_histogram(data: Sequence[int]) -> Histogram:
    if not data:
        return Histogram()
    number, counts = data[0], {}
    for count in data[1:]:
        if count < 0:
            number -= count
        else:
            counts[number] = count
            number += 1
    return Histogram(counts)
