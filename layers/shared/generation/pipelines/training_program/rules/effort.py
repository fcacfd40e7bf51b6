"""Rules of effort: repetitions, percentages, reserve and rest that fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipelines.training_program.program import Prescription, Week
from generation.pipelines.training_program.rules.form import at, known
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Exercise
from generation.pipelines.training_program.science.intensity import Unit, parse
from generation.quality.tables import (
    HEAVY_PERCENT,
    HEAVY_REPETITIONS,
    HEAVY_REST_S,
    LEAST_RESERVE,
    TOLERANCE_PERCENT,
    percent_for,
    repetitions_for,
)


def repetitions_fit(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No set of more repetitions than are possible at its percentage or with its load (Haff and Triplett
    2016, table 17.7; see `tables.PERCENT_BY_REPETITIONS`)."""
    for week, session, prescription, exercise in known(weeks):
        percent = _percent(prescription, exercise, analysis)
        if percent is None or prescription.repetitions < 1:
            continue
        most = percent_for(prescription.repetitions)
        if percent > most + TOLERANCE_PERCENT:
            yield (
                at(week, session, prescription),
                f"{prescription.repetitions} repetitions at {percent:g} %: at most about {most:g} % are "
                "possible for so many. Take fewer repetitions or less load.",
            )


def in_reserve(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No set to failure in one hard week after another, and none at all for beginners, under 18 and over
    60. Grgic J, et al. J Sport Health Sci 2022;11:202-211 (failure gains nothing); who is spared it
    altogether is practice, after Faigenbaum et al. 2009 and Fragala et al. 2019."""
    before: set[str] = set()
    for week in weeks:
        if week.is_deload:
            continue
        to_failure: set[str] = set()
        for _, session, prescription, exercise in known([week]):
            reserve = _reserve(prescription, exercise)
            if reserve is None or reserve >= LEAST_RESERVE or exercise.exercise_id in to_failure:
                continue
            to_failure.add(exercise.exercise_id)
            if analysis.level.is_never_to_failure:
                yield (
                    at(week, session, prescription),
                    "A set to failure: beginners and people under 18 or over 60 keep at least one repetition "
                    "in reserve.",
                )
            elif exercise.exercise_id in before:
                yield (
                    at(week, session, prescription),
                    "A set to failure in the week before as well: keep at least one repetition in reserve in "
                    "one of them.",
                )
        before = to_failure


def heavy_rests(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Two minutes of rest after heavy sets. See `HEAVY_REST_S` for sources."""
    for week, session, prescription, exercise in known(weeks):
        if week.is_deload or not exercise.is_strength or not exercise.is_loaded or exercise.is_timed:
            continue
        percent = _percent(prescription, exercise, analysis) or 0
        is_heavy = percent >= HEAVY_PERCENT or prescription.repetitions <= HEAVY_REPETITIONS
        if is_heavy and prescription.rest_s < HEAVY_REST_S:
            yield (
                at(week, session, prescription),
                f"{prescription.rest_s} s of rest after heavy sets: at least {HEAVY_REST_S} s.",
            )


def _percent(prescription: Prescription, exercise: Exercise, analysis: Analysis) -> float | None:
    """Of the 1RM: as it is written, else as the load has it; None where neither is known."""
    if not exercise.is_strength or exercise.is_timed or prescription.intensity is None:
        return None
    parsed = parse(prescription.intensity)
    if parsed is not None and parsed.unit is Unit.PERCENT:
        return parsed.value
    maximum_kg = analysis.maximum_of(exercise)
    if prescription.load_kg is None or maximum_kg is None:
        return None
    return round(prescription.load_kg / maximum_kg * 100, 1)


def _reserve(prescription: Prescription, exercise: Exercise) -> float | None:
    """Repetitions in reserve, as written or as percentage and repetitions have them; None if not known.
    A percentage says it to about half a repetition, so what it leaves is counted half a one higher."""
    parsed = None if prescription.intensity is None else parse(prescription.intensity)
    if parsed is None or not exercise.is_strength:
        return None
    if parsed.unit is Unit.IN_RESERVE:
        return parsed.value
    if parsed.unit is Unit.EXERTION:
        return 10 - parsed.value
    return repetitions_for(parsed.value) - prescription.repetitions + 0.5
