"""Basic: from a week that the model has put together to all weeks. Repetitions, loads, progression and
deload are those that a rule-based program would have; the choice of exercises is the model's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from generation.pipelines.shared.answering import quoted
from generation.pipelines.training_program.contracts import BasicAnswer, BasicExercise
from generation.pipelines.training_program.plan import given_names, nameless, substitutes
from generation.pipelines.training_program.planning.conditioning import BRISK, DELOAD_SHARE
from generation.pipelines.training_program.planning.doses import Doses, WeekPlace, places
from generation.pipelines.training_program.program import Prescription, Session, Week
from generation.pipelines.training_program.rules.form import STEADY_S, session_minutes
from generation.pipelines.training_program.rules.quality import MOST_EXERCISES
from generation.pipelines.training_program.science.exercises import Counted, Exercise, Pattern, exercises
from generation.pipelines.training_program.science.person import Person

GENTLE_REPETITIONS = 8
GENTLE_REST_S = 20
LEAST_SETS = 2
"""Below them an exercise is left out rather than shortened."""


def faults(answer: BasicAnswer, person: Person) -> Iterator[str]:
    """Why the week cannot be written out. Nothing if it can."""
    yield from nameless(answer)
    for session in answer.sessions:
        if len(session.exercises) > MOST_EXERCISES:
            count = len(session.exercises)
            yield f"sessions, day {session.day}: {count} exercises are too many, {MOST_EXERCISES} may be."
        for planned in session.exercises:
            where = f"sessions, day {session.day}, {quoted(planned.exercise_id)}"
            exercise = exercises().get(planned.exercise_id)
            if exercise is None:
                yield f"{where}: is no exercise_id of the data."
            elif not exercise.is_strength and exercise.is_timed and planned.duration_s <= 0:
                yield f"{where}: time counts for it, so it needs a duration_s."


def expand(answer: BasicAnswer, person: Person) -> list[Week]:
    """All weeks of a week without faults. The model does not know the repetitions and rests that are
    calculated, so what the person has no time for is taken away here, from the end of the session."""
    most = person.analysis.minutes_per_session
    planned = [list(session.exercises) for session in answer.sessions]
    while True:
        weeks = _weeks(answer, planned, person)
        if most is None:
            return weeks
        shorter = [
            _shorter(chosen)
            if any(session_minutes(week.sessions[number], most) > most for week in weeks)
            else chosen
            for number, chosen in enumerate(planned)
        ]
        if shorter == planned:
            return weeks
        planned = shorter


def _shorter(planned: list[BasicExercise]) -> list[BasicExercise]:
    """A set less of the last exercise that has more than two, else the last exercise less; the same where
    there is nothing to take away."""
    for place in reversed(range(len(planned))):
        one = planned[place]
        if one.sets > LEAST_SETS:
            less = one.model_copy(update={"sets": one.sets - 1})
            return [*planned[:place], less, *planned[place + 1 :]]
    return planned[: max(1, len(planned) - 1)]


def _weeks(answer: BasicAnswer, planned: Sequence[Sequence[BasicExercise]], person: Person) -> list[Week]:
    doses, names = Doses(person.analysis), given_names(answer)
    return [
        Week(
            week=number,
            focus=answer.deload_focus if place.is_deload else answer.focus,
            is_deload=place.is_deload,
            sessions=[
                Session(
                    day=session.day,
                    title=session.title,
                    exercises=[_prescription(one, place, doses, names, person) for one in chosen],
                )
                for session, chosen in zip(answer.sessions, planned, strict=True)
            ],
        )
        for number, place in enumerate(places(person.analysis), start=1)
    ]


def _prescription(
    planned: BasicExercise, place: WeekPlace, doses: Doses, names: Mapping[str, str], person: Person
) -> Prescription:
    exercise = exercises()[planned.exercise_id]
    known = {
        "exercise_id": exercise.exercise_id,
        "name": names.get(exercise.exercise_id, exercise.name),
        "equipment": list(exercise.equipment),
        "notes": planned.notes,
        "substitutes": substitutes(exercise, [], person.allowed),
    }
    if not exercise.is_strength:
        return Prescription(**known, **_easy(exercise, planned, place))
    dose = doses.of(exercise, planned.sets, place, is_main=planned.is_main)
    return Prescription(
        **known,
        sets=dose.sets,
        repetitions=dose.repetitions,
        duration_s=dose.duration_s,
        load_kg=dose.load_kg,
        intensity=dose.intensity,
        rest_s=dose.rest_s,
    )


def _easy(exercise: Exercise, planned: BasicExercise, place: WeekPlace) -> dict[str, object]:
    """Conditioning and mobility: what the model gave, and less of it in a deload week."""
    is_steady = exercise.counted is Counted.MINUTES
    share = DELOAD_SHARE if place.is_deload and exercise.pattern is Pattern.CONDITIONING else 1
    duration_s = _duration_s(planned.duration_s, share if is_steady else 1)
    return {
        "sets": planned.sets if is_steady else ceil(planned.sets * share),
        "repetitions": 1 if exercise.is_timed else GENTLE_REPETITIONS,
        "duration_s": duration_s if exercise.is_timed else None,
        "intensity": str(BRISK) if exercise.pattern is Pattern.CONDITIONING else None,
        "rest_s": 0 if is_steady and planned.sets == 1 else GENTLE_REST_S,
    }


def _duration_s(given: int, share: float) -> int:
    """Nobody changes for less than the shortest steady work, however easy the week is."""
    return max(round(given * share), min(given, STEADY_S[0]))
