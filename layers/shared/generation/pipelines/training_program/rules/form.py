"""Rules of form: a program that can be read and done as it was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from generation.pipelines.training_program.program import Prescription, Session, Week, prescriptions
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Counted, Exercise, exercises
from generation.pipelines.training_program.science.intensity import Intensity, Unit, parse
from generation.pipelines.training_program.science.session_time import exercise_s, warm_up_minutes

DAYS_OF_THE_WEEK = 7

MOST_SETS = 10
MOST_REPETITIONS = 100
MOST_REST_S = 900
LEAST_STRENGTH_REST_S = 15
HOLD_S = (3, 300)
STEADY_S = (120, 14_400)
LOAD_STEP_KG = 0.5
LEAST_PERCENT, MOST_PERCENT = 20, 100
MOST_IN_RESERVE = 6
EXERTION = (1, 10)
"""Beyond these a number is of another unit than it should be: minutes for seconds, 0.75 for 75 %. Pounds
for kilograms are for `known_loads` to find."""


def at(week: Week, session: Session | None = None, prescription: Prescription | None = None) -> str:
    """Where something stands, as a person finds it."""
    parts = [f"week {week.week}"]
    if session is not None:
        parts.append(f"day {session.day}")
    if prescription is not None:
        parts.append(prescription.name)
    return ", ".join(parts)


def known(weeks: Sequence[Week]) -> Iterator[tuple[Week, Session, Prescription, Exercise]]:
    """Every prescription of an exercise that there is; others are for `known_exercises`."""
    for week, session, prescription in prescriptions(weeks):
        if (exercise := exercises().get(prescription.exercise_id)) is not None:
            yield week, session, prescription, exercise


def week_numbers(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """As many weeks as were asked for, numbered from 1 in order."""
    if len(weeks) != analysis.weeks:
        yield "program", f"It has {len(weeks)} weeks; {analysis.weeks} were asked for."
    for number, week in enumerate(weeks, start=1):
        if week.week != number:
            yield at(week), f"It is the {number}. of the program and must have the number {number}."


def days_per_week(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """As many sessions a week as were asked for, also in a deload week, each on its own day of the week."""
    wanted = analysis.days_per_week
    for week in weeks:
        if len(week.sessions) != wanted:
            yield at(week), f"It has {len(week.sessions)} sessions; {wanted} days a week were asked for."
        days = [session.day for session in week.sessions]
        for day, times in Counter(days).items():
            if not 1 <= day <= DAYS_OF_THE_WEEK:
                yield at(week), f"There is no day {day}: days are 1 (Monday) to 7 (Sunday)."
            elif times > 1:
                yield at(week), f"Day {day} has {times} sessions; a day has one."
        if days != sorted(days):
            yield at(week), "Its sessions must stand in the order of their days."


def session_content(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Something to do in every session, and no exercise twice in it."""
    for week in weeks:
        for session in week.sessions:
            if not session.exercises:
                yield at(week, session), "The session has no exercises."
            ids = Counter(prescription.exercise_id for prescription in session.exercises)
            for exercise_id, times in ids.items():
                if times > 1:
                    yield (
                        at(week, session),
                        f"{exercise_id} stands in it {times} times: put its sets together, or take another.",
                    )


