"""Conditioning and recovery: the sessions of a rule-based program that are not strength training.

Sources. 150-300 minutes of moderate work a week as the long-term aim: Bull FC, et al. WHO 2020 guidelines,
Br J Sports Med 2020;54:1451-1462. Intervals beside steady work: Milanovic Z, et al. Sports Med 2015;45:
1469-1481 (both raise the maximal oxygen uptake, intervals a little more). Minutes at the beginning, their
growth of a twelfth a week and the perceived exertion are practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from generation.pipelines.training_program.person.profile import Experience, Goal
from generation.pipelines.training_program.planning.doses import WeekPlace
from generation.pipelines.training_program.planning.words import Words
from generation.pipelines.training_program.program import Prescription
from generation.pipelines.training_program.science.analysis import Analysis, allowed_exercises
from generation.pipelines.training_program.science.exercises import Counted, Exercise, Pattern
from generation.pipelines.training_program.science.intensity import Intensity, Unit
from generation.pipelines.training_program.science.schedule import Kind
from generation.quality.tables import CHANGE_S

EASY = Intensity(4, Unit.EXERTION)
BRISK = Intensity(5, Unit.EXERTION)
HARD = Intensity(7, Unit.EXERTION)

FINISHER_MINUTES = 10
LEAST_MINUTES_WITH_FINISHER = 40
_WITH_FINISHER = frozenset({Goal.FAT_LOSS, Goal.GENERAL_FITNESS, Goal.ENDURANCE})
MOST_STEADY_MINUTES = 60
WEEKLY_GROWTH = 1 / 12
DELOAD_SHARE = 0.6

_MINUTES: Mapping[Experience, int] = MappingProxyType(
    {Experience.BEGINNER: 20, Experience.INTERMEDIATE: 28, Experience.ADVANCED: 35}
)
_INTERVALS: Mapping[Experience, int] = MappingProxyType(
    {Experience.BEGINNER: 4, Experience.INTERMEDIATE: 5, Experience.ADVANCED: 6}
)
LONG_INTERVAL_S, SHORT_INTERVAL_S = 120, 60
LONG_REST_S, SHORT_REST_S = 120, 60
"""A long interval for machines and running, a short one for boxing and stairs."""

_STRETCHES = 5
_GENTLE_MINUTES = 4
"""For a stretch of both sides and the change to it; breathing takes six."""
_HELD_S = 30
_BREATHING_S = 120
_TENSED_SETS, _TENSED_S = 8, 8


def has_finisher(analysis: Analysis) -> bool:
    """Whether strength sessions end with conditioning: the goal wants it, no day of the week is left for
    it, and the session is long enough for both."""
    has_days = any(session.kind is Kind.CONDITIONING for session in analysis.schedule)
    minutes = analysis.minutes_per_session
    has_time = minutes is None or minutes >= LEAST_MINUTES_WITH_FINISHER
    return analysis.goal in _WITH_FINISHER and not has_days and has_time


class Conditioning:
    """Chooses from what the analysis allows; the same analysis chooses the same."""

    def __init__(self, analysis: Analysis, words: Words) -> None:
        self._words = words
        allowed = allowed_exercises(analysis)
        self._analysis = analysis
        minutes = analysis.minutes_per_session
        self._most_minutes = MOST_STEADY_MINUTES if minutes is None else minutes - CHANGE_S // 60
        self._most_gentle = _STRETCHES if minutes is None else min(_STRETCHES, minutes // _GENTLE_MINUTES - 2)
        self._conditioning = [exercise for exercise in allowed if exercise.pattern is Pattern.CONDITIONING]
        self._steady = [e for e in self._conditioning if e.counted is Counted.MINUTES]
        self._mobility = [exercise for exercise in allowed if exercise.pattern is Pattern.MOBILITY]
        self._activation = [exercise for exercise in allowed if exercise.pattern is Pattern.ACTIVATION]

    def session(self, number: int, place: WeekPlace) -> tuple[str, list[Prescription]]:
        """Title and content of the week's conditioning session of that number, from 0: easy steady work
        and intervals in turn, intervals not in the first week of a beginner nor in a deload week."""
        is_new = self._analysis.level.used is Experience.BEGINNER and place.block == 0 and place.index == 0
        exercise = self._take(self._steady or self._conditioning, number)
        if number % 2 and not place.is_deload and not is_new:
            hard = self._take(self._conditioning, number)
            return self._words("intervals"), [self._intervals(hard, place)]
        return self._words("steady"), [self._steady_work(exercise, self._minutes(place))]

    def finisher(self, number: int, place: WeekPlace) -> list[Prescription]:
        """The end of a strength session, for goals that want it where no day is left for conditioning."""
        if not self._conditioning:
            return []
        exercise = self._take(self._steady or self._conditioning, number)
        minutes = round(FINISHER_MINUTES * (DELOAD_SHARE if place.is_deload else 1))
        return [self._steady_work(exercise, minutes, BRISK, "brisk")]

    def recovery(self, number: int) -> list[Prescription]:
        """Mobility and breathing, and muscles tensed without moving where little else is possible. Never
        empty."""
        stretches = self._mobility[:-1]
        start = number * 2 % len(stretches) if stretches else 0
        chosen = (stretches[start:] + stretches[:start])[: self._most_gentle]
        if len(chosen) < self._most_gentle:
            chosen += self._activation[: self._most_gentle - len(chosen)]
        return [self._gentle(exercise) for exercise in (*chosen, self._mobility[-1])]

    def company(self, entries: int, least: int) -> list[Prescription]:
        """Gentle exercises for a session that has fewer than it should, since injuries leave little."""
        gentle = (*self._activation, *self._mobility)
        return [self._gentle(exercise) for exercise in gentle[: max(0, least - entries)]]

    def _minutes(self, place: WeekPlace) -> int:
        """Of steady work: a twelfth more each hard week of a block, from a higher beginning each block."""
        first = _MINUTES[self._analysis.level.used] + (8 if self._analysis.goal is Goal.ENDURANCE else 0)
        grown = first * (1 + WEEKLY_GROWTH * (place.index + place.block))
        most = min(MOST_STEADY_MINUTES, self._most_minutes)
        return round(min(grown, most) * (DELOAD_SHARE if place.is_deload else 1))

    def _steady_work(
        self, exercise: Exercise, minutes: int, intensity: Intensity = EASY, word: str = "talk"
    ) -> Prescription:
        """Minutes in one piece, or in pieces of three with rests where the exercise is counted in seconds."""
        if exercise.counted is Counted.MINUTES:
            return self._prescription(exercise, 1, minutes * 60, 0, intensity, word)
        sets = min(max(2, round(minutes / 4)), self._most_minutes // 4, 10)
        return self._prescription(exercise, sets, 180, SHORT_REST_S, intensity, word)

    def _intervals(self, exercise: Exercise, place: WeekPlace) -> Prescription:
        first = _INTERVALS[self._analysis.level.used]
        sets = min(first + place.index // 2 + place.block, 10)
        if exercise.counted is Counted.MINUTES:
            sets = min(sets, (self._most_minutes - 10) * 60 // (LONG_INTERVAL_S + LONG_REST_S))
            return self._prescription(exercise, sets, LONG_INTERVAL_S, LONG_REST_S, HARD, "long_intervals")
        sets = min(sets + 2, (self._most_minutes - 5) * 60 // (SHORT_INTERVAL_S + SHORT_REST_S), 10)
        return self._prescription(exercise, sets, SHORT_INTERVAL_S, SHORT_REST_S, HARD, "short_intervals")

    def _gentle(self, exercise: Exercise) -> Prescription:
        if exercise.pattern is Pattern.ACTIVATION and exercise.is_timed:
            return self._prescription(exercise, _TENSED_SETS, _TENSED_S, _TENSED_S, None, "tense")
        if not exercise.is_timed:
            return self._prescription(exercise, 2, None, 20, None, "slowly", 8)
        if exercise is self._mobility[-1]:
            return self._prescription(exercise, 2, _BREATHING_S, 20, None, "breathe")
        return self._prescription(exercise, 2, _HELD_S, 20, None, "stretch")

    def _prescription(
        self,
        exercise: Exercise,
        sets: int,
        duration_s: int | None,
        rest_s: int,
        intensity: Intensity | None,
        word: str,
        repetitions: int = 1,
    ) -> Prescription:
        alike = [e for e in self._conditioning if e.counted is exercise.counted and e is not exercise]
        return Prescription(
            exercise_id=exercise.exercise_id,
            name=exercise.name,
            equipment=list(exercise.equipment),
            sets=sets,
            repetitions=repetitions,
            duration_s=duration_s,
            intensity=None if intensity is None else str(intensity),
            rest_s=rest_s,
            notes=self._words(word),
            substitutes=[
                other.exercise_id for other in alike[:3] if exercise.pattern is Pattern.CONDITIONING
            ],
        )

    @staticmethod
    def _take(exercises: Sequence[Exercise], number: int) -> Exercise:
        """The first ones in turn, so that a week's sessions differ."""
        return exercises[number % min(len(exercises), 3)]
