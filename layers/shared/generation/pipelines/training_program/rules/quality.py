"""Rules of quality: what makes a safe program a good one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipelines.training_program.person.profile import Experience
from generation.pipelines.training_program.program import Prescription, Week
from generation.pipelines.training_program.rules.form import at, known, session_minutes
from generation.pipelines.training_program.rules.safety import hard_sets, weekly_sets
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Exercise
from generation.pipelines.training_program.science.intensity import Unit, parse
from generation.pipelines.training_program.science.progression import (
    MOST_DELOAD_SETS_PERCENT,
    MOST_HARD_WEEKS,
)
from generation.quality.tables import MOST_SESSION_MINUTES

LOAD_TOLERANCE = 0.15
"""Between a load and its percent of the 1RM: the maximum is an estimate, and grows."""

LEAST_REST_SHARE = 0.5
MOST_EXERCISES = 12
MOST_SESSION_SETS = 32
LEAST_PROGRESS_SHARE = 0.5
PROGRESS_FROM_WEEKS = 3


def experience(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No exercise that takes more experience than there is. Practice, from the catalogue."""
    order = list(Experience)
    for week, session, prescription, exercise in known(weeks):
        if order.index(exercise.level) > order.index(analysis.level.used):
            yield (
                at(week, session, prescription),
                f"It is for {exercise.level}s; this person is trained as {analysis.level.used}.",
            )