def known_exercises(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Exercises of the catalogue alone, with the equipment that they need: of others nobody knows what
    they load."""
    catalogue = exercises()
    for week, session, prescription in prescriptions(weeks):
        exercise = catalogue.get(prescription.exercise_id)
        if exercise is None:
            yield (
                at(week, session, prescription),
                f"There is no exercise with the id {prescription.exercise_id}: use the ids that were given.",
            )
        elif set(prescription.equipment) != set(exercise.equipment):
            needed = ", ".join(exercise.equipment)
            yield at(week, session, prescription), f"The equipment it needs is: {needed}."
        for substitute in prescription.substitutes:
            if substitute not in catalogue:
                yield (
                    at(week, session, prescription),
                    f"There is no exercise with the id {substitute}, which is named as a substitute.",
                )


def session_time(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No session longer than the person has, warm-up included. `science.session_time` for the estimate."""
    most = analysis.minutes_per_session
    if most is None:
        return
    for week in weeks:
        for session in week.sessions:
            minutes = session_minutes(session, most)
            if minutes > most:
                yield (
                    at(week, session),
                    f"About {minutes} minutes with the warm-up; there are {most}. Take sets or exercises "
                    "away, those for single muscles first.",
                )


def session_minutes(session: Session, available: int | None) -> int:
    """About how long it takes, in minutes begun; with the warm-up where there is strength work."""
    seconds, is_strength = 0, False
    for prescription in session.exercises:
        if (exercise := exercises().get(prescription.exercise_id)) is not None:
            is_strength = is_strength or exercise.is_strength
            seconds += exercise_s(
                exercise,
                sets=prescription.sets,
                repetitions=prescription.repetitions,
                duration_s=prescription.duration_s,
                rest_s=prescription.rest_s,
            )
    return ceil(seconds / 60) + (warm_up_minutes(available) if is_strength else 0)


def units(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Kilograms, seconds, percent: every number where only its own unit makes sense."""
    for week, session, prescription, exercise in known(weeks):
        for fault in (*_counts(prescription, exercise), *_effort(prescription, exercise)):
            yield at(week, session, prescription), fault


def _counts(prescription: Prescription, exercise: Exercise) -> Iterator[str]:
    if not 1 <= prescription.sets <= MOST_SETS:
        yield f"{prescription.sets} sets: 1 to {MOST_SETS} are possible."
    if not 1 <= prescription.repetitions <= MOST_REPETITIONS:
        yield f"{prescription.repetitions} repetitions: 1 to {MOST_REPETITIONS} are possible."
    least_rest_s = LEAST_STRENGTH_REST_S if exercise.is_strength else 0
    if not least_rest_s <= prescription.rest_s <= MOST_REST_S:
        yield f"rest_s {prescription.rest_s}: it is in seconds, {least_rest_s} to {MOST_REST_S}."
    if exercise.is_timed:
        low, high = STEADY_S if exercise.counted is Counted.MINUTES else HOLD_S
        if prescription.duration_s is None or not low <= prescription.duration_s <= high:
            yield f"duration_s {prescription.duration_s}: time counts here, in seconds, {low} to {high}."
    elif prescription.duration_s is not None:
        yield "duration_s must be null: repetitions count here."


def _effort(prescription: Prescription, exercise: Exercise) -> Iterator[str]:
    load_kg = prescription.load_kg
    if load_kg is not None:
        if not exercise.is_loaded:
            yield f"load_kg {load_kg:g}: the exercise has no weight to choose, load_kg must be null."
        elif load_kg <= 0:
            yield f"load_kg {load_kg:g}: it is in kilograms, above 0, or null where there is none."
        elif load_kg % LOAD_STEP_KG:
            yield f"load_kg {load_kg:g}: weights come in steps of {LOAD_STEP_KG:g} kg."
    if prescription.intensity is not None:
        parsed = parse(prescription.intensity)
        if parsed is None:
            yield f"intensity {prescription.intensity!r}: write it as `75 % 1RM`, `RIR 2` or `RPE 6`."
        elif not _is_in_its_unit(parsed):
            yield (
                f"intensity {prescription.intensity!r}: percent are {LEAST_PERCENT} to {MOST_PERCENT}, "
                f"RIR 0 to {MOST_IN_RESERVE}, RPE {EXERTION[0]} to {EXERTION[1]}."
            )


def _is_in_its_unit(intensity: Intensity) -> bool:
    if intensity.unit is Unit.PERCENT:
        return LEAST_PERCENT <= intensity.value <= MOST_PERCENT
    if intensity.unit is Unit.IN_RESERVE:
        return 0 <= intensity.value <= MOST_IN_RESERVE
    return EXERTION[0] <= intensity.value <= EXERTION[1]
