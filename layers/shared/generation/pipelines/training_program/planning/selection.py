"""Selection: which exercises a session of a rule-based program consists of, in their order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from generation.pipelines.training_program.person.profile import Equipment, Experience, Goal
from generation.pipelines.training_program.planning.templates import PREFERRED, TEMPLATES, Slot
from generation.pipelines.training_program.science.analysis import Analysis, allowed_exercises
from generation.pipelines.training_program.science.exercises import Exercise, Muscle, Pattern
from generation.pipelines.training_program.science.schedule import Kind, PlannedSession
from generation.quality.tables import percent_for

MAIN_SLOTS = 2
"""The first exercises of a session are its main ones: heavier, longer rests."""

_GROUPS: Mapping[Kind, Kind] = MappingProxyType({Kind.LEGS: Kind.LOWER, Kind.PUSH: Kind.UPPER})
"""Sessions that take their variants in turn together: legs after lower begin with the other lift."""


class Role(Enum):
    """Of an exercise in its session: leads it (in full-body sessions two do), is a main one, or another."""

    LEAD = auto()
    SECOND = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Chosen:
    exercise: Exercise
    is_main: bool


class Selection:
    """Chooses from what the analysis allows; the same analysis chooses the same."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._allowed = [exercise for exercise in allowed_exercises(analysis) if exercise.is_strength]
        self._place = {exercise.exercise_id: place for place, exercise in enumerate(self._allowed)}

    def of_week(self, plan: Sequence[PlannedSession]) -> list[list[Chosen]]:
        """For each session its exercises by template, each at most once in it; none for conditioning and
        recovery. Slots that nothing fits are left out."""
        variants: dict[Kind, int] = {}
        used: set[str] = set()
        week = []
        for session in plan:
            templates = TEMPLATES.get(session.kind, ((),))
            group = _GROUPS.get(session.kind, session.kind)
            number = variants.get(group, 0)
            variants[group] = number + 1
            chosen = self._of_session(session, templates[number % len(templates)], used)
            used |= {choice.exercise.exercise_id for choice in chosen}
            week.append(chosen)
        return week

    def another(
        self, session: PlannedSession, muscle: Muscle, present: Collection[str], used: Collection[str] = ()
    ) -> Exercise | None:
        """One more exercise for that muscle, none of those present; None if there is none."""
        return self._best(session, muscle, PREFERRED[muscle], present, used, Role.OTHER)

    def substitutes(self, exercise: Exercise, session: PlannedSession, present: Collection[str]) -> list[str]:
        """Ids of up to three exercises that can stand in for it: for the same muscle, within what the
        session may train, counted alike, none of those that are in it; the same pattern first."""
        alike = [
            other
            for other in self._fitting(session, exercise.primary[0], present)
            if other.exercise_id != exercise.exercise_id and other.counted is exercise.counted
        ]
        alike.sort(
            key=lambda other: (other.pattern is not exercise.pattern, other.primary != exercise.primary)
        )
        return [other.exercise_id for other in alike[:3]]

    def _of_session(
        self, session: PlannedSession, template: Sequence[Slot], used: Collection[str]
    ) -> list[Chosen]:
        chosen: list[Chosen] = []
        for muscle, patterns in template:
            present = {choice.exercise.exercise_id for choice in chosen}
            is_main = len(chosen) < MAIN_SLOTS
            role = Role.OTHER
            if is_main:
                role = Role.LEAD if not chosen or session.kind is Kind.FULL_BODY else Role.SECOND
            best = self._best(session, muscle, patterns, present, used, role)
            if best is not None:
                chosen.append(Chosen(best, is_main and len(best.primary + best.secondary) > 1))
        return chosen

    def _fitting(self, session: PlannedSession, muscle: Muscle, present: Collection[str]) -> list[Exercise]:
        """An exercise whose aim the session may not train would cost a neighbouring day its rest."""
        return [
            exercise
            for exercise in self._allowed
            if muscle in exercise.primary
            and exercise.exercise_id not in present
            and all(aim in session.muscles for aim in exercise.primary)
        ]

    def _best(
        self,
        session: PlannedSession,
        muscle: Muscle,
        patterns: Sequence[Pattern],
        present: Collection[str],
        used: Collection[str],
        role: Role,
    ) -> Exercise | None:
        return min(
            self._fitting(session, muscle, present),
            key=lambda exercise: self._rank(exercise, patterns, used, role),
            default=None,
        )

    def _rank(
        self, exercise: Exercise, patterns: Sequence[Pattern], used: Collection[str], role: Role
    ) -> tuple[int | bool, ...]:
        """The lowest is taken. A main exercise is one whose maximum is known, if there is one, and what leads
        is for strength the same all week, since strength is a skill. Elsewhere variants of it and other
        exercises train the muscle from other sides, unless they would be too easy."""
        keeps = role is Role.LEAD and self._analysis.goal is Goal.STRENGTH
        maximum_kg = self._analysis.maximum_of(exercise)
        return (
            patterns.index(exercise.pattern) if exercise.pattern in patterns else len(patterns),
            self._reluctance(exercise, maximum_kg),
            role is not Role.LEAD and exercise.lift == exercise.exercise_id,
            exercise.exercise_id in used and not keeps,
            role is not Role.OTHER and maximum_kg is None and self._has_maximum(exercise.pattern),
            self._place[exercise.exercise_id],
        )

    def _has_maximum(self, pattern: Pattern) -> bool:
        return any(
            self._analysis.maximum_of(exercise) is not None
            for exercise in self._allowed
            if exercise.pattern is pattern
        )

    def _reluctance(self, exercise: Exercise, maximum_kg: float | None) -> int:
        """Last of all comes a bar that is too heavy empty. Beginners take a bar that they have not told of
        after other weights, and for strength and size their body alone after that; all others take what is
        too easy for them last."""
        level, goal = self._analysis.level.used, self._analysis.goal
        is_first = level is Experience.BEGINNER
        if not exercise.is_loaded:
            is_easy = exercise.level is Experience.BEGINNER
            return 2 * (is_easy and (not is_first or goal in (Goal.STRENGTH, Goal.HYPERTROPHY)))
        if Equipment.BARBELL not in exercise.equipment:
            return 0
        if maximum_kg is None:
            return int(is_first)
        working_kg = maximum_kg * percent_for(self._analysis.zone.other_repetitions + 3) / 100
        return 3 * (working_kg < exercise.least_kg)
