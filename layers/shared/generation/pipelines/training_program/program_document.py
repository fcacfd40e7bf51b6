"""Program document: how a program is stored while it is made and afterwards, and what a reader sees.

Head: what a list shows. Parts, each written with the checkpoint of the step that made it:
`profile` (Profile), `analysis` (Analysis.to_json()), `weeks` ([Week]), `about` (Generated.about()) and
`validation` (Validation), `quality` (what the quality rules found, `shared.quality`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.shared.quality import PART
from generation.pipelines.shared.timestamps import iso
from generation.pipelines.training_program.planning.words import DEFAULT, words
from generation.pipelines.training_program.program import Level, Week
from generation.pipelines.training_program.request import TrainingProgramRequest

KIND = "program"
PROFILE, ANALYSIS, WEEKS, ABOUT, VALIDATION = "profile", "analysis", "weeks", "about", "validation"

MADE_BY_RULES = "rules"
"""Stands where a model has its id."""


_ABOUT = ("title", "description", "level", "level_reason", "generation_error")


class ProgramStatus(StrEnum):
    GENERATING = "generating"
    READY = "ready"


def begun(
    *,
    owner: str,
    program_id: str,
    job_id: str,
    request: TrainingProgramRequest,
    title: str,
    created_at: datetime,
) -> Document:
    """The head of a program that has nothing in it yet; `request` is what `accept` made of the input."""
    return Document(
        kind=KIND,
        owner=owner,
        document_id=program_id,
        status=ProgramStatus.GENERATING.value,
        created_at=created_at,
        summary={
            "title": title,
            "description": "",
            "language": request.language,
            "audience": request.audience,
            "goal": request.goal,
            "weeks_total": request.weeks,
            "days_per_week": request.days_per_week,
            "level": None,
            "level_reason": None,
            "generation_error": None,
            "made_by": None,
            "job_id": job_id,
        },
    )


def saved(stored: Document, *, made_by: str | None) -> Document:
    """The head of the finished program; `made_by` is the model of the latest answer of the job."""
    about = (stored.parts or {})[ABOUT]
    is_rule_based = about["level"] == Level.RULE_BASED
    summary = {
        **stored.summary,
        **{name: about[name] for name in _ABOUT},
        "language": _language(stored.summary["language"], is_rule_based=is_rule_based),
        "made_by": MADE_BY_RULES if is_rule_based else made_by,
    }
    return replace(stored, status=ProgramStatus.READY.value, summary=summary, parts=None)


def _language(wanted: str, *, is_rule_based: bool) -> str:
    """What the texts are in: a program by rule has not all languages."""
    said = words(wanted)
    is_known = wanted.lower().startswith(said.language) or said.language != DEFAULT
    return wanted if not is_rule_based or is_known else said.language


def weeks_json(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    return [week.model_dump(mode="json") for week in weeks]


def weeks_of(stored: Document) -> list[Week]:
    """Empty while there are none."""
    return [Week.model_validate(raw) for raw in (stored.parts or {}).get(WEEKS) or []]


def view(stored: Document) -> dict[str, Any]:
    """The program as far as it is made. Needs the parts."""
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    return {
        **summary(stored),
        "weeks": stored.parts.get(WEEKS) or [],
        "analysis": stored.parts.get(ANALYSIS),
        "generation_errors": (stored.parts.get(ABOUT) or {}).get("generation_errors", []),
        "validation": stored.parts.get(VALIDATION),
        "quality": stored.parts.get(PART),
    }


def summary(stored: Document) -> dict[str, Any]:
    """For lists: everything but weeks, analysis and validation."""
    return {
        "program_id": stored.document_id,
        **stored.summary,
        "status": stored.status,
        "created_at": iso(stored.created_at),
    }
