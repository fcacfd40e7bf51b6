"""Markup of exams: layout taken out, everything else made inert for Markdown."""

from __future__ import annotations

import html
import re
import unicodedata

_INLINE = "b|i|u|s|em|strong|small|big|sub|sup|span|font"
_BLOCK = "p|div|center|ul|ol|li|blockquote"
_PAIRED_TAG = re.compile(rf"<(/?)({_INLINE}|{_BLOCK})(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCK_NAME = re.compile(_BLOCK, re.IGNORECASE)
_BREAK_TAG = re.compile(r"<(?:br|hr)\s*/?>|<(?:p|li)>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = frozenset({"Cc", "Zl", "Zp"})
_LINE_START = re.compile(r"^(?:([#+\-=:])|(\d{1,9})([.)]))")


def plain(text: str) -> str:
    """One line of display text: layout tags, entities, control characters and runs of space resolved.

    A tag that the text speaks of stays as text: `<script>` always, `<b>` where nothing closes it, and
    whatever would leave nothing behind, as the answers of an exam about HTML.
    """
    shown = _line(html.unescape(_without_breaks(_without_pairs(text))))
    return shown or _line(text)


def markdown(text: str) -> str:
    """A line of display text as Markdown that shows exactly that: no markup, no links, no headings."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]|~$@])", r"\\\1", text)
    # Renderers of the GitHub flavour turn bare addresses into links.
    text = text.replace("://", "\\://")
    text = re.sub(r"\bwww\.", r"www\\.", text, flags=re.IGNORECASE)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _without_pairs(text: str) -> str:
    """Opening and closing layout tags that belong together, taken out around their content."""
    opened: list[re.Match[str]] = []
    removed: dict[int, re.Match[str]] = {}
    for tag in _PAIRED_TAG.finditer(text):
        if not tag[1]:
            opened.append(tag)
            continue
        while opened:
            start = opened.pop()
            if start[2].lower() == tag[2].lower():
                if text[start.end() : tag.start()].strip():
                    removed[start.start()] = start
                    removed[tag.start()] = tag
                break
    parts = []
    at = 0
    for position, tag in sorted(removed.items()):
        parts.append(text[at:position])
        parts.append(" " if _BLOCK_NAME.fullmatch(tag[2]) else "")
        at = tag.end()
    return "".join([*parts, text[at:]])


def _without_breaks(text: str) -> str:
    """Line breaks as spaces, except one in the middle of a sentence ("What does <br> do?")."""

    def replace(tag: re.Match[str]) -> str:
        before, after = text[: tag.start()][-2:], text[tag.end() :][:2]
        is_spoken_of = before[:1].isalnum() and before[1:] == " " and after[:1] == " " and after[1:].islower()
        return tag[0] if is_spoken_of else " "

    return _BREAK_TAG.sub(replace, text)


def _line(text: str) -> str:
    text = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if unicodedata.category(one) in _CONTROLS else one for one in text)
    return _SPACE.sub(" ", text).strip()
