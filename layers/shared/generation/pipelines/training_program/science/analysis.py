"""Analysis: what follows from a profile and a request, in plain Python and with its sources.

Programs are made from it, by the model and by rule, and are held against it. The same profile and
request give the same analysis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person import experience
from generation.pipelines.training_program.person.profile import (
    Equipment,
    Goal,
    Injury,
    Profile,
    ProgramRequest,
)
from generation.pipelines.training_program.science import energy as energies
from generation.pipelines.training_program.science.energy import Energy
from generation.pipelines.training_program.science.exclusions import (
    NOT_MEDICAL,
    Exclusion,
    exclusion,
    possible,
)
from generation.pipelines.training_program.science.exercises import Exercise, Muscle, Pattern
from generation.pipelines.training_program.science.intensity import Zone, zone
from generation.pipelines.training_program.science.landmarks import WeeklySets, weekly_sets
from generation.pipelines.training_program.science.one_repetition_maximum import (
    Maximum,
    UnusedLift,
    maxima,
    maximum_of,
)
from generation.pipelines.training_program.science.progression import Progression, progression
from generation.pipelines.training_program.science.schedule import PlannedSession, schedule

SOURCES = (
    "Energy: Mifflin, St Jeor et al. 1990; Schofield 1985 under 19; FAO/WHO/UNU 2004 (activity)",
    "One-repetition maximum: Epley 1985; Brzycki 1993; Reynolds et al. 2006 (limit of ten repetitions)",
    "Loads and repetitions: Haff and Triplett (NSCA) 2016; ACSM 2009; Zourdos et al. 2016",
    "Sets to failure: Grgic et al. 2022; rests after heavy sets: ACSM 2009, de Salles et al. 2009",
    "Weekly sets: Schoenfeld et al. 2017; Baz-Valle et al. 2022; Iversen et al. 2021; the most is practice",
    "Progression and deload: ACSM 2009; Rogerson et al. 2024; Bell et al. 2023",
    "Rest between sessions: Garber et al. (ACSM) 2011. Endurance work: Bull et al. (WHO) 2020",
    "Injuries: loads on joints (Bergmann et al. 2001, 2011; Escamilla 2001; Kutzner et al. 2010; McGill et "
    "al. 2009; Kolber et al. 2010 and others); the caution is practice and not medical advice",
)


class Analysis(BaseModel):
    """equipment and injuries: of profile and request together, in canonical order, with bodyweight.
    minutes_per_session: what there is time for, warm-up included; None: no limit was stated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    goal: Goal
    weeks: int
    days_per_week: int
    minutes_per_session: int | None = None
    equipment: list[Equipment]
    injuries: list[Injury]
    level: experience.Level
    energy: Energy
    maxima: list[Maximum]
    unused_lifts: list[UnusedLift]
    volume: list[WeeklySets]
    zone: Zone
    progression: Progression
    schedule: list[PlannedSession]
    exclusions: list[Exclusion]
    notes: list[str]
    sources: list[str]

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> Self:
        return cls.model_validate(raw)

    def maximum_of(self, exercise: Exercise) -> float | None:
        """Its 1RM in kg, of dumbbells of one; None if nothing tells it."""
        return maximum_of(exercise, self.maxima)

    def volume_of(self, muscle: Muscle) -> WeeklySets:
        return next(sets for sets in self.volume if sets.muscle is muscle)


def analyze(profile: Profile, request: ProgramRequest) -> Analysis:
    """Everything that a program for this person is made from. `fitted` lowers its landmarks to the time
    that there is."""
    equipment, injuries = request.equipment_for(profile), request.injuries_for(profile)
    level = experience.level(profile)
    exercises = possible(equipment, injuries, level.used)
    trainable = _trainable(exercises)
    plan = schedule(
        request.goal,
        level.used,
        request.days_per_week,
        trainable,
        can_condition=any(exercise.pattern is Pattern.CONDITIONING for exercise in exercises),
    )
    found, unused = maxima(profile.lifts or ())
    return Analysis(
        goal=request.goal,
        weeks=request.weeks,
        days_per_week=request.days_per_week,
        minutes_per_session=request.minutes_for(profile),
        equipment=equipment,
        injuries=injuries,
        level=level,
        energy=energies.energy(profile, request.goal, request.days_per_week),
        maxima=found,
        unused_lifts=unused,
        volume=weekly_sets(request.goal, level.used, plan, trainable),
        zone=zone(request.goal, level.used, is_at_the_edge=level.is_at_the_edge),
        progression=progression(request.weeks, level.used),
        schedule=plan,
        exclusions=[exclusion(injury) for injury in injuries],
        notes=_notes(profile, request, trainable),
        sources=list(SOURCES),
    )


def allowed_exercises(analysis: Analysis) -> list[Exercise]:
    """What a program may consist of: the equipment is there, no injury rules it out, and it takes no
    more experience than there is. In the order of the catalogue, never empty."""
    return possible(analysis.equipment, analysis.injuries, analysis.level.used)


def _trainable(exercises: Sequence[Exercise]) -> list[Muscle]:
    trained = {muscle for exercise in exercises for muscle in exercise.primary}
    return [muscle for muscle in Muscle if muscle in trained]


def _notes(profile: Profile, request: ProgramRequest, trainable: Sequence[Muscle]) -> list[str]:
    """What a person should know before the first session."""
    notes = []
    if request.injuries_for(profile):
        notes.append(NOT_MEDICAL)
    if left := [muscle.value for muscle in Muscle if muscle not in trainable]:
        notes.append(f"Not trained, since equipment and injuries leave nothing for it: {', '.join(left)}.")
    if profile.age < experience.YOUNG:
        notes.append("Under 18: with somebody at hand who knows the exercises, technique before load.")
    if profile.age >= experience.OLD:
        notes.append("From 65: ask a physician before hard training, and take two minutes between sets.")
    if profile.sleep_hours is not None and profile.sleep_hours < experience.SHORT_SLEEP_HOURS:
        notes.append("More sleep would do more for progress than more sets.")
    return notes
