"""Outline document: how generated outlines are stored, and for how long one of them can be chosen.

Head: what was asked for. One part, `outlines`: the alternatives in the form that `Outline` takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.shared.timestamps import iso

KIND = "outline"
PART = "outlines"
STORED = "stored"
"""The only status: generated outlines do not change."""

KEPT = timedelta(days=30)


def document(
    *,
    owner: str,
    request: CourseOutlineRequest,
    outlines: Sequence[Mapping[str, Any]],
    made_by: str | None,
    created_at: datetime,
) -> Document:
    """`request` is what `accept` made of the input; `outlines` are those of the answer."""
    readers = {"language": request.language, "audience": request.audience}
    return Document(
        kind=KIND,
        owner=owner,
        document_id=request.outline_id,
        status=STORED,
        created_at=created_at,
        summary={
            "topic": request.topic,
            **readers,
            "outlines_total": len(outlines),
            "made_by": made_by,
            "expires_at": iso(created_at + KEPT),
        },
        parts={PART: [{**outline, **readers} for outline in outlines]},
    )


def is_expired(stored: Document, now: datetime) -> bool:
    """Whoever finds an expired document treats it as not there: nothing deletes it at that moment."""
    return datetime.fromisoformat(stored.summary["expires_at"]) <= now


def view(stored: Document) -> dict[str, Any]:
    """`{outline_id, made_by, expires_at, outlines}`. Needs the parts."""
    return {
        "outline_id": stored.document_id,
        "made_by": stored.summary["made_by"],
        "expires_at": stored.summary["expires_at"],
        "outlines": outlines_of(stored),
    }


def outlines_of(stored: Document) -> list[dict[str, Any]]:
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    outlines: list[dict[str, Any]] = stored.parts[PART]
    return outlines
