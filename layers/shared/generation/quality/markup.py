"""Markup: what a reader would see as signs, since the text that it stands in is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.quality.blocks import Block
from generation.quality.findings import Finding, block, quoted, warn

_TAG = re.compile(
    r"</?(?P<name>br|p|div|span|b|i|u|s|q|em|strong|small|sub|sup|ul|ol|li|dl|dt|dd|table|caption|tr|td|th|tbody|thead|"
    r"h[1-6]|a|img|font|code|pre|kbd|del|ins|mark|strike|blockquote|hr|center|script|style|iframe|object|embed|svg|math|"
    r"figure|video|audio|label|details|summary|input|button|form|body|html|head|article|section|nbsp)"
    r"(?P<more>\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_ANY_TAG = re.compile(r"</?[A-Za-z]\w*/?>")
_SEVERAL = 2

_ESCAPES = frozenset({"&lt;", "&gt;", "&amp;"})
"""How Markdown writes what would be markup."""

_IS_ABOUT_MARKUP = re.compile(
    r"\b(?:X?HTML\d?|XML|SVG|JSX|DOM|CSS|markup|escap(?:e|ed|ing) (?:sequences?|characters?))\b|"
    r"\bescape\s[<>&\"']|"
    r"\b(?-i:tags?|elements?)\s<|>[`\"”]?\s?(?:tags?|elements?|тег|タグ|要素|标签|元素)",
    re.IGNORECASE,
)
"""Days (German `Tag`), elements of chemistry and gases that escape are none."""

_MARKDOWN = re.compile(
    r"(?<![A-Za-z0-9_*])\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?![A-Za-z0-9_])|(?<![\w_])__(?=\S)[^_\n]*[^\w\n][^_\n]*__(?!\w)|"
    r"^#{1,6} \S|^```|^[ \t]*\|.*\|[ \t]*\n[ \t]*\|[ :|-]+\|",
    re.MULTILINE,
)
"""`__init__` and `2 ** 3 ** 2` are code."""

_CODE_SPAN = re.compile(r"`[^`\n]+`")
_FIRST_HEADING = re.compile(r"^# \S", re.MULTILINE)


def markup(one: Block, bare: str) -> Iterator[Finding]:
    """bare: the text of the block without the code that is shown as such."""
    yield from _tags(one, bare)
    escapes = _ESCAPES if one.is_markdown else frozenset()
    entity = next((found for found in _ENTITY.finditer(bare) if found[0] not in escapes), None)
    if entity is not None and not _is_about_markup(one):
        yield block("markup", one.pointer, f"An entity of HTML: {quoted(entity[0])}")
    if one.is_markdown:
        if _FIRST_HEADING.search(bare):
            yield warn("markup", one.pointer, "A heading of the first level inside a body.")
    elif mark := _MARKDOWN.search(bare):
        yield block("markup", one.pointer, f"Markdown in a plain text: {quoted(mark[0])}")
    elif code := _CODE_SPAN.search(bare):
        yield warn("markup", one.pointer, f"Backticks in a plain text: {quoted(code[0])}")


def _is_about_markup(one: Block) -> bool:
    """Or it is an option among others that are tags."""
    is_named = _IS_ABOUT_MARKUP.search(one.text) or _IS_ABOUT_MARKUP.search(one.about)
    return bool(is_named) or (one.field == "option" and len(_ANY_TAG.findall(one.about)) >= _SEVERAL)


def _tags(one: Block, bare: str) -> Iterator[Finding]:
    text = bare if one.is_markdown else _CODE_SPAN.sub(" ", bare)
    for match in _TAG.finditer(text):
        stands_alone = match.start() == 0 or not text[match.start() - 1].isalnum()
        is_name = stands_alone and _is_about_markup(one)
        if not is_name and not _compares(text, match):
            yield block("markup", one.pointer, f"HTML: {quoted(match[0])}")
            return


def _compares(text: str, match: re.Match[str]) -> bool:
    """`a<b>c` compares: a tag of one letter between names, that is closed nowhere."""
    name, end = match["name"] or "", match.end()
    is_between = text[match.start() - 1 : match.start()].isalnum() and text[end : end + 1].isalnum()
    return len(name) == 1 and is_between and f"</{name}>" not in text
