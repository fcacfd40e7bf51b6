"""Markup: what the texts of an exam have left of the web page they were copied from, taken out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.entities import html5
from typing import Any

_INLINE = "b|i|u|s|em|strong|small|big|sub|sup|span|font"
_BLOCK = "p|div|center|ul|ol|li|blockquote"
_PAIRED_TAG = re.compile(rf"<(/?)({_INLINE}|{_BLOCK})(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCK_NAME = re.compile(_BLOCK, re.IGNORECASE)
_BREAK_TAG = re.compile(r"<(?:br|hr)\s*/?>|<(?:p|li)>", re.IGNORECASE)
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[^\n]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_ENTITY = re.compile(r"&(?:([a-z][a-z0-9]{1,30};)|#\d{1,7};|#x[0-9a-f]{1,6};)", re.IGNORECASE)
_SPACES = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
# From the first blank of a run alone: from each one a long run would take time by its square.
_AT_LINE_ENDS = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]+(?=\n)|(?<=\n)[ \t\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
_ABOUT_MARKUP = re.compile(r"\b(?:X?HTML5?|XML|SVG|JSX|markup)\b", re.IGNORECASE)
# Characters within a tag are bounded: a text of nothing but openings would take time by its square.
_ESCAPED_TAG = re.compile(
    r"(?:&lt;|&#0{0,5}60;|&#x0{0,5}3c;)/?[a-z!][^<>]{0,200}?(?:&gt;|&#0{0,5}62;|&#x0{0,5}3e;)", re.IGNORECASE
)

TEXTS = ("text", "explanation", "topic")


def cleaned_question(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A question of an exam without leftovers of markup, and what of it was different before: its id and
    those of `text`, `explanation`, `topic` and `options` that changed; empty where nothing did.

    A question about markup stays as it is, and so does one of which two options would read alike.
    """
    texts = [raw["text"], *(option["text"] for option in raw["options"])]
    if any(_ABOUT_MARKUP.search(text) for text in texts):
        return dict(raw), {}
    options = [{**option, "text": cleaned(option["text"])} for option in raw["options"]]
    if len({one["text"] for one in options}) < len({one["text"] for one in raw["options"]}):
        return dict(raw), {}
    made = {**raw, **{name: cleaned(raw[name]) for name in TEXTS if raw.get(name)}, "options": options}
    before: dict[str, Any] = {name: raw[name] for name in TEXTS if made.get(name) != raw.get(name)}
    changed = [old for old, new in zip(raw["options"], options, strict=True) if old != new]
    if changed:
        before["options"] = changed
    return made, {"question_id": raw["question_id"], **before} if before else {}


def cleaned(text: str) -> str:
    """The text with layout tags taken out, breaks as lines and entities as characters; code stays as it is.

    Never longer than before. What a text speaks of stays: `<script>` always, `<b>` where nothing closes it,
    `<br>` inside a sentence, a tag that is written with entities (somebody took care that it is none), and
    whatever would leave nothing behind.
    """
    if "<" not in text and "&" not in text:
        return text
    parts = _CODE.split(text)
    # Code stands at the odd places.
    shown = "".join(part if index % 2 else _cleaned(part) for index, part in enumerate(parts))
    return text if shown == text else shown.strip() or text


def _cleaned(text: str) -> str:
    made = without_breaks(without_pairs(text), "\n")
    parts, at = [], 0
    for tag in _ESCAPED_TAG.finditer(made):
        parts += [_ENTITY.sub(_character, made[at : tag.start()]), tag[0]]
        at = tag.end()
    made = "".join([*parts, _ENTITY.sub(_character, made[at:])])
    if made == text:
        return text
    made = _AT_LINE_ENDS.sub("", _SPACES.sub(" ", made))
    return _MANY_LINES.sub("\n\n", made)


def _character(entity: re.Match[str]) -> str:
    """Spaces of any width, and carriage returns, are a space here. What names no character stays, and what
    names one that nobody would see: a control character, or one that turns the direction of writing."""
    if entity[1] and entity[1] not in html5:
        # Of `&timestamp;` html.unescape would take `&times`, a name that old pages may leave open.
        return entity[0]
    character = html.unescape(entity[0])
    if character.isspace():
        return character if character in ("\n", "\t") else " "
    is_seen = character.isprintable() and character not in ("", "\ufffd")
    return character if is_seen else entity[0]


def without_pairs(text: str) -> str:
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


def without_breaks(text: str, instead: str) -> str:
    """Line breaks as `instead`, except one in the middle of a sentence ("What does <br> do?")."""

    def replace(tag: re.Match[str]) -> str:
        before, after = text[: tag.start()][-2:], text[tag.end() :][:2]
        is_spoken_of = before[:1].isalnum() and before[1:] == " " and after[:1] == " " and after[1:].islower()
        return tag[0] if is_spoken_of else instead

    return _BREAK_TAG.sub(replace, text)
