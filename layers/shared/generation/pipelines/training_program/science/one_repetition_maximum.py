"""One-repetition maximum (1RM): the load that can be lifted once, estimated from a set of several."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Lift
from generation.pipelines.training_program.science.exercises import Exercise, find

MOST_CERTAIN_REPETITIONS = 10
"""Brzycki's limit, and where his line and Epley's cross. Reynolds JM, et al. Prediction of one repetition
maximum strength from multiple repetition maximum testing. J Strength Cond Res 2006;20:584-592: no more
than ten repetitions in linear equations."""

MOST_REPETITIONS = 12
"""Past this nothing is estimated: what tires is no longer strength, and the two lines part quickly."""


class Maximum(BaseModel):
    """The 1RM of one exercise, all in kg (of two dumbbells: of one).

    kg            what programs count with
    is_uncertain  the set had more repetitions than the equations were made for
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise_id: str
    name: str
    kg: float
    epley_kg: float
    brzycki_kg: float
    load_kg: float
    repetitions: int
    is_uncertain: bool


class UnusedLift(BaseModel):
    """A lift that no maximum was estimated from, as it was stated, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise: str
    reason: str


def epley(load_kg: float, repetitions: int) -> float:
    """1RM in kg: load x (1 + repetitions / 30). A single is its own maximum.

    Source: Epley B. Poundage chart. In: Boyd Epley workout. Lincoln, NE: Body Enterprises, 1985.
    """
    return load_kg if repetitions == 1 else load_kg * (1 + repetitions / 30)


def brzycki(load_kg: float, repetitions: int) -> float:
    """1RM in kg: load x 36 / (37 - repetitions), which is load / (1.0278 - 0.0278 x repetitions).

    Made for up to ten repetitions; grows without bounds towards 37, where it raises ValueError.

    Source: Brzycki M. Strength testing: predicting a one-rep max from reps-to-fatigue. J Phys Educ
    Recreat Dance 1993;64(1):88-90.
    """
    if repetitions >= 37:
        raise ValueError("the equation ends at 36 repetitions")
    return load_kg * 36 / (37 - repetitions)


def estimate(exercise: Exercise, load_kg: float, repetitions: int) -> Maximum | None:
    """The mean of both equations up to ten repetitions, where they differ by less than 4 %; above, the
    lower one, as uncertain; None above twelve."""
    if repetitions > MOST_REPETITIONS:
        return None
    by_epley, by_brzycki = epley(load_kg, repetitions), brzycki(load_kg, repetitions)
    is_uncertain = repetitions > MOST_CERTAIN_REPETITIONS
    kg = min(by_epley, by_brzycki) if is_uncertain else (by_epley + by_brzycki) / 2
    return Maximum(
        exercise_id=exercise.exercise_id,
        name=exercise.name,
        kg=round(kg, 1),
        epley_kg=round(by_epley, 1),
        brzycki_kg=round(by_brzycki, 1),
        load_kg=load_kg,
        repetitions=repetitions,
        is_uncertain=is_uncertain,
    )


def maxima(lifts: Iterable[Lift]) -> tuple[list[Maximum], list[UnusedLift]]:
    """The best estimate of each exercise, the certain ones first, and the lifts without one."""
    best: dict[str, Maximum] = {}
    unused: list[UnusedLift] = []
    for lift in lifts:
        found = _estimated(lift)
        if isinstance(found, UnusedLift):
            unused.append(found)
        elif _rank(found) > _rank(best.get(found.exercise_id)):
            best[found.exercise_id] = found
    return list(best.values()), unused


def maximum_of(exercise: Exercise, known: Iterable[Maximum]) -> float | None:
    """The exercise's 1RM in kg: its own, or its share of the lift that tells it; None if none is known."""
    by_id = {maximum.exercise_id: maximum.kg for maximum in known}
    if not exercise.is_loaded:
        return None
    if exercise.exercise_id in by_id:
        return by_id[exercise.exercise_id]
    if exercise.lift in by_id:
        return round(by_id[exercise.lift] * exercise.lift_share, 1)
    return None


def _rank(maximum: Maximum | None) -> tuple[bool, float]:
    return (False, -1.0) if maximum is None else (not maximum.is_uncertain, maximum.kg)


def _estimated(lift: Lift) -> Maximum | UnusedLift:
    exercise = find(lift.exercise)
    if exercise is None:
        return UnusedLift(exercise=lift.exercise, reason="is not an exercise of the catalogue")
    if not exercise.is_loaded or exercise.is_timed:
        return UnusedLift(exercise=lift.exercise, reason="is not trained by a share of its maximum")
    if lift.load_kg == 0:
        return UnusedLift(exercise=lift.exercise, reason="names no load")
    found = estimate(exercise, lift.load_kg, lift.repetitions)
    if found is None:
        reason = f"has {lift.repetitions} repetitions: a maximum is estimated from {MOST_REPETITIONS} at most"
        return UnusedLift(exercise=lift.exercise, reason=reason)
    return found
