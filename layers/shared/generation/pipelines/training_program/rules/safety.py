"""Rules of safety: what could hurt, or cannot be done with what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipelines.training_program.program import Prescription, Session, Week
from generation.pipelines.training_program.rules.form import DAYS_OF_THE_WEEK, at, known
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exclusions import demands, excluding, missing, reasons
from generation.pipelines.training_program.science.exercises import Exercise, Muscle, exercises
from generation.pipelines.training_program.science.landmarks import contributions
from generation.pipelines.training_program.science.progression import (
    DELOAD_FROM_WEEKS,
    MOST_LOAD_STEP_PERCENT,
)

MOST_OF_MAXIMUM = 1.1
"""Of the 1RM: what somebody may have become stronger by in sixteen weeks, and no more."""


def weekly_sets(week: Week) -> dict[Muscle, float]:
    """Hard sets of every muscle in that week, secondary muscles counted by half."""
    totals = dict.fromkeys(Muscle, 0.0)
    for _, _, prescription, exercise in known([week]):
        for muscle, share in contributions(exercise).items():
            totals[muscle] += prescription.sets * share
    return totals


def hard_sets(week: Week) -> int:
    """All hard sets of that week."""
    return sum(prescription.sets for _, _, prescription, exercise in known([week]) if exercise.is_strength)


def step_limit_kg(exercise: Exercise, load_kg: float) -> float:
    """The heaviest load that may follow `load_kg`: 10 % more, or one step where that is more, since a
    dumbbell of 4 kg can only be followed by one of 5.

    Source: ACSM position stand, Med Sci Sports Exerc 2009;41:687-708 (2-10 %). The step is arithmetic.
    """
    return max(load_kg * (1 + MOST_LOAD_STEP_PERCENT / 100), load_kg + exercise.step_kg)


def equipment(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Nothing that is not there, substitutes included."""
    for week, session, prescription, exercise in known(weeks):
        for meant, role in _with_substitutes(prescription, exercise):
            if lacking := missing(meant, analysis.equipment):
                yield (
                    at(week, session, prescription),
                    f"{role} needs {', '.join(lacking)}, which is not there. There is: "
                    f"{', '.join(analysis.equipment)}.",
                )


def injuries(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Nothing that an injury rules out, substitutes included. `exclusions` has the reasons and sources."""
    for week, session, prescription, exercise in known(weeks):
        for meant, role in _with_substitutes(prescription, exercise):
            if (injury := excluding(meant, analysis.injuries)) is not None:
                why = reasons(meant, injury)[0]
                yield (
                    at(week, session, prescription),
                    f"{role} is ruled out by the injury of the {injury.replace('_', ' ')} "
                    f"({demands()[why.demand]}): take an exercise that was given as possible.",
                )


def known_loads(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """A load stands on a known maximum and stays under it. Without one nobody can know it: repetitions in
    reserve say how heavy. The tenth above the maximum is practice."""
    for week, session, prescription, exercise in known(weeks):
        if prescription.load_kg is None or not exercise.is_loaded:
            continue
        maximum_kg = analysis.maximum_of(exercise)
        if maximum_kg is None:
            yield (
                at(week, session, prescription),
                f"load_kg {prescription.load_kg:g}: no maximum of it is known, so load_kg must be null and "
                "intensity say the repetitions in reserve.",
            )
        elif prescription.load_kg > maximum_kg * MOST_OF_MAXIMUM:
            yield (
                at(week, session, prescription),
                f"load_kg {prescription.load_kg:g} is above the maximum of {maximum_kg:g} kg.",
            )


def load_jump(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No load above the heaviest of the weeks before by more than 10 % or one step of its weights (ACSM
    2009, see `step_limit_kg`)."""
    before: dict[str, tuple[float, int]] = {}
    for week in weeks:
        heaviest: dict[str, tuple[float, int]] = {}
        for _, session, prescription, exercise in known([week]):
            load_kg, exercise_id = prescription.load_kg, exercise.exercise_id
            if load_kg is None:
                continue
            heaviest[exercise_id] = max(heaviest.get(exercise_id, (0.0, 0)), (load_kg, week.week))
            if exercise_id not in before:
                continue
            last_kg, last_week = before[exercise_id]
            limit_kg = step_limit_kg(exercise, last_kg)
            if last_kg > 0 and load_kg > limit_kg:
                yield (
                    at(week, session, prescription),
                    f"The load rises from {last_kg:g} kg (week {last_week}) to {load_kg:g} kg, by "
                    f"{load_kg / last_kg - 1:.0%}. At most {MOST_LOAD_STEP_PERCENT:g} % or one step of "
                    f"{exercise.step_kg:g} kg is allowed: up to {limit_kg:g} kg.",
                )
        for exercise_id, loaded in heaviest.items():
            before[exercise_id] = max(before.get(exercise_id, (0.0, 0)), loaded)


def rest_between_sessions(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No muscle is the aim of strength exercises on two days in a row, the last day of a week and the
    first of the next included. Source: Garber CE, et al. ACSM position stand, Med Sci Sports Exerc 2011;
    43:1334-1359 (48 hours between sessions for a muscle)."""
    trained: dict[int, set[Muscle]] = {}
    for week in weeks:
        for session in sorted(week.sessions, key=lambda session: session.day):
            day = week.week * DAYS_OF_THE_WEEK + session.day
            muscles = _aims(week, session)
            again = [muscle for muscle in Muscle if muscle in muscles & trained.get(day - 1, set())]
            trained[day] = trained.get(day, set()) | muscles
            if again:
                yield (
                    at(week, session),
                    f"{', '.join(again)}: trained the day before as well. A muscle needs 48 hours: put a day "
                    "between, or take exercises for other muscles.",
                )


def rest_day(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """One day a week at least without strength training; easy conditioning and mobility may stand there.
    Practice: no position stand sets a number beyond the 48 hours of a muscle."""
    for week in weeks:
        days = {session.day for session in week.sessions if _aims(week, session)}
        if len(days) >= DAYS_OF_THE_WEEK:
            yield at(week), "Strength training on all seven days: one day must be free of it."


def weekly_sets_most(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Not more hard sets a week for a muscle than its landmark. Practice, see `landmarks`."""
    for week in weeks:
        for muscle, sets in weekly_sets(week).items():
            most = analysis.volume_of(muscle).maximum
            if sets > most:
                yield at(week), f"{muscle}: {sets:g} hard sets, at most {most} are wise. Take sets away."


def deload(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """A deload week in programs of five weeks and more. Rogerson D, et al. Sports Med Open 2024;10:26: every
    5.6 weeks among strength and physique athletes."""
    if len(weeks) >= DELOAD_FROM_WEEKS and not any(week.is_deload for week in weeks):
        advised = ", ".join(map(str, analysis.progression.deload_weeks))
        yield (
            "program",
            f"It has {len(weeks)} weeks and no deload week. From {DELOAD_FROM_WEEKS} weeks on there must be "
            f"one (is_deload true, fewer sets); advised: week {advised}.",
        )


def _with_substitutes(prescription: Prescription, exercise: Exercise) -> Iterator[tuple[Exercise, str]]:
    yield exercise, "It"
    for substitute in prescription.substitutes:
        if substitute in exercises():
            yield exercises()[substitute], f"The substitute {substitute}"


def _aims(week: Week, session: Session) -> set[Muscle]:
    """Muscles that the strength exercises of a session are for."""
    alone = week.model_copy(update={"sessions": [session]})
    return {muscle for *_, exercise in known([alone]) if exercise.is_strength for muscle in exercise.primary}
