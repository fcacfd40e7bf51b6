"""Rule-based: a program from catalogue and analysis, without a model.

It keeps the enhanced rules for every profile and request there can be. The same analysis gives the same
program. Its words are English: they come from no model that could write another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generation.pipelines.training_program.person.profile import Equipment
from generation.pipelines.training_program.planning.allocation import Entry, Plan, allocate
from generation.pipelines.training_program.planning.conditioning import Conditioning, has_finisher
from generation.pipelines.training_program.planning.doses import Dose, Doses, Place, places
from generation.pipelines.training_program.planning.selection import Selection
from generation.pipelines.training_program.program import Prescription, Session, Week
from generation.pipelines.training_program.rules.form import session_minutes
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.schedule import Kind

LEAST_EXERCISES = 3

_TITLES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.FULL_BODY: "Full body",
        Kind.UPPER: "Upper body",
        Kind.LOWER: "Lower body",
        Kind.PUSH: "Push",
        Kind.PULL: "Pull",
        Kind.LEGS: "Legs",
        Kind.RECOVERY: "Recovery: mobility and breathing",
    }
)
_CHOOSING = "Choose the load: after the last repetition as many more are possible as RIR says."
_STRENGTH = frozenset({Kind.FULL_BODY, Kind.UPPER, Kind.LOWER, Kind.PUSH, Kind.PULL, Kind.LEGS})


def rule_based(analysis: Analysis) -> list[Week]:
    """The weeks of the program."""
    return _Maker(analysis).weeks()


class _Maker:
    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._selection = Selection(analysis)
        self._conditioning = Conditioning(analysis)
        self._plans = allocate(analysis, self._selection)
        self._doses = Doses(analysis)
        self._has_finisher = has_finisher(analysis)
        self._minutes = analysis.minutes_per_session

    def weeks(self) -> list[Week]:
        return [
            Week(
                week=number,
                focus=self._focus(place),
                is_deload=place.is_deload,
                sessions=self._sessions(place),
            )
            for number, place in enumerate(places(self._analysis), start=1)
        ]

    def _sessions(self, place: Place) -> list[Session]:
        of_kind: dict[Kind, int] = {}
        sessions = []
        for plan in self._plans:
            kind = plan.session.kind
            number = of_kind.get(kind, 0)
            of_kind[kind] = number + 1
            sessions.append(self._session(plan, number, place))
        return sessions

    def _session(self, plan: Plan, number: int, place: Place) -> Session:
        kind = plan.session.kind
        if kind in _STRENGTH:
            return self._strength_session(plan, number, place)
        if kind is Kind.CONDITIONING:
            title, exercises = self._conditioning.session(number, place)
        else:
            title, exercises = _TITLES[kind], self._conditioning.recovery(number)
        session = Session(day=plan.session.day, title=title, exercises=exercises)
        notes = f"About {session_minutes(session, self._minutes)} minutes."
        return session.model_copy(update={"notes": notes})

    def _strength_session(self, plan: Plan, number: int, place: Place) -> Session:
        exercises = [self._prescription(plan, entry, place) for entry in plan.entries]
        session = Session(day=plan.session.day, title="", exercises=exercises)
        for more in self._company(len(exercises), number, place):
            longer = session.model_copy(update={"exercises": [*session.exercises, more]})
            if self._minutes is None or session_minutes(longer, self._minutes) <= self._minutes:
                session = longer
        is_repeated = sum(other.session.kind is plan.session.kind for other in self._plans) > 1
        letter = f" {'ABCDEFG'[number]}" if is_repeated else ""
        minutes = session_minutes(session, self._minutes)
        about = {
            "title": _TITLES[plan.session.kind] + letter,
            "notes": f"About {minutes} minutes with the warm-up: five easy minutes, then two or three "
            "lighter sets of the first exercise.",
        }
        return session.model_copy(update=about)

    def _company(self, entries: int, number: int, place: Place) -> list[Prescription]:
        """What stands beside strength work as far as there is time: gentle exercises where it is very
        little, conditioning at the end where the goal wants it."""
        more = self._conditioning.company(entries, LEAST_EXERCISES)
        return more + (self._conditioning.finisher(number, place) if self._has_finisher else [])

    def _prescription(self, plan: Plan, entry: Entry, place: Place) -> Prescription:
        exercise = entry.exercise
        dose = self._doses.of(exercise, entry.sets, place, is_main=entry.is_main)
        return Prescription(
            exercise_id=exercise.exercise_id,
            name=exercise.name,
            equipment=list(exercise.equipment),
            sets=dose.sets,
            repetitions=dose.repetitions,
            duration_s=dose.duration_s,
            load_kg=dose.load_kg,
            intensity=dose.intensity,
            rest_s=dose.rest_s,
            notes=" ".join(_notes(entry, dose, place)),
            substitutes=self._selection.substitutes(exercise, plan.session, plan.present),
        )

    def _focus(self, place: Place) -> str:
        if place.is_deload:
            return "Deload: about half the sets, lighter, to recover"
        in_reserve = round(self._doses.in_reserve(place))
        sets_of = f"sets of {self._doses.main_repetitions(place)}"
        block = f"Block {place.block + 1} of {place.blocks}: " if place.blocks > 1 else ""
        text = f"{block}{sets_of}, {in_reserve} repetition{'s' * (in_reserve != 1)} in reserve"
        return text if block else text[0].upper() + text[1:]


def _notes(entry: Entry, dose: Dose, place: Place) -> list[str]:
    """What the numbers leave open."""
    exercise = entry.exercise
    is_first_week = place.block == 0 and place.index == 0 and not place.is_deload
    notes = ["Each side."] if exercise.is_one_sided else []
    if dose.load_kg is not None and Equipment.DUMBBELL in exercise.equipment:
        notes.append("The load is that of one dumbbell.")
    elif exercise.is_loaded and dose.load_kg is None:
        notes.append("The load is your choice." if not is_first_week else _CHOOSING)
        if is_first_week and Equipment.BARBELL in exercise.equipment:
            notes.append("Where the empty bar is too heavy, take a substitute.")
    elif not exercise.is_loaded and not exercise.is_timed and is_first_week:
        notes.append("Too easy: lower more slowly. Too hard: take a substitute.")
    return notes
