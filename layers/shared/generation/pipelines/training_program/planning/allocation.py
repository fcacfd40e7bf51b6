"""Allocation: how many sets each exercise of a rule-based week has, and which are added, so that every
muscle has its landmarks and no session grows beyond what fits into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from generation.pipelines.training_program.person.profile import Experience, Goal
from generation.pipelines.training_program.planning.conditioning import FINISHER_MINUTES, has_finisher
from generation.pipelines.training_program.planning.doses import Doses
from generation.pipelines.training_program.planning.selection import Selection
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Exercise, Muscle
from generation.pipelines.training_program.science.landmarks import LARGE, contributions
from generation.pipelines.training_program.science.schedule import PlannedSession
from generation.pipelines.training_program.science.session_time import warm_up_minutes
from generation.quality.tables import CHANGE_S

FIRST_SETS = 3
ADDED_SETS = 2
LAST_RESORT_SETS = 6
MOST_SETS_AT_THE_EDGES = 3
"""Of one exercise under 18 and from 65: Faigenbaum et al. 2009, Fragala et al. 2019."""

_MOST_SETS, _MOST_MAIN_SETS = 4, 5
_MOST_EXERCISES = 9

_SESSION_SETS: Mapping[Experience, int] = MappingProxyType(
    {Experience.BEGINNER: 17, Experience.INTERMEDIATE: 21, Experience.ADVANCED: 24}
)
"""Hard sets up to which a session is filled for the aim of a muscle. Practice: about an hour."""


@dataclass(slots=True)
class Entry:
    """An exercise in a session of every week."""

    exercise: Exercise
    is_main: bool
    sets: int


@dataclass(slots=True)
class Plan:
    session: PlannedSession
    entries: list[Entry] = field(default_factory=list)

    @property
    def sets(self) -> int:
        return sum(entry.sets for entry in self.entries)

    @property
    def present(self) -> set[str]:
        return {entry.exercise.exercise_id for entry in self.entries}


def allocate(analysis: Analysis, selection: Selection) -> list[Plan]:
    """The hard week: for each session its exercises with their sets, in the order in which they are done."""
    plans = [
        Plan(session, [Entry(choice.exercise, choice.is_main, FIRST_SETS) for choice in chosen])
        for session, chosen in zip(analysis.schedule, selection.of_week(analysis.schedule), strict=True)
    ]
    allocation = _Allocation(analysis, selection, plans)
    allocation.stay_wise()
    allocation.stay_in_time()
    allocation.reach_least()
    allocation.reach_target()
    for plan in plans:
        plan.entries.sort(key=_order)
    return plans


def weekly_totals(plans: Sequence[Plan]) -> dict[Muscle, float]:
    """Hard sets of every muscle in an ordinary week, secondary muscles counted by half."""
    totals = dict.fromkeys(Muscle, 0.0)
    for plan in plans:
        for entry in plan.entries:
            for muscle, share in contributions(entry.exercise).items():
                totals[muscle] += entry.sets * share
    return totals


class _Allocation:
    def __init__(self, analysis: Analysis, selection: Selection, plans: Sequence[Plan]) -> None:
        self._analysis = analysis
        self._selection = selection
        self._plans = plans
        self._doses = Doses(analysis)
        minutes = analysis.minutes_per_session
        self._work_s = None if minutes is None else (minutes - warm_up_minutes(minutes)) * 60
        if self._work_s is not None and has_finisher(analysis):
            self._work_s -= FINISHER_MINUTES * 60 + CHANGE_S

    def stay_wise(self) -> None:
        """Templates overlap: sets away from what adds most to a muscle above its landmark, main exercises
        and the last set of any other kept to the end."""
        for volume in self._analysis.volume:
            while self._total(volume.muscle) > volume.maximum:
                entries = [
                    (plan, entry)
                    for plan in self._plans
                    for entry in plan.entries
                    if volume.muscle in contributions(entry.exercise)
                ]
                plan, entry = max(entries, key=lambda found: (not found[1].is_main, found[1].sets))
                entry.sets -= 1
                if entry.sets < ADDED_SETS:
                    plan.entries.remove(entry)

    def stay_in_time(self) -> None:
        """Exercises away from the end of sessions that are longer than the person has, down to two sets
        each first, until one is left."""
        for plan in self._plans:
            plan.entries.sort(key=_order)
            while len(plan.entries) > 1 and not self._is_in_time(plan):
                longer = [entry for entry in plan.entries if entry.sets > ADDED_SETS]
                if longer:
                    longer[-1].sets -= 1
                else:
                    plan.entries.pop()

    def reach_least(self) -> None:
        """Sets for every muscle that is below its landmark, whatever the session's length becomes within
        the time that there is."""
        for volume in self._analysis.volume:
            while self._total(volume.muscle) < volume.minimum:
                if not self._grow(volume.muscle) and not self._grow(volume.muscle, is_last_resort=True):
                    break

    def reach_target(self) -> None:
        """The muscles in turn, large ones first, a set at a time while there is room."""
        room = _SESSION_SETS[self._analysis.level.used]
        volumes = sorted(self._analysis.volume, key=lambda volume: volume.muscle not in LARGE)
        open_muscles = [volume for volume in volumes if volume.target]
        while open_muscles:
            open_muscles = [
                volume
                for volume in open_muscles
                if self._total(volume.muscle) < volume.target and self._grow(volume.muscle, session_sets=room)
            ]

    def _grow(self, muscle: Muscle, *, session_sets: int | None = None, is_last_resort: bool = False) -> bool:
        """One set more, or an exercise more, in the session that has the fewest sets; False if nowhere."""
        plans = [plan for plan in self._plans if muscle in plan.session.muscles]
        for plan in sorted(plans, key=lambda plan: plan.sets):
            entries = [entry for entry in plan.entries if muscle in entry.exercise.primary]
            smallest = min(entries, key=lambda entry: entry.sets - entry.is_main, default=None)
            most = LAST_RESORT_SETS if is_last_resort else self._most(smallest)
            fits_one = session_sets is None or plan.sets < session_sets
            if smallest and smallest.sets < most and fits_one and self._is_wise(smallest.exercise, 1):
                smallest.sets += 1
                if self._is_in_time(plan):
                    return True
                smallest.sets -= 1
            fits_more = session_sets is None or plan.sets + ADDED_SETS <= session_sets
            if not is_last_resort and fits_more and self._add(plan, muscle):
                return True
        return False

    def _most(self, entry: Entry | None) -> int:
        if self._analysis.level.is_at_the_edge:
            return MOST_SETS_AT_THE_EDGES
        is_heavy = entry is not None and entry.is_main and self._analysis.goal is Goal.STRENGTH
        return _MOST_MAIN_SETS if is_heavy else _MOST_SETS

    def _add(self, plan: Plan, muscle: Muscle) -> bool:
        if len(plan.entries) >= _MOST_EXERCISES:
            return False
        used = {exercise_id for other in self._plans for exercise_id in other.present}
        exercise = self._selection.another(plan.session, muscle, plan.present, used)
        if exercise is None or not self._is_wise(exercise, ADDED_SETS):
            return False
        plan.entries.append(Entry(exercise, is_main=False, sets=ADDED_SETS))
        if self._is_in_time(plan):
            return True
        plan.entries.pop()
        return False

    def _is_wise(self, exercise: Exercise, sets: int) -> bool:
        """Whether so many sets more leave every muscle under its landmark."""
        return all(
            self._total(muscle) + share * sets <= self._analysis.volume_of(muscle).maximum
            for muscle, share in contributions(exercise).items()
        )

    def _is_in_time(self, plan: Plan) -> bool:
        if self._work_s is None:
            return True
        return self._work_s >= sum(
            self._doses.longest_s(entry.exercise, entry.sets, is_main=entry.is_main) for entry in plan.entries
        )

    def _total(self, muscle: Muscle) -> float:
        return sum(
            entry.sets * contributions(entry.exercise).get(muscle, 0.0)
            for plan in self._plans
            for entry in plan.entries
        )


def _order(entry: Entry) -> tuple[bool, bool, int]:
    """Main exercises first, core last, and between them what trains several muscles before what trains one.
    Sorting keeps what is equal in its order."""
    trained = len(entry.exercise.primary) + len(entry.exercise.secondary)
    return Muscle.CORE in entry.exercise.primary, not entry.is_main, -min(trained, 2)
