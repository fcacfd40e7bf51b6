"""Enhanced: from the plan that the model wrote down to weeks of sessions, and what keeps it from it.

Faults of structure are found here (a track that is not there, a week that it says nothing of); whether the
weeks make a good program is for `rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generation.pipelines.shared.answering import quoted
from generation.pipelines.training_program.contracts import (
    EnhancedAnswer,
    PlannedExercise,
    PlannedSession,
    Track,
)
from generation.pipelines.training_program.plan import given_names, nameless, substitutes
from generation.pipelines.training_program.program import Prescription, Session, Week
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Exercise, exercises
from generation.pipelines.training_program.science.intensity import Intensity, Unit
from generation.pipelines.training_program.science.person import Person

UNITS: Mapping[str, Unit] = {
    "percent_1rm": Unit.PERCENT,
    "rir": Unit.IN_RESERVE,
    "rpe": Unit.EXERTION,
}


def faults(answer: EnhancedAnswer, person: Person) -> Iterator[str]:
    """Why the plan cannot be written out. Nothing if it can."""
    numbers = [week.week for week in answer.weeks]
    wanted = list(range(1, person.request.weeks + 1))
    if numbers != wanted:
        yield f"weeks: their numbers are {numbers}, they have to be 1 to {wanted[-1]}, each once, in order."
    yield from nameless(answer)
    ids = Counter(track.track_id for track in answer.tracks)
    for name in (name for name, times in ids.items() if times > 1):
        yield f"tracks: {quoted(name)} is the track_id of several tracks."
    for track in answer.tracks:
        weeks = Counter(week.week for week in track.weeks)
        if repeated := [week for week, times in weeks.items() if times > 1]:
            yield f"tracks, {quoted(track.track_id)}: the weeks {repeated} stand in it several times."
    tracks = {track.track_id: track for track in answer.tracks}
    for session in answer.sessions:
        for planned in session.exercises:
            where = f"sessions, day {session.day}, {quoted(planned.exercise_id)}"
            yield from (f"{where}: {fault}" for fault in _exercise(planned, tracks, person))
        for week in wanted:
            if not any(planned.from_week <= week <= planned.to_week for planned in session.exercises):
                yield f"sessions, day {session.day}: there is nothing to do in week {week}."


def expand(answer: EnhancedAnswer, person: Person) -> list[Week]:
    """The weeks of a plan without faults."""
    tracks = {track.track_id: track for track in answer.tracks}
    names = given_names(answer)
    return [
        Week(
            week=week.week,
            focus=week.focus,
            is_deload=week.is_deload,
            sessions=[_session(session, week.week, tracks, names, person) for session in answer.sessions],
        )
        for week in answer.weeks
    ]


def _exercise(planned: PlannedExercise, tracks: Mapping[str, Track], person: Person) -> Iterator[str]:
    exercise = exercises().get(planned.exercise_id)
    track = tracks.get(planned.track_id)
    if exercise is None:
        yield "is no exercise_id of the data."
    if not 1 <= planned.from_week <= planned.to_week <= person.request.weeks:
        yield (
            f"from_week {planned.from_week} and to_week {planned.to_week} are no range of the weeks 1 to "
            f"{person.request.weeks}."
        )
        return
    if track is None:
        yield f"there is no track {quoted(planned.track_id)}."
        return
    prescribed = {week.week: week for week in track.weeks}
    weeks = range(planned.from_week, planned.to_week + 1)
    if missing := [week for week in weeks if week not in prescribed]:
        yield f"its track {quoted(track.track_id)} says nothing of the weeks {missing}."
    if exercise is not None:
        yield from _kind(exercise, track, person.analysis)


def _kind(exercise: Exercise, track: Track, analysis: Analysis) -> Iterator[str]:
    """Whether the exercise can follow the track at all."""
    where = f"its track {quoted(track.track_id)}"
    if exercise.is_timed and track.counts != "seconds":
        yield f"time counts for it, and {where} counts repetitions."
    if not exercise.is_timed and track.counts != "repetitions":
        yield f"repetitions count for it, and {where} counts seconds."
    if track.unit == "percent_1rm" and analysis.maximum_of(exercise) is None:
        yield f"{where} is in percent_1rm, and no maximum of it is known: use a track in rir."
    if track.unit == "rpe" and exercise.is_strength and not exercise.is_timed:
        yield f"{where} is in rpe, which is for work in time: use a track in percent_1rm or rir."


def _load_kg(exercise: Exercise, percent: float, analysis: Analysis) -> float | None:
    """That share of the exercise's maximum, in steps of its weights; None where no maximum is known."""
    maximum_kg = analysis.maximum_of(exercise)
    if maximum_kg is None:
        return None
    steps = round(maximum_kg * percent / 100 / exercise.step_kg)
    return max(steps * exercise.step_kg, exercise.least_kg)


def _session(
    session: PlannedSession,
    week: int,
    tracks: Mapping[str, Track],
    names: Mapping[str, str],
    person: Person,
) -> Session:
    planned = [one for one in session.exercises if one.from_week <= week <= one.to_week]
    return Session(
        day=session.day,
        title=session.title,
        notes=session.notes,
        exercises=[_prescription(one, week, tracks[one.track_id], names, person) for one in planned],
    )


def _prescription(
    planned: PlannedExercise, week: int, track: Track, names: Mapping[str, str], person: Person
) -> Prescription:
    exercise = exercises()[planned.exercise_id]
    dose = next(prescribed for prescribed in track.weeks if prescribed.week == week)
    unit = UNITS[track.unit]
    return Prescription(
        exercise_id=exercise.exercise_id,
        name=names.get(exercise.exercise_id, exercise.name),
        equipment=list(exercise.equipment),
        sets=dose.sets,
        repetitions=1 if exercise.is_timed else dose.amount,
        duration_s=dose.amount if exercise.is_timed else None,
        load_kg=_load_kg(exercise, dose.intensity, person.analysis) if unit is Unit.PERCENT else None,
        intensity=str(Intensity(dose.intensity, unit)),
        rest_s=dose.rest_s,
        notes=planned.notes,
        substitutes=substitutes(exercise, planned.substitutes, person.allowed),
    )
