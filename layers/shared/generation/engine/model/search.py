"""Search in titles: by words, in any order, upper and lower case alike."""

from __future__ import annotations

import unicodedata


def is_found(words: str | None, title: str) -> bool:
    """Whether each of the words is somewhere in the title; None and blanks find all."""
    folded = _folded(title)
    return all(word in folded for word in _folded(words or "").split())


def _folded(text: str) -> str:
    """Letters that look alike are alike: composed or not, of full width or not."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
