"""History: the versions of a lesson beside the one that is live, in a document of their own.

So a course is read without them. Kept ones stand under their version and are written by people's changes,
which drop the oldest. A proposal stands at one of a few places that jobs write, until the next one takes it:
however many jobs run, what is stored has a bound, and no two writers write the same part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.pipelines.shared.lessons import Lesson, version_of
from generation.pipelines.shared.timestamps import iso

KIND = "lesson_history"

MOST_KEPT = 30
"""Versions of a lesson that are kept, its live one among them: a month of daily changes."""

PROPOSALS = 5
"""Places for what jobs propose."""

AUTHOR = "author"
"""`made_by` of what a person wrote."""

GENERATED = "As it was generated"
"""`note` of the version that the course began with."""

MAX_NOTE = 200

_KEPT, _PROPOSAL = "kept-", "proposal-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """made_by: model, or `author`. note: what it came from."""

    version: str
    created_at: str
    made_by: str | None
    note: str
    lesson: Lesson

    def stored(self) -> dict[str, Any]:
        return {
            "created_at": self.created_at,
            "made_by": self.made_by,
            "note": self.note,
            "lesson": dict(self.lesson),
        }


def document_id(course_id: str, lesson_id: str) -> str:
    return f"{course_id}/{lesson_id}"


def version(lesson: Lesson, at: datetime | str, made_by: str | None, note: str) -> Version:
    moment = at if isinstance(at, str) else iso(at)
    return Version(
        version=version_of(lesson), created_at=moment, made_by=made_by, note=note[:MAX_NOTE], lesson=lesson
    )


def generated(course: Document, lesson: Lesson) -> Version:
    """The version that was there before anything was kept."""
    return version(lesson, course.created_at, course.summary["made_by"], GENERATED)


def versions_of(stored: Document | None) -> dict[str, Version]:
    """Kept ones and proposals, by version; one that was made live counts as kept."""
    parts = (stored.parts or {}) if stored else {}
    found: dict[str, Version] = {}
    for name in sorted(parts, key=lambda name: name.startswith(_KEPT)):
        one = parts[name]
        made = version(one["lesson"], one["created_at"], one["made_by"], one["note"])
        found[made.version] = made
    return found


def kept_of(stored: Document | None) -> dict[str, Version]:
    parts = (stored.parts or {}) if stored else {}
    every = versions_of(stored)
    return {name: one for name, one in every.items() if f"{_KEPT}{name}" in parts}


def kept(course: Document, lesson_id: str, versions: Iterable[Version]) -> DocumentWrite:
    return _write(course, lesson_id, {f"{_KEPT}{one.version}": one.stored() for one in versions})


def too_many(
    course: Document, lesson_id: str, versions: Mapping[str, Version], stays: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Parts of the oldest kept versions, past the bound; never of those that `stays` names."""
    oldest = sorted((one.created_at, name) for name, one in versions.items() if name not in stays)
    places = document_id(course.document_id, lesson_id)
    return tuple((KIND, places, f"{_KEPT}{name}") for _, name in oldest[: max(0, len(versions) - MOST_KEPT)])


def proposed(course: Document, place: int, made: Version) -> DocumentWrite:
    return _write(course, made.lesson["lesson_id"], {f"{_PROPOSAL}{place}": made.stored()})


def place_for_proposal(stored: Document | None) -> int:
    """The first that is free, or that of the oldest proposal."""
    parts = (stored.parts or {}) if stored else {}
    made = {
        number: parts[name]["created_at"] if (name := f"{_PROPOSAL}{number}") in parts else ""
        for number in range(PROPOSALS)
    }
    return min(made, key=lambda number: (made[number], number))


def _write(course: Document, lesson_id: str, parts: Mapping[str, Any]) -> DocumentWrite:
    """With a head that is the same whoever writes it, since a document is found by its head."""
    place = document_id(course.document_id, lesson_id)
    head = Document(
        kind=KIND,
        owner=course.owner,
        document_id=place,
        status="kept",
        created_at=course.created_at,
        summary={"course_id": course.document_id, "lesson_id": lesson_id},
    )
    return DocumentWrite(kind=KIND, owner=course.owner, document_id=place, head=head, parts=parts)
