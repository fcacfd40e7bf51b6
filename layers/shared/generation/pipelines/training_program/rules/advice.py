"""Advice: what no text of a program may tell a person to do (`quality.advice`), as a rule of programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.pipelines.training_program.program import Week
from generation.pipelines.training_program.rules.form import at
from generation.pipelines.training_program.science.analysis import Analysis
from generation.quality.advice import KINDS, forbidden


def forbidden_advice(weeks: Sequence[Week], analysis: Analysis) -> Iterator[tuple[str, str]]:
    """No word that tells a person to train through pain, to take drugs or to starve. Practice: a program is
    no treatment, and nobody who wrote it has seen the person."""
    for week in weeks:
        yield from advice_in(week.focus, at(week))
        for session in week.sessions:
            yield from advice_in(f"{session.title}\n{session.notes}", at(week, session))
            for one in session.exercises:
                yield from advice_in(f"{one.name}\n{one.notes}", at(week, session, one))


def advice_in(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Findings in one text that stands there."""
    for phrase in forbidden(text):
        yield where, f'"{phrase.text}" is advice of a kind that is never given ({KINDS[phrase.kind]}).'
