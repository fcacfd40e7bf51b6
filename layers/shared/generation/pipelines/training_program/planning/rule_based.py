"""Rule-based: a program from catalogue and analysis, without a model.

It keeps the enhanced rules for every profile and request there can be. The same analysis gives the same
program. Its words come from `words`, since no model writes them.
"""

from __future__ import annotations

from generation.pipelines.training_program.person.profile import Equipment
from generation.pipelines.training_program.planning.allocation import Entry, Plan, allocate
from generation.pipelines.training_program.planning.conditioning import Conditioning, has_finisher
from generation.pipelines.training_program.planning.doses import Dose, Doses, WeekPlace, places
from generation.pipelines.training_program.planning.selection import Selection
from generation.pipelines.training_program.planning.words import Words
from generation.pipelines.training_program.planning.words import words as english
from generation.pipelines.training_program.program import Prescription, Session, Week
from generation.pipelines.training_program.rules.form import session_minutes
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.schedule import Kind

LEAST_EXERCISES = 3

_STRENGTH = frozenset({Kind.FULL_BODY, Kind.UPPER, Kind.LOWER, Kind.PUSH, Kind.PULL, Kind.LEGS})


def rule_based(analysis: Analysis, words: Words | None = None) -> list[Week]:
    """The weeks of the program, in English where no words are given."""
    return _Maker(analysis, words or english()).weeks()


class _Maker:
    def __init__(self, analysis: Analysis, words: Words) -> None:
        self._analysis = analysis
        self._words = words
        self._selection = Selection(analysis)
        self._conditioning = Conditioning(analysis, words)
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

    def _sessions(self, place: WeekPlace) -> list[Session]:
        of_kind: dict[Kind, int] = {}
        sessions = []
        for plan in self._plans:
            kind = plan.session.kind
            number = of_kind.get(kind, 0)
            of_kind[kind] = number + 1
            sessions.append(self._session(plan, number, place))
        return sessions

    def _session(self, plan: Plan, number: int, place: WeekPlace) -> Session:
        kind = plan.session.kind
        if kind in _STRENGTH:
            return self._strength_session(plan, number, place)
        if kind is Kind.CONDITIONING:
            title, exercises = self._conditioning.session(number, place)
        else:
            title, exercises = self._words(kind), self._conditioning.recovery(number)
        session = Session(day=plan.session.day, title=title, exercises=exercises)
        notes = self._words("about_minutes", minutes=session_minutes(session, self._minutes))
        return session.model_copy(update={"notes": notes})

    def _strength_session(self, plan: Plan, number: int, place: WeekPlace) -> Session:
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
            "title": self._words(plan.session.kind) + letter,
            "notes": self._words("about_minutes_with_warm_up", minutes=minutes),
        }
        return session.model_copy(update=about)

    def _company(self, entries: int, number: int, place: WeekPlace) -> list[Prescription]:
        """What stands beside strength work as far as there is time: gentle exercises where it is very
        little, conditioning at the end where the goal wants it."""
        more = self._conditioning.company(entries, LEAST_EXERCISES)
        return more + (self._conditioning.finisher(number, place) if self._has_finisher else [])

    def _prescription(self, plan: Plan, entry: Entry, place: WeekPlace) -> Prescription:
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
            notes=" ".join(self._words(word) for word in _notes(entry, dose, place)),
            substitutes=self._selection.substitutes(exercise, plan.session, plan.present),
        )

    def _focus(self, place: WeekPlace) -> str:
        if place.is_deload:
            return self._words("deload")
        in_reserve = round(self._doses.in_reserve(place))
        sets = self._words("sets", repetitions=self._doses.main_repetitions(place), reserve=in_reserve)
        if place.blocks == 1:
            return sets
        return self._words("block", block=place.block + 1, blocks=place.blocks, sets=sets)


def _notes(entry: Entry, dose: Dose, place: WeekPlace) -> list[str]:
    """Words for what the numbers leave open."""
    exercise = entry.exercise
    is_first_week = place.block == 0 and place.index == 0 and not place.is_deload
    notes = ["each_side"] if exercise.is_one_sided else []
    if dose.load_kg is not None and Equipment.DUMBBELL in exercise.equipment:
        notes.append("one_dumbbell")
    elif exercise.is_loaded and dose.load_kg is None:
        notes.append("choose_load" if is_first_week else "load_is_yours")
        if is_first_week and Equipment.BARBELL in exercise.equipment:
            notes.append("empty_bar")
    elif not exercise.is_loaded and not exercise.is_timed and is_first_week:
        notes.append("too_easy")
    return notes
