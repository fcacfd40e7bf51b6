"""Doses: sets, repetitions, load and rest of one exercise in one week of a rule-based program."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from generation.pipelines.training_program.person.profile import Equipment, Experience, Goal
from generation.pipelines.training_program.rules.safety import step_limit_kg
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Exercise, Muscle, Pattern
from generation.pipelines.training_program.science.intensity import Intensity, Unit
from generation.pipelines.training_program.science.progression import expected_gain
from generation.pipelines.training_program.science.session_time import exercise_s
from generation.quality.tables import percent_for

DELOAD_LOAD_SHARE = 0.9
DELOAD_IN_RESERVE = 4
FIRST_HOLD_S, HOLD_STEP_S, LAST_HOLD_S = 20, 5, 60
SHORT_REST_S = 60
SINGLE_MUSCLE_REPETITIONS = 12
_OWN_REPETITIONS = {Goal.STRENGTH: 8, Goal.ENDURANCE: 15}
_OTHER_OWN_REPETITIONS = 10
_HARDER = {Experience.BEGINNER: 0, Experience.INTERMEDIATE: 2, Experience.ADVANCED: 4}
_LIGHT = frozenset(
    {
        Pattern.BRIDGE,
        Pattern.CALF_RAISE,
        Pattern.CORE,
        Pattern.HIP_ABDUCTION,
        Pattern.HIP_FLEXION,
        Pattern.KNEE_EXTENSION,
        Pattern.SCAPULAR,
    }
)
_MORE_OF_LIGHT, _FEWER_OF_HANGING = 4, 3
_LEAST_OWN_REPETITIONS, _MOST_OWN_REPETITIONS = 4, 25
"""Practice, all of them: with the own body for a load, repetitions are what can be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPlace:
    """Where a week stands: its block, from 0, and its place among the hard weeks of it."""

    block: int
    blocks: int
    index: int
    hard_weeks: int
    is_deload: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    sets: int
    repetitions: int
    duration_s: int | None
    load_kg: float | None
    intensity: str
    rest_s: int


def places(analysis: Analysis) -> list[WeekPlace]:
    """The place of every week of the program, in order."""
    lengths, deloads = analysis.progression.block_weeks, analysis.progression.deload_weeks
    found: list[WeekPlace] = []
    for block, length in enumerate(lengths):
        hard_weeks = length - bool(deloads)
        found += [
            WeekPlace(
                block=block,
                blocks=len(lengths),
                index=min(index, hard_weeks - 1),
                hard_weeks=hard_weeks,
                is_deload=bool(deloads) and index == hard_weeks,
            )
            for index in range(length)
        ]
    return found


