"""Training: what nobody should train by, whoever wrote it: advice that harms, and doses against the tables.

The rules of `pipelines/training_program/rules` have the person's analysis and hold a program to much
more before it is stored. These need only the program as it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from generation.quality import phrases
from generation.quality.artifact import Prescription, Program
from generation.quality.blocks import Block
from generation.quality.findings import Finding, block, quoted, warn

MOST_REPETITIONS: Mapping[int, int] = MappingProxyType(
    {97: 2, 94: 3, 91: 4, 88: 5, 86: 6, 84: 7, 81: 8, 78: 9, 76: 10}
)
"""From so many percent of the 1RM on so many repetitions are the most: Haff and Triplett 2016, table 17.7. A
repetition more is given, since people differ (Nuzzo 2024)."""

HEAVY_PERCENT = 85.0
LEAST_REST_HEAVY_S = 90
"""After sets at 85 % and more three minutes keep the repetitions up (ACSM 2009: at least two to three); under
half of that the next set is another one."""

MOST_WEEKS_TO_FAILURE = 2
"""Weeks on end in which an exercise may be taken to failure: a last hard week, and a test."""

BEGINNER = "beginner"
OLD = 60
"""Years from over which on sets end before failure (ACSM 2009, older adults)."""

_INTENSITY = re.compile(
    r"(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s*% ?1RM)|(?:RIR\s*(?P<rir>\d+(?:\.\d+)?))", re.IGNORECASE
)
_REPETITION_S = 4
_CHANGE_S = 60
_LONGER_THAN_ASKED = 1.15
"""Over the time that a person has; the estimate is that rough."""
_LONGEST_MINUTES = 150
_NEAR = 45
"""Characters before a phrase in which a negation turns it round."""
_NEAR_AFTER = 18
"""And behind it, for languages that negate at the end."""
_NEGATED_BEHIND = re.compile(
    r"ない|ません|避け|禁止|危険|やめ|不可|则停|就停|立即停|停止|않|금지|중단|\b(?:(?:is|are) (?:forbidden|dangerous|not)|"
    r"(?:ist|sind) (?:verboten|gefährlich|tabu)|stop\b)|запрещ|опасн|недопустим|нельзя"
)

_NEVER = re.compile(r"\b(?:never|nie|niemals|никогда|jamais|nunca)\b", re.IGNORECASE)

_ADVICE = (
    ("advice-pain", phrases.FORBIDDEN_PAIN, "Advises to train against pain"),
    ("advice-drugs", phrases.FORBIDDEN_DRUGS, "Advises drugs"),
    ("advice-diet", phrases.FORBIDDEN_DIETS, "Advises an extreme diet"),
)


def advice(blocks: Iterable[Block]) -> Iterator[Finding]:
    """What harms whoever follows it. A sentence that warns of it is left alone."""
    for one in blocks:
        for rule, pattern, what in _ADVICE:
            yield from _advised(one, rule, pattern, what)


def dangers(blocks: Iterable[Block]) -> Iterator[Finding]:
    """`advice-danger`: in courses, what is known to hurt at home."""
    for one in blocks:
        yield from _advised(one, "advice-danger", phrases.FORBIDDEN_AT_HOME, "Advises what may hurt somebody")


def _advised(one: Block, rule: str, pattern: phrases.Phrases, what: str) -> Iterator[Finding]:
    for match in pattern.finditer(one.text):
        before = re.split(r"[.!?。！？]", one.text[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = re.split(r"[.!?。！？]", one.text[match.end() : match.end() + _NEAR_AFTER])[0]
        is_denied = (
            phrases.NEGATION.search(before) or _NEVER.search(match[0]) or _NEGATED_BEHIND.search(after)
        )
        if not is_denied:
            yield block(rule, one.pointer, f"{what}: {quoted(match[0])}")
            return


def doses(program: Program) -> Iterator[Finding]:
    yield from _failure(program)
    for at, exercise in _exercises(program):
        yield from _against_tables(at, exercise)
    yield from _session_length(program)


def _exercises(program: Program) -> Iterator[tuple[str, Prescription]]:
    for index, week in enumerate(program.weeks):
        for number, session in enumerate(week.sessions):
            for place, exercise in enumerate(session.exercises):
                yield f"/weeks/{index}/sessions/{number}/exercises/{place}", exercise


def _intensity(exercise: Prescription) -> tuple[float | None, float | None]:
    """Percent of the maximum, repetitions in reserve."""
    match = _INTENSITY.search(exercise.intensity or "")
    if match is None:
        return None, None
    return (
        float(match["percent"]) if match["percent"] else None,
        float(match["rir"]) if match["rir"] else None,
    )


def _failure(program: Program) -> Iterator[Finding]:
    """`failure`: no repetition in reserve for somebody who should never do without, or week after week."""
    who = _never_to_failure(program)
    weeks_of: dict[str, list[int]] = {}
    first: dict[str, str] = {}
    for index, week in enumerate(program.weeks):
        for number, session in enumerate(week.sessions):
            for place, exercise in enumerate(session.exercises):
                if _intensity(exercise)[1] != 0:
                    continue
                at = f"/weeks/{index}/sessions/{number}/exercises/{place}/intensity"
                if who:
                    yield block("failure", at, f"No repetition in reserve for {who}.")
                key = exercise.exercise_id or exercise.name
                weeks_of.setdefault(key, []).append(index)
                first.setdefault(key, at)
    for key, weeks in weeks_of.items():
        # Neighbours have the same difference to their rank.
        ranked = enumerate(sorted(set(weeks)))
        longest = max(len(list(run)) for _, run in groupby(ranked, lambda pair: pair[1] - pair[0]))
        if longest > MOST_WEEKS_TO_FAILURE:
            yield block("failure", first[key], f"{quoted(key)} goes to failure {longest} weeks on end.")


def _never_to_failure(program: Program) -> str | None:
    analysis = program.analysis or {}
    level = _of(analysis, "level", "used") or analysis.get("experience")
    age = _of(analysis, "energy", "age") or analysis.get("age") or _of(analysis, "person", "age")
    if isinstance(age, int | float) and age > OLD:
        return f"a person of {age:g}"
    return "a beginner" if level == BEGINNER else None


def _of(value: object, *names: str) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _against_tables(at: str, exercise: Prescription) -> Iterator[Finding]:
    percent, _ = _intensity(exercise)
    if percent is None:
        return
    if percent > 100:
        yield block("intensity-table", f"{at}/intensity", f"{percent:g} % of what is the most.")
    most = next((most for least, most in MOST_REPETITIONS.items() if percent >= least), None)
    if most is not None and exercise.repetitions > most + 1:
        yield block(
            "intensity-table",
            f"{at}/repetitions",
            f"{exercise.repetitions} repetitions at {percent:g} % 1RM; about {most} are the most.",
        )
    if percent >= HEAVY_PERCENT and exercise.rest_s < LEAST_REST_HEAVY_S:
        message = (
            f"{exercise.rest_s} s of rest after sets at {percent:g} % 1RM; at least {LEAST_REST_HEAVY_S} s."
        )
        yield block("rest", f"{at}/rest_s", message)


def _session_length(program: Program) -> Iterator[Finding]:
    """`session-length`: longer than the person has, or than a day has room for."""
    has = _minutes(program)
    for index, week in enumerate(program.weeks):
        for number, session in enumerate(week.sessions):
            minutes = round(sum(_seconds(exercise) for exercise in session.exercises) / 60)
            pointer = f"/weeks/{index}/sessions/{number}"
            if has is not None and minutes > has * _LONGER_THAN_ASKED:
                yield block("session-length", pointer, f"About {minutes} minutes; the person has {has:g}.")
            elif minutes > _LONGEST_MINUTES:
                yield block(
                    "session-length", pointer, f"About {minutes} minutes; at most {_LONGEST_MINUTES}."
                )
            elif has is not None and minutes > has:
                yield warn("session-length", pointer, f"About {minutes} minutes; the person has {has:g}.")


def _minutes(program: Program) -> float | None:
    analysis = program.analysis or {}
    for name in ("minutes_per_session", "session_minutes"):
        for place in (analysis, _of(analysis, "schedule"), _of(analysis, "profile")):
            value = _of(place, name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return value
    return None


def _seconds(exercise: Prescription) -> int:
    work_s = exercise.duration_s if exercise.duration_s else exercise.repetitions * _REPETITION_S
    return exercise.sets * (work_s + exercise.rest_s) + _CHANGE_S
