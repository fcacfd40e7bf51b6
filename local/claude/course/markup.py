"""Markup of exams: layout taken out, everything else made inert for Markdown."""

from __future__ import annotations

import html
import re
import unicodedata

from generation.pipelines.exam_course.markup import without_breaks, without_pairs

_SPACE = re.compile(r"\s+")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = frozenset({"Cc", "Zl", "Zp"})
_LINE_START = re.compile(r"^(?:([#+\-=:])|(\d{1,9})([.)]))")


def plain(text: str) -> str:
    """One line of display text: layout tags, entities, control characters and runs of space resolved.

    A tag that the text speaks of stays as text: `<script>` always, `<b>` where nothing closes it, and
    whatever would leave nothing behind, as the answers of an exam about HTML.
    """
    shown = _line(html.unescape(without_breaks(without_pairs(text), " ")))
    return shown or _line(text)


def markdown(text: str) -> str:
    """A line of display text as Markdown that shows exactly that: no markup, no links, no headings."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]|~$@])", r"\\\1", text)
    # Renderers of the GitHub flavour turn bare addresses into links.
    text = text.replace("://", "\\://")
    text = re.sub(r"\bwww\.", r"www\\.", text, flags=re.IGNORECASE)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _line(text: str) -> str:
    text = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if unicodedata.category(one) in _CONTROLS else one for one in text)
    return _SPACE.sub(" ", text).strip()