class Doses:
    """Doses week after week: loads are held against those of the weeks before, so weeks come in order."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._places = places(analysis)
        self._place: WeekPlace | None = None
        self._before: dict[str, float] = {}
        self._heaviest: dict[str, float] = {}

    def of(self, exercise: Exercise, sets: int, place: WeekPlace, *, is_main: bool) -> Dose:
        if place != self._place:
            # Limits are against earlier weeks: two sessions of one week must not climb on each other.
            self._place, self._before = place, dict(self._heaviest)
        repetitions = self._repetitions(exercise, place, is_main)
        load_kg, intensity = self._effort(exercise, repetitions, place)
        return Dose(
            sets=ceil(sets / 2) if place.is_deload else sets,
            repetitions=repetitions,
            duration_s=_hold_s(place) if exercise.is_timed else None,
            load_kg=load_kg,
            intensity=str(intensity),
            rest_s=self._rest_s(exercise, is_main=is_main),
        )

    def longest_s(self, exercise: Exercise, sets: int, *, is_main: bool) -> int:
        """Seconds that the exercise takes in the week in which it takes longest."""
        return max(
            exercise_s(
                exercise,
                sets=sets,
                repetitions=self._repetitions(exercise, place, is_main),
                duration_s=_hold_s(place) if exercise.is_timed else None,
                rest_s=self._rest_s(exercise, is_main=is_main),
            )
            for place in self._places
        )

    def in_reserve(self, place: WeekPlace) -> float:
        """Repetitions in reserve, falling over the hard weeks of a block from its first to its last."""
        if place.is_deload:
            return DELOAD_IN_RESERVE
        zone = self._analysis.zone
        fallen = place.index / (place.hard_weeks - 1) if place.hard_weeks > 1 else 0
        return zone.in_reserve_start + (zone.in_reserve_end - zone.in_reserve_start) * fallen

    def main_repetitions(self, place: WeekPlace) -> int:
        blocks = self._analysis.zone.blocks
        return blocks[min(place.block, len(blocks) - 1)]

    def _repetitions(self, exercise: Exercise, place: WeekPlace, is_main: bool) -> int:
        if exercise.is_timed:
            return 1
        if not exercise.is_loaded:
            more = 0 if place.is_deload else place.index
            return min(self._first_repetitions(exercise) + place.block + more, _MOST_OWN_REPETITIONS)
        if is_main:
            return self.main_repetitions(place)
        others = self._analysis.zone.other_repetitions
        trains_one = len(exercise.primary + exercise.secondary) == 1
        return max(others, SINGLE_MUSCLE_REPETITIONS) if trains_one else others

    def _rest_s(self, exercise: Exercise, *, is_main: bool) -> int:
        zone = self._analysis.zone
        is_heavy = exercise.is_loaded or exercise.level is not Experience.BEGINNER
        rest_s = zone.rest_s if is_main and is_heavy else zone.other_rest_s
        if not is_main and (Muscle.CORE in exercise.primary or exercise.is_timed):
            rest_s = min(rest_s, SHORT_REST_S)
        return rest_s

    def _first_repetitions(self, exercise: Exercise) -> int:
        """Of the first week, without a weight: fewer of what is harder."""
        first = _OWN_REPETITIONS.get(self._analysis.goal, _OTHER_OWN_REPETITIONS) - _HARDER[exercise.level]
        if exercise.pattern in _LIGHT:
            first += _MORE_OF_LIGHT
        if Equipment.PULL_UP_BAR in exercise.equipment:
            first -= _FEWER_OF_HANGING
        return max(first, _LEAST_OWN_REPETITIONS)

    def _effort(
        self, exercise: Exercise, repetitions: int, place: WeekPlace
    ) -> tuple[float | None, Intensity]:
        """Load and intensity: percent of the maximum where it is known and the load can be had, else
        repetitions in reserve, and the load is the person's choice. Holds go by perceived exertion."""
        in_reserve = Intensity(round(self.in_reserve(place)), Unit.IN_RESERVE)
        if exercise.is_timed:
            return None, Intensity(10 - in_reserve.value, Unit.EXERTION)
        maximum_kg = self._analysis.maximum_of(exercise)
        if maximum_kg is None:
            return None, in_reserve
        percent = self._percent(repetitions, place)
        wanted_kg = maximum_kg * expected_gain(self._analysis.level.used, place.block) * percent / 100
        load_kg = self._within_limit(exercise, wanted_kg)
        if load_kg < exercise.least_kg:
            return None, in_reserve
        self._heaviest[exercise.exercise_id] = max(self._heaviest.get(exercise.exercise_id, 0.0), load_kg)
        return load_kg, Intensity(percent, Unit.PERCENT)

    def _percent(self, repetitions: int, place: WeekPlace) -> int:
        zone = self._analysis.zone
        if place.is_deload:
            last = percent_for(repetitions + zone.in_reserve_end)
            return round(min(last, zone.percent_high) * DELOAD_LOAD_SHARE)
        wanted = percent_for(repetitions + self.in_reserve(place))
        return round(min(max(wanted, zone.percent_low), zone.percent_high))

    def _within_limit(self, exercise: Exercise, wanted_kg: float) -> float:
        """Rounded down to what the weights allow, and no jump over the weeks before."""
        before_kg = self._before.get(exercise.exercise_id)
        if before_kg is not None:
            wanted_kg = min(wanted_kg, step_limit_kg(exercise, before_kg))
        return (wanted_kg + 1e-6) // exercise.step_kg * exercise.step_kg


def _hold_s(place: WeekPlace) -> int:
    if place.is_deload:
        return FIRST_HOLD_S
    return min(FIRST_HOLD_S + HOLD_STEP_S * (place.index + place.block), LAST_HOLD_S)
