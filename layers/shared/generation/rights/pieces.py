"""Pieces: an archive as it is kept, a document for each piece of its file."""

from __future__ import annotations

FORMAT, VERSION = "coursemill-archive", 1
"""What the file says of itself."""

KIND = "archive"
TEXT = "text"
"""The part: a piece of the file."""

MOST = 99_999
"""Pieces of an archive: five digits stand for their number."""


def piece_id(archive_id: str, number: int) -> str:
    """Of the document that has the piece of that number, from 1."""
    return f"{archive_id}/{number:05d}"