def weekly_sets_least(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """In hard weeks no fewer hard sets for a muscle than its landmark. See `landmarks` for sources."""
    for week in weeks:
        if week.is_deload:
            continue
        for muscle, sets in weekly_sets(week).items():
            least = analysis.volume_of(muscle).minimum
            if sets < least:
                yield (
                    at(week),
                    f"{muscle}: {sets:g} hard sets (secondary counted by half). At least {least} are worth "
                    "it: add sets of exercises for it.",
                )


def deload_rhythm(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """A deload week comes after hard ones, at the latest after seven, and has clearly fewer sets than the
    week before. Rogerson et al. 2024 for the rhythm; the share of sets is practice (`progression`)."""
    hard_weeks: list[Week] = []
    for week in weeks:
        if not week.is_deload:
            hard_weeks.append(week)
            if len(hard_weeks) == MOST_HARD_WEEKS + 1:
                yield at(week), f"More than {MOST_HARD_WEEKS} hard weeks in a row: one must be a deload week."
            continue
        if not hard_weeks:
            yield at(week), "A deload week comes after hard weeks, not first and not after another one."
            continue
        last, most = hard_sets(hard_weeks[-1]), MOST_DELOAD_SETS_PERCENT / 100
        if hard_sets(week) > last * most:
            yield (
                at(week),
                f"A deload week with {hard_sets(week)} hard sets after {last}: at most {last * most:.0f} "
                f"({MOST_DELOAD_SETS_PERCENT:g} %).",
            )
        hard_weeks = []


def intensity(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Every strength exercise says how hard; percents lie in the zone of the goal, and loads fit to their
    percents. Zones: ACSM 2009, Haff and Triplett 2016 (see `intensity.zone`)."""
    for week, session, prescription, exercise in known(weeks):
        if exercise.is_strength:
            for fault in _intensity_faults(week, prescription, exercise, analysis):
                yield at(week, session, prescription), fault


def rest_times(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Rest after a set of strength work that suits the goal: not under half of what other than main
    exercises have in its zone (ACSM 2009; the half is practice)."""
    least_s = round(analysis.zone.other_rest_s * LEAST_REST_SHARE)
    for week, session, prescription, exercise in known(weeks):
        if exercise.is_strength and prescription.rest_s < least_s:
            yield (
                at(week, session, prescription),
                f"{prescription.rest_s} s of rest: for {analysis.goal} at least {least_s} s.",
            )


def progress(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """From three weeks on, half of the exercises of the first week ask for more in the last hard week they
    stand in: load, sets, repetitions, time, or fewer repetitions in reserve. Overload: ACSM 2009; the
    half is practice."""
    hard_weeks = [week for week in weeks if not week.is_deload]
    if len(hard_weeks) < PROGRESS_FROM_WEEKS:
        return
    first = _demands(hard_weeks[:1])
    last = _demands(hard_weeks[1:])
    kept = [exercise_id for exercise_id in first if exercise_id in last]
    grown = [exercise_id for exercise_id in kept if _is_more(first[exercise_id], last[exercise_id])]
    if len(grown) < len(kept) * LEAST_PROGRESS_SHARE:
        same = ", ".join(exercise_id for exercise_id in kept if exercise_id not in grown)
        yield (
            "program",
            f"Only {len(grown)} of {len(kept)} exercises ask for more as the weeks go on. Raise load, sets, "
            f"repetitions or time, or lower the repetitions in reserve, of: {same}.",
        )


def session_length(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Sessions that fit into a day: at most twelve exercises, 32 hard sets, 150 minutes with the warm-up.
    Practice."""
    for week in weeks:
        for session in week.sessions:
            alone = week.model_copy(update={"sessions": [session]})
            sets, minutes = hard_sets(alone), session_minutes(session, analysis.minutes_per_session)
            if len(session.exercises) > MOST_EXERCISES:
                yield at(week, session), f"{len(session.exercises)} exercises: at most {MOST_EXERCISES}."
            if sets > MOST_SESSION_SETS:
                yield at(week, session), f"{sets} hard sets: at most {MOST_SESSION_SETS}."
            elif minutes > MOST_SESSION_MINUTES:
                yield at(week, session), f"About {minutes} minutes: at most {MOST_SESSION_MINUTES}."


def _intensity_faults(
    week: Week, prescription: Prescription, exercise: Exercise, analysis: Analysis
) -> Iterator[str]:
    parsed = None if prescription.intensity is None else parse(prescription.intensity)
    if parsed is None or (parsed.unit is Unit.EXERTION and not exercise.is_timed):
        yield "It must say how hard: `75 % 1RM` where a maximum is known, else `RIR 2`; holds `RPE 7`."
        return
    if parsed.unit is not Unit.PERCENT:
        return
    low, high = analysis.zone.percent_low, analysis.zone.percent_high
    if parsed.value > high or (parsed.value < low and not week.is_deload):
        yield f"{parsed}: for {analysis.goal} at this experience {low:g} to {high:g} % are right."
    maximum_kg = analysis.maximum_of(exercise)
    if prescription.load_kg is None or maximum_kg is None:
        return
    expected_kg = maximum_kg * parsed.value / 100
    if abs(prescription.load_kg - expected_kg) > max(expected_kg * LOAD_TOLERANCE, exercise.step_kg):
        yield (
            f"{parsed} of {maximum_kg:g} kg are {expected_kg:.1f} kg, but load_kg is "
            f"{prescription.load_kg:g}."
        )


_Demand = tuple[float, float, float, float, float]


def _demands(weeks: Sequence[Week]) -> dict[str, _Demand]:
    """What each exercise asks for where it stands last in these weeks."""
    return {
        exercise.exercise_id: _demand(prescription)
        for *_, prescription, exercise in known(weeks)
        if exercise.is_strength
    }


def _demand(prescription: Prescription) -> _Demand:
    parsed = None if prescription.intensity is None else parse(prescription.intensity)
    effort = 0.0
    if parsed is not None:
        effort = -parsed.value if parsed.unit is Unit.IN_RESERVE else parsed.value
    return (
        prescription.load_kg or 0,
        prescription.sets,
        prescription.repetitions,
        prescription.duration_s or 0,
        effort,
    )


def _is_more(first: _Demand, last: _Demand) -> bool:
    return any(after > before for before, after in zip(first, last, strict=True))
