"""What of an exam's text may be said in a lesson: the quality rules hold what is made here too."""

from __future__ import annotations

import re
from functools import lru_cache

from generation.quality.blocks import Block
from generation.quality.wording import wording
from local.claude.course.text import sentences

_ADDRESS = re.compile(r"<?\b(?:https?|ftp)://[^\s<>]+>?|\bwww\.\S+", re.IGNORECASE)
_SPACE = re.compile(r"\s+(?=[.,;:)])|(?<=\()\s+|\s{2,}")


@lru_cache(maxsize=20_000)
def said(text: str) -> str:
    """The sentences of a cleaned text that readers may see: no addresses, letters of options, leftovers of
    markup. Empty where none is left."""
    told = _ADDRESS.sub("", text)
    kept = [one for one in sentences(told) if not list(wording([Block("", one, "reason")]))]
    return _SPACE.sub("", " ".join(kept)) if kept else ""
