"""Profile document: the training profile of an owner as it is stored. Everybody has one at most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.training_program.person.profile import Profile

KIND = "profile"
ID = "profile"
PART = "profile"
STORED = "stored"


def document(owner: str, profile: Profile, updated_at: datetime) -> Document:
    return Document(
        kind=KIND,
        owner=owner,
        document_id=ID,
        status=STORED,
        created_at=updated_at,
        parts={PART: profile.model_dump(mode="json", exclude_none=True)},
    )


def content(stored: Document) -> dict[str, Any]:
    """The profile as it was sent; what was not given is not there. Needs the parts."""
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    profile: dict[str, Any] = stored.parts[PART]
    return profile
