"""Same: whether two short texts are one, in code too. Few patterns, so that handlers may import it."""

from __future__ import annotations

import re
import unicodedata

_LAST_STOP = re.compile(r"(?:(?<=\w)[.。]|(?<=[^\W\d_]{2})\s?[!！,])$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_SENTENCE = 4
"""Words from which on straight quotation marks are no sign of code."""

_QUOTATION_MARKS = "“”„«»‘’「」"


def same(text: str) -> str:
    """What is left when case, spacing, quotation marks around it and the full stop behind its last word do
    not count. Every other sign may be what it is about: `cmd > f` and `cmd >> f`, `cd .` and `cd ..`."""
    return bare(unicodedata.normalize("NFC", text).casefold())


def bare(text: str) -> str:
    """Without quotation marks around it and the full stop behind its last word, on one line."""
    words = _INVISIBLE.sub("", text).split()
    text = " ".join(words).strip(_QUOTATION_MARKS + ('"' if len(words) >= _SENTENCE else ""))
    return text if text.rstrip(".").isdigit() else _LAST_STOP.sub("", text)
