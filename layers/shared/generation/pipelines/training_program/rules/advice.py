"""Advice: what no text of a program may tell a person to do, in every language that the page offers.

`advice.csv` has a regular expression for each language and kind: training on through pain, taking drugs,
starving or drying out. All languages are looked for in every text, since a program's language may be
given by any name. A phrase that stands behind a negation (`never train through pain`) is advice to the
contrary and left alone. Words cannot find everything; they find what is said plainly.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from generation.pipelines.shared.prompting import clipped
from generation.pipelines.training_program.program import Week
from generation.pipelines.training_program.rules.form import at
from generation.pipelines.training_program.science.analysis import Analysis

PATTERNS = Path(__file__).with_name("advice.csv")

KINDS = {
    "pain": "training on through pain",
    "drugs": "taking drugs",
    "diet": "starving or drying out",
}

MOST_QUOTED = 100
"""Characters of a phrase that a finding names."""

_NEGATION = re.compile(
    r"\b(?:not|never|don['\u2019]t|no|nor|nie(?:mals)?|nicht|kein\w*|nunca|jamás|ne|n'|jamais|non|mai|niet|"
    r"nooit|geen|nigdy|não|nunca|asla|не|ніколи|without|ohne|sin|sans|senza|zonder|bez|sem|без)\b[^.!?;:]{0,24}$",
    re.IGNORECASE,
)
"""A negation up to 24 characters before the phrase, in the same sentence."""

_NEGATED_WITHIN = re.compile(
    r"\b(?:never|not|niemals|nie|nicht|nunca|jamais|pas|mai|niet|nooit|asla)\b", re.IGNORECASE
)
_NEGATED_AFTER = re.compile(r"\s*(?:nicht|niet|niemals|nooit|pas)\b", re.IGNORECASE)

_CACHED_TEXTS = 4_096
"""A note stands in every week of a program."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """kind: of KINDS. text: as it stands there."""

    kind: str
    text: str


@lru_cache(maxsize=_CACHED_TEXTS)
def forbidden(text: str) -> tuple[Phrase, ...]:
    """The first phrase of each kind that tells a person to do what could harm them."""
    found = []
    for kind, pattern in _patterns().items():
        for match in pattern.finditer(text):
            if not _is_negated(text, match):
                found.append(Phrase(kind, clipped(match[0], MOST_QUOTED)))
                break
    return tuple(found)


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


def _is_negated(text: str, match: re.Match[str]) -> bool:
    return bool(
        _NEGATION.search(text[: match.start()])
        or _NEGATED_WITHIN.search(match[0])
        or _NEGATED_AFTER.match(text, match.end())
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
    with PATTERNS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            by_kind[row["kind"]].append(f"(?:{row['pattern']})")
    return {kind: re.compile("|".join(parts), re.IGNORECASE) for kind, parts in by_kind.items()}
