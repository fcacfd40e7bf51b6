"""Training: what nobody should train by, whoever wrote it: doses against the tables.

The rules of `pipelines/training_program/rules` have the catalogue of exercises and hold a program to much
more before it is stored. These need only the program as it is read, and count by the same numbers
(`quality.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from generation.quality.artifact import Prescription, Program
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.tables import (
    HEAVY_PERCENT,
    HEAVY_REST_S,
    LEAST_RESERVE,
    MOST_SESSION_MINUTES,
    TOLERANCE_PERCENT,
    percent_for,
    sets_s,
)

MOST_WEEKS_TO_FAILURE = 2
"""Weeks on end in which an exercise may be taken to failure: a last hard week, and a test."""

BEGINNER = "beginner"
_INTENSITY = re.compile(
    r"(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s*% ?1RM)|(?:RIR\s*(?P<rir>\d+(?:\.\d+)?))", re.IGNORECASE
)
_LONGER_THAN_ASKED = 1.15
"""Over the time that a person has; the estimate is that rough."""


def doses(program: Program) -> Iterator[Finding]:
    yield from _failure(program)
    for week, at, exercise in _exercises(program):
        yield from _against_tables(at, exercise, is_deload=program.weeks[week].is_deload)
    yield from _session_length(program)


def _exercises(program: Program) -> Iterator[tuple[int, str, Prescription]]:
    """Index of the week, pointer, exercise."""
    for index, week in enumerate(program.weeks):
        for number, session in enumerate(week.sessions):
            for place, exercise in enumerate(session.exercises):
                yield index, f"/weeks/{index}/sessions/{number}/exercises/{place}", exercise


def _intensity(exercise: Prescription) -> tuple[float | None, float | None]:
    """Percent of the maximum, repetitions in reserve."""
    match = _INTENSITY.search(exercise.intensity or "")
    if match is None:
        return None, None
    return (
        float(match["percent"]) if match["percent"] else None,
        float(match["rir"]) if match["rir"] else None,
    )


def _failure(program: Program) -> Iterator[Finding]:
    """`failure`: no repetition in reserve for somebody who should never do without, or week after week."""
    who = _never_to_failure(program)
    weeks_of: dict[str, list[int]] = {}
    first: dict[str, str] = {}
    for week, at, exercise in _exercises(program):
        _, reserve = _intensity(exercise)
        if reserve is None or reserve >= LEAST_RESERVE:
            continue
        if who:
            yield block("failure", f"{at}/intensity", f"No repetition in reserve for {who}.")
        key = exercise.exercise_id or exercise.name
        weeks_of.setdefault(key, []).append(week)
        first.setdefault(key, f"{at}/intensity")
    for key, weeks in weeks_of.items():
        # Neighbours have the same difference to their rank.
        ranked = enumerate(sorted(set(weeks)))
        longest = max(len(list(run)) for _, run in groupby(ranked, lambda pair: pair[1] - pair[0]))
        if longest > MOST_WEEKS_TO_FAILURE:
            yield block("failure", first[key], f"{quoted(key)} goes to failure {longest} weeks on end.")


def _never_to_failure(program: Program) -> str | None:
    """As the analysis has it: beginners, under 18, over 60; of one that does not say so the level."""
    level = _of(program.analysis, "level")
    if _of(level, "used") == BEGINNER:
        return "a beginner"
    if _of(level, "is_never_to_failure") is True:
        return "a person under 18 or over 60"
    return None


def _of(value: object, *names: str) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _against_tables(at: str, exercise: Prescription, *, is_deload: bool) -> Iterator[Finding]:
    percent, _ = _intensity(exercise)
    if percent is None:
        return
    if percent > 100:
        yield block("intensity-table", f"{at}/intensity", f"{percent:g} % of what is the most.")
    most = percent_for(max(1, exercise.repetitions))
    if percent > most + TOLERANCE_PERCENT:
        yield block(
            "intensity-table",
            f"{at}/repetitions",
            f"{exercise.repetitions} repetitions at {percent:g} % 1RM; at most about {most:g} % for so many.",
        )
    if percent >= HEAVY_PERCENT and not is_deload and exercise.rest_s < HEAVY_REST_S:
        message = f"{exercise.rest_s} s of rest after sets at {percent:g} % 1RM; at least {HEAVY_REST_S} s."
        yield block("rest", f"{at}/rest_s", message)


def _session_length(program: Program) -> Iterator[Finding]:
    """`session-length`: longer than the person has, or than a day has room for."""
    known = _of(program.analysis, "minutes_per_session")
    has = known if isinstance(known, int | float) else None
    for index, week in enumerate(program.weeks):
        for number, session in enumerate(week.sessions):
            minutes = round(sum(_seconds(exercise) for exercise in session.exercises) / 60)
            pointer = f"/weeks/{index}/sessions/{number}"
            if has is not None and minutes > has * _LONGER_THAN_ASKED:
                yield block("session-length", pointer, f"About {minutes} minutes; the person has {has:g}.")
            elif minutes > MOST_SESSION_MINUTES:
                yield block(
                    "session-length", pointer, f"About {minutes} minutes; at most {MOST_SESSION_MINUTES}."
                )
            elif has is not None and minutes > has:
                yield warn("session-length", pointer, f"About {minutes} minutes; the person has {has:g}.")


def _seconds(exercise: Prescription) -> int:
    return sets_s(
        sets=exercise.sets,
        repetitions=exercise.repetitions,
        duration_s=exercise.duration_s,
        rest_s=exercise.rest_s,
    )
