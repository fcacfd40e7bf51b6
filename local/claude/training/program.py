"""Kinds `program_enhanced` and `program_basic`: the rule-based program of the project, told as a plan.

Offline nobody designs a program. What is answered is what the rules make of the profile in the call, in the
shape that the model would write it in, and it says so. Its words are those of a rule-based program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from generation.pipelines.training_program.input import title
from generation.pipelines.training_program.person.profile import Profile, ProgramRequest
from generation.pipelines.training_program.plan import has_names
from generation.pipelines.training_program.planning.fitting import fitted
from generation.pipelines.training_program.planning.rule_based import rule_based
from generation.pipelines.training_program.planning.words import DEFAULT, Words, words
from generation.pipelines.training_program.program import Prescription, Session, Week, prescriptions
from generation.pipelines.training_program.science.analysis import Analysis, analyze
from generation.pipelines.training_program.science.exercises import exercises
from generation.pipelines.training_program.science.intensity import Unit, parse
from local.claude.course.questions import BadData

_LABEL = (
    "Made offline, without a language model: exercises, sets and loads are chosen by the rules and formulas "
    "of the analysis, the same for everybody with these numbers."
)
_IN_ENGLISH = "Its words are English, whatever language was asked for."

_UNITS = {Unit.PERCENT: "percent_1rm", Unit.IN_RESERVE: "rir", Unit.EXERTION: "rpe"}
_EASY = ("rpe", 2.0)
"""What is said of work that the rules give no intensity: mobility."""


class _Dose(NamedTuple):
    week: int
    sets: int
    amount: int
    intensity: float
    rest_s: int


_Tracks = dict[tuple[str, str, tuple[_Dose, ...]], str]
"""Ids of tracks, by unit, what they count, and doses."""


class _Placed(NamedTuple):
    """A prescription in its week; unit and exercise say whether the next week goes on with it."""

    dose: _Dose
    unit: str
    exercise_id: str
    counts: str
    notes: str
    substitutes: tuple[str, ...]


def program_enhanced(tags: Mapping[str, Any]) -> dict[str, Any]:
    """All weeks as tracks and sessions. Raises BadData."""
    request, analysis = _asked(tags)
    said = words(_language(tags))
    weeks = rule_based(analysis, said)
    tracks: _Tracks = {}
    sessions = []
    for number, first in enumerate(weeks[0].sessions):
        planned = [_planned(run, tracks) for run in _runs([week.sessions[number] for week in weeks])]
        sessions.append({"day": first.day, "title": first.title, "notes": first.notes, "exercises": planned})
    return {
        "title": _title(request, said),
        "description": _description(tags, weeks, said),
        "weeks": [{"week": week.week, "focus": week.focus, "is_deload": week.is_deload} for week in weeks],
        "tracks": [
            {"track_id": track_id, "unit": unit, "counts": counts, "weeks": [d._asdict() for d in doses]}
            for (unit, counts, doses), track_id in tracks.items()
        ],
        "sessions": sessions,
        **_names(tags, weeks),
    }


def program_basic(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The first week. Raises BadData."""
    request, analysis = _asked(tags)
    said = words(_language(tags))
    weeks = rule_based(analysis, said)
    return {
        "title": _title(request, said),
        "description": _description(tags, weeks, said),
        "focus": weeks[0].focus,
        "deload_focus": said("deload"),
        "sessions": [
            {
                "day": session.day,
                "title": session.title,
                "exercises": [_basic(one, place) for place, one in enumerate(session.exercises)],
            }
            for session in weeks[0].sessions
        ],
        **_names(tags, weeks[:1]),
    }


def _names(tags: Mapping[str, Any], weeks: Sequence[Week]) -> dict[str, Any]:
    """Asked for in languages in which the catalogue has none; offline they stay English."""
    if has_names(_language(tags)):
        return {}
    used = {one.exercise_id: one.name for _, _, one in prescriptions(weeks)}
    return {"names": [{"exercise_id": exercise_id, "name": name} for exercise_id, name in used.items()]}


def _language(tags: Mapping[str, Any]) -> str:
    call = tags.get("call")
    return str((call if isinstance(call, dict) else {}).get("language") or "en")


def _asked(tags: Mapping[str, Any]) -> tuple[ProgramRequest, Analysis]:
    try:
        profile = Profile.model_validate(tags.get("profile"))
        request = ProgramRequest.model_validate(tags.get("request"))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise BadData(f"<profile> and <request>: {place}: {fault['msg']}") from error
    return request, fitted(analyze(profile, request))


def _title(request: ProgramRequest, said: Words) -> str:
    if said.language == DEFAULT:
        return title(request)
    about = {"weeks": request.weeks, "days": request.days_per_week}
    return said("title", goal=said(request.goal), **about)


def _description(tags: Mapping[str, Any], weeks: Sequence[Week], said: Words) -> str:
    if said.language != DEFAULT:
        return " ".join((said("description"), said("english_names")))
    deloads = [str(week.week) for week in weeks if week.is_deload]
    several = "Weeks {} are" if len(deloads) > 1 else "Week {} is"
    rhythm = f"{several.format(', '.join(deloads))} easier on purpose." if deloads else ""
    in_english = "" if has_names(_language(tags)) else _IN_ENGLISH
    return " ".join(filter(None, (_LABEL, rhythm, in_english)))


def _runs(sessions: Sequence[Session]) -> list[list[_Placed]]:
    """Weeks in a row in which a session has the same exercise in the same unit, in the order in which they
    are done. Notes are those of the first week."""
    open_runs: dict[tuple[str, str], list[_Placed]] = {}
    runs: list[tuple[int, list[_Placed]]] = []
    for week, session in enumerate(sessions, 1):
        placed = {one[1:3]: one for one in (_placed(week, exercise) for exercise in session.exercises)}
        open_runs = {same: run for same, run in open_runs.items() if same in placed}
        for place, (same, one) in enumerate(placed.items()):
            if same not in open_runs:
                open_runs[same] = []
                runs.append((place, open_runs[same]))
            open_runs[same].append(one)
    return [run for _, run in sorted(runs, key=lambda placed: placed[0])]


def _placed(week: int, exercise: Prescription) -> _Placed:
    parsed = None if exercise.intensity is None else parse(exercise.intensity)
    unit, intensity = _EASY if parsed is None else (_UNITS[parsed.unit], parsed.value)
    amount = exercise.duration_s or exercise.repetitions
    dose = _Dose(week, exercise.sets, amount, intensity, exercise.rest_s)
    counts = "seconds" if exercise.duration_s else "repetitions"
    return _Placed(dose, unit, exercise.exercise_id, counts, exercise.notes, tuple(exercise.substitutes))


def _planned(run: Sequence[_Placed], tracks: _Tracks) -> dict[str, Any]:
    key = (run[0].unit, run[0].counts, tuple(placed.dose for placed in run))
    track_id = tracks.setdefault(key, f"track-{len(tracks) + 1}")
    return {
        "exercise_id": run[0].exercise_id,
        "track_id": track_id,
        "from_week": run[0].dose.week,
        "to_week": run[-1].dose.week,
        "notes": run[0].notes,
        "substitutes": list(run[0].substitutes),
    }


def _basic(exercise: Prescription, place: int) -> dict[str, Any]:
    is_strength = exercises()[exercise.exercise_id].is_strength
    return {
        "exercise_id": exercise.exercise_id,
        "is_main": is_strength and place == 0,
        "sets": exercise.sets,
        "duration_s": 0 if is_strength else exercise.duration_s or 0,
        "notes": exercise.notes,
    }
