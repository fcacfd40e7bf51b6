"""Training program as Markdown: one file to print, each week with a table for each session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generation.exports import markdown

Document = Mapping[str, Any]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COLUMNS = ("exercise", "sets", "repetitions", "load", "intensity", "rest", "notes")


def training_program_markdown(program: Document) -> str:
    """The file; `program` is as `GET /v1/programs/{program_id}` answers, also while it is being made."""
    parts = [f"# {markdown.text(program['title'])}", markdown.lines(program.get("description") or "")]
    level, made_by = program["level"] or "none yet", program["made_by"] or "nobody yet"
    parts.append(f"*level: {markdown.text(level)} · made by {markdown.text(made_by)}*")
    if not program["weeks"]:
        parts.append(f"*The weeks are not there: {markdown.text(program['status'])}.*")
    for week in program["weeks"]:
        parts += _week(week)
    parts += [*_substitutes(program), *_colophon(program)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _week(week: Document) -> Iterator[str]:
    easier = " (deload)" if week["is_deload"] else ""
    yield f"## Week {week['week']}{easier}"
    yield markdown.lines(week["focus"])
    for session in week["sessions"]:
        yield f"### {_DAYS[session['day'] - 1]}: {markdown.text(session['title'])}"
        yield markdown.lines(session.get("notes") or "")
        yield "\n".join([_line(_COLUMNS), _line("---" for _ in _COLUMNS), *map(_row, session["exercises"])])


def _row(exercise: Document) -> str:
    load_kg = exercise.get("load_kg")
    cells = [
        exercise["name"],
        str(exercise["sets"]),
        _amount(exercise),
        "" if load_kg is None else f"{load_kg:g} kg",
        exercise.get("intensity") or "",
        f"{exercise['rest_s']} s",
        exercise.get("notes") or "",
    ]
    return _line(markdown.text(cell) for cell in cells)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _amount(exercise: Document) -> str:
    """Repetitions, or how long each takes where time counts."""
    duration_s, repetitions = exercise.get("duration_s"), exercise["repetitions"]
    if duration_s is None:
        return str(repetitions)
    lasting = f"{duration_s // 60} min" if duration_s >= 120 and not duration_s % 60 else f"{duration_s} s"
    return lasting if repetitions == 1 else f"{repetitions} x {lasting}"


def _substitutes(program: Document) -> Iterator[str]:
    """Each exercise once, with what may stand in for it: ids, since the program names no others."""
    found = {
        exercise["name"]: ", ".join(name.replace("_", " ") for name in exercise["substitutes"])
        for week in program["weeks"]
        for session in week["sessions"]
        for exercise in session["exercises"]
        if exercise.get("substitutes")
    }
    if found:
        yield "## Instead of"
        yield "\n".join(
            f"- {markdown.text(name)}: {markdown.text(others)}" for name, others in sorted(found.items())
        )


def _colophon(program: Document) -> Iterator[str]:
    validation = program["validation"]
    checked = "not yet"
    if validation:
        checked = f"{len(validation['rules_checked'])} rules, {len(validation['violations'])} violations"
    level = f"{program['level']} ({program['level_reason']})" if program["level"] else "none yet"
    yield "## About this program"
    facts = [
        f"Level: {level}",
        f"Made by: {program['made_by'] or 'nobody yet'}",
        f"Goal: {str(program['goal']).replace('_', ' ')}",
        f"Checked: {checked}",
        f"Language: {program['language']}",
        f"Created: {program['created_at']}",
        f"Program: {program['program_id']}",
        "Not medical advice. Stop where something hurts, and ask a physician before you begin if you have "
        "been ill, are pregnant, or have not trained for a long time.",
    ]
    if program["made_by"] == "offline":
        facts.append("Offline: no language model was asked, the program is made by rules and templates.")
    yield "\n".join(f"- {markdown.text(fact)}" for fact in facts)
