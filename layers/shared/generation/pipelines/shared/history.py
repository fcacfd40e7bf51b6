"""History: the versions of a lesson beside the one that is live, in a document of their own.

So a course is read without them. Kept ones stand under their version and are written by people's changes,
which drop the oldest. What jobs write stands at one of a few places, until the next one takes it: a proposal,
or a lesson that is written anew, with what stood there before. So however many jobs run, what is stored has a
bound, and no two writers write the same part.
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

MOST_DROPPED = 20
"""Kept versions that one change drops: a transaction has room for a hundred items."""

PROPOSALS = 5
"""Places for what jobs propose."""

REWRITTEN = 6
"""Places for lessons that were written anew, and for what they took the place of."""

AUTHOR = "author"
"""`made_by` of what a person wrote."""

GENERATED, COPIED = "As it was generated", "As it was copied"
"""`note` of the version that the course began with."""

MAX_NOTE = 200

_KEPT, _PROPOSAL, _REWRITTEN = "kept-", "proposal-", "rewritten-"


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
    """The version that was there before anything was kept. Of a copy nobody knows who wrote it: its course
    may have had it from a person."""
    if course.summary.get("is_copy"):
        return version(lesson, course.created_at, None, COPIED)
    return version(lesson, course.created_at, course.summary["made_by"], GENERATED)


def versions_of(stored: Document | None, live: str) -> dict[str, Version]:
    """All that a person may see, by version: kept ones, proposals, and of what was written anew what is live
    or has been. One that was made live counts as kept."""
    parts = (stored.parts or {}) if stored else {}
    found: dict[str, Version] = {}
    for name in sorted(parts, key=lambda name: name.startswith(_KEPT)):
        made = _read(parts[name])
        if parts[name].get("was_live", True) or made.version == live:
            found[made.version] = made
    return found


def kept_of(stored: Document | None) -> dict[str, Version]:
    parts = (stored.parts or {}) if stored else {}
    every = [_read(part) for name, part in parts.items() if name.startswith(_KEPT)]
    return {one.version: one for one in every}


def _read(part: Mapping[str, Any]) -> Version:
    return version(part["lesson"], part["created_at"], part["made_by"], part["note"])


def kept(course: Document, lesson_id: str, versions: Iterable[Version]) -> DocumentWrite:
    return _write(course, lesson_id, {f"{_KEPT}{one.version}": one.stored() for one in versions})


def too_many(
    course: Document, lesson_id: str, versions: Mapping[str, Version], stays: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Parts of the oldest kept versions, past the bound; never of those that `stays` names."""
    oldest = sorted((one.created_at, name) for name, one in versions.items() if name not in stays)
    places = document_id(course.document_id, lesson_id)
    past = min(MOST_DROPPED, max(0, len(versions) - MOST_KEPT))
    return tuple((KIND, places, f"{_KEPT}{name}") for _, name in oldest[:past])


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


def rewritten(
    course: Document, stored: Document | None, before: Version | None, after: Version
) -> DocumentWrite:
    """A lesson that is written anew, and what it will take the place of. stored: the lesson's history. Until
    its job has saved the course `after` is not live, and nobody is shown it."""
    parts = (stored.parts or {}) if stored else {}
    places = {name: parts.get(name) for name in (f"{_REWRITTEN}{number}" for number in range(REWRITTEN))}
    written = {}
    for one, was_live in ((before, True), (after, False)):
        if one is not None and f"{_KEPT}{one.version}" not in parts:
            name = min(places, key=lambda name: _rank(places[name], one))
            there = places.pop(name)
            stays = there is not None and there["was_live"] and _read(there).version == one.version
            written[name] = {**one.stored(), "was_live": was_live or stays}
    return _write(course, after.lesson["lesson_id"], written)


def _rank(part: Mapping[str, Any] | None, wanted: Version) -> tuple[bool, bool, bool, str]:
    """Lowest of the place to take: where that very version stands, a free one, one that was never live, the
    oldest."""
    if part is None:
        return (True, False, False, "")
    return (_read(part).version != wanted.version, True, part["was_live"], part["created_at"])


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
