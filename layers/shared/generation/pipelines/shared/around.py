"""Around: what a course has besides its lessons, whichever pipeline made it, written by one call over all of
them before it is saved. A course is complete without it, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any

from pydantic import Field

from generation.pipelines.shared.answering import Contract, Stripped, repeated
from generation.quality.asked import MAX_TERMS
from generation.validation import Written

WHOLE = "whole_course"
"""Part of a course's document."""

KEY = "course"
"""Of the call."""

RULE = "whole-course"
"""Of the note that a course gets which has to do without."""

MAX_HEADING = 200
MAX_PROSE = 20_000
MAX_BODY = 100_000
"""Lengths in characters. They bound what is stored, far above what the prompts ask for, and stand in no
schema: a model that reads of 20,000 characters for a reason takes it for a wish."""

FEWEST_TERMS, USUAL_TERMS = 6, 40
TERMS_OF_LESSON = 12

Heading = Annotated[Stripped, Written(most=MAX_HEADING, in_schema=False)]
Prose = Annotated[Stripped, Written(most=MAX_PROSE, in_schema=False)]
Body = Annotated[Stripped, Written(most=MAX_BODY, in_schema=False)]

_BOLD = re.compile(r"\*\*([^*\n]{2,60})\*\*")


class Term(Contract):
    term: Heading = Field(description="As the lessons write it")
    meaning: Prose = Field(description="One or two sentences that say what it is, not where it occurs")
    lesson_ids: list[str] = Field(
        min_length=1, description="Of the lessons that explain it, copied exactly; one or two"
    )


def glossary_faults(glossary: Sequence[Term], lesson_ids: Collection[str]) -> list[str]:
    """A term that is explained twice, or by a lesson that is none."""
    faults = repeated([term.term for term in glossary], "glossary[*].term")
    for index, term in enumerate(glossary):
        if unknown := [one for one in term.lesson_ids if one not in lesson_ids]:
            faults.append(f"glossary[{index}].lesson_ids: not in the data: {', '.join(unknown)[:200]}.")
    return faults


def in_order(glossary: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(glossary, key=lambda term: str(term["term"]).casefold())


def defined_in(body: str) -> list[str]:
    """Terms that a lesson sets in bold, as the prompts ask where one is defined."""
    return list(dict.fromkeys(_BOLD.findall(body)))[:TERMS_OF_LESSON]


def terms_wanted(usual: float) -> tuple[int, int]:
    """How many terms a glossary is to have, and how many at most. `usual`: by the size of the course."""
    terms = max(FEWEST_TERMS, min(USUAL_TERMS, round(usual)))
    return terms, min(MAX_TERMS, 2 * terms)


def note(missing: str) -> dict[str, str]:
    """The finding of a course that has to do without. `missing`: the parts, as a sentence begins."""
    message = f"{missing} could not be written."
    return {"rule": RULE, "level": "note", "pointer": "", "message": message}
