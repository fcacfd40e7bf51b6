"""Wording: texts that were never meant for a reader, whatever they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from generation.quality import phrases
from generation.quality.blocks import Block
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.words import has_content, without_code

_TAG = re.compile(
    r"</?(?:br|p|div|span|b|i|u|s|em|strong|small|sub|sup|ul|ol|li|table|tr|td|th|tbody|thead|h[1-6]|a|img|font|"
    r"code|pre|blockquote|hr|center|script|style|iframe|object|embed|svg|math|details|summary|input|button|form|"
    r"body|html|head|article|section|nbsp)(?P<more>\s[^<>]*)?\s*/?>|<!--",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_ESCAPES = frozenset({"&lt;", "&gt;", "&amp;"})
"""How Markdown writes what would be markup."""

_IS_ABOUT_MARKUP = re.compile(
    r"\b(?:X?HTML|XML|SVG|JSX|DOM|CSS|markup|escap\w+|tags?|elements?)\b|тег|タグ|标签|要素", re.IGNORECASE
)
_MARKDOWN = re.compile(
    r"\*\*[^*\n]+\*\*|(?<![\w_])__[^_\n]+__(?!\w)|^#{1,6} \S|^```|^\s*\|.*\|\s*$\n^\s*\|[ :|-]+\|",
    re.MULTILINE,
)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|<https?://[^>\s]+>|^\s*\[[^\]]+\]:\s*\S+", re.MULTILINE)
_ADDRESS = re.compile(
    r"\b(?:https?|ftp)://[^\s)>\]\"'”»」]+|(?<![\w.@-])www\.[a-z0-9-]+\.[a-z]{2,}\S*|\bmailto:\S+",
    re.IGNORECASE,
)
_SAMPLE_ADDRESS = re.compile(
    r"^(?:https?|ftp)://(?:[^/\s]*\.)?(?:example(?:\.\w+)?|localhost|invalid|test|local|internal)(?:[:/?#.].*)?$|"
    r"^https?://(?:\d{1,3}\.){3}\d|^www\.example\.|^mailto:[^@]*@example\.|^https?://[\[{<$]",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]]*\]|<img\b|\bdata:image/", re.IGNORECASE)
_LATEX = re.compile(
    r"\\(?:frac|times|cdot|text|sqrt|left|right|begin|end|sum|int|alpha|beta|gamma|delta|mu|pi|mathrm|mathbf|"
    r"approx|leq|geq|neq|rightarrow|Rightarrow|pm|infty|overline|lambda|sigma|theta|circ|quad)\b|\\[()\[\]](?=.*\\[()\[\]])|"
    r"\$\$|(?<![\w$])\$(?=[^\s$\d])[^$\n]{0,80}[\\^_{}=][^$\n]{0,80}(?<!\s)\$(?![\w$])",
    re.DOTALL,
)
_IN_HEADING = re.compile(r"^# \S", re.MULTILINE)

LETTER_FIELDS = frozenset(
    {"why_right", "reason", "question", "explanation", "key_point", "objective", "body"}
)
"""Where readers stand before options whose letters are shuffled."""

_OWN_ID = re.compile(
    r"\b(?:topic|project|exam|course|job|draft|program|outline|slice)[-_](?:\d{1,3}|[0-9a-f]{8,})(?:-(?:lesson|task)-\d+)*\b"
)
_LOOKS_LIKE_AN_ID = re.compile(r"^(?:[A-Za-z]{1,12}[-_ ]?\d+|[A-Za-z][\w.]*[-_][\w-]*\d[\w-]*)$")
_NAMES_A_PRODUCT = re.compile(r"^[A-Za-z]\d$")


def _shown(pattern: re.Pattern[str] | phrases.Phrases, text: str) -> str | None:
    match = pattern.search(text)
    if match is None:
        return None
    return text[max(0, match.start() - 20) : match.end() + 20]


_Rule = Callable[[Block, str], Iterator[Finding]]


def wording(
    blocks: Iterable[Block], question_ids: Collection[str] = (), sources: str = ""
) -> Iterator[Finding]:
    """Every rule of this module, on every block.

    question_ids  of the exam: opaque names that no reader knows
    sources       the exam's texts: an address that they have may be spoken of
    """
    ids = _id_pattern(question_ids)
    for one in blocks:
        if not has_content(one.text):
            if one.field not in ("note", "exam_title"):
                yield block("empty-text", one.pointer, "There is nothing to read.")
            continue
        # What stands in code is shown as code, and may be anything but what nobody meant to write.
        bare = without_code(one.text) if one.is_markdown else one.text
        for rule in _RULES:
            yield from rule(one, bare)
        yield from _addresses(one, bare, sources)
        if one.field != "exam_title" and ids is not None and (shown := _shown(ids, bare)):
            yield block("names-an-id", one.pointer, f"Names an id that readers do not know: {quoted(shown)}")


def _as_a_model(one: Block, bare: str) -> Iterator[Finding]:
    if shown := _shown(phrases.AS_A_MODEL, bare):
        yield block("as-a-model", one.pointer, f"Speaks as a language model: {quoted(shown)}")


def _placeholder(one: Block, bare: str) -> Iterator[Finding]:
    if shown := _shown(phrases.PLACEHOLDER, bare):
        yield block("placeholder", one.pointer, f"Text that was to be replaced: {quoted(shown)}")
    elif one.field == "option" and phrases.BARE_OPTION.search(bare):
        yield block("placeholder", one.pointer, f"An option that says nothing: {quoted(bare)}")


def _leak(one: Block, bare: str) -> Iterator[Finding]:
    if one.field == "exam_title":
        return
    if shown := _shown(phrases.OUR_NAMES, bare) or _shown(phrases.CHATTER, bare):
        yield block("prompt-leak", one.pointer, f"Speaks of the request: {quoted(shown)}")


def _markup(one: Block, bare: str) -> Iterator[Finding]:
    if one.field == "exam_title":
        return
    for match in _TAG.finditer(bare):
        stands_alone = match.start() == 0 or not bare[match.start() - 1].isalnum()
        is_meant = stands_alone and not match["more"] and _IS_ABOUT_MARKUP.search(bare)
        if not is_meant:
            yield block("markup", one.pointer, f"HTML: {quoted(match[0])}")
            break
    escapes = _ESCAPES if one.is_markdown else frozenset()
    entity = next((found for found in _ENTITY.finditer(bare) if found[0] not in escapes), None)
    if entity is not None and not _IS_ABOUT_MARKUP.search(bare):
        yield block("markup", one.pointer, f"An entity of HTML: {quoted(entity[0])}")
    if one.is_markdown:
        if _IN_HEADING.search(bare):
            yield warn("markup", one.pointer, "A heading of the first level inside a body.")
    elif mark := _MARKDOWN.search(bare):
        yield block("markup", one.pointer, f"Markdown in a plain text: {quoted(mark[0])}")
    elif code := _CODE_SPAN.search(bare):
        yield warn("markup", one.pointer, f"Backticks in a plain text: {quoted(code[0])}")


def _images(one: Block, bare: str) -> Iterator[Finding]:
    if match := _IMAGE.search(bare):
        yield block("image", one.pointer, f"An image: {quoted(match[0])}")


def _latex(one: Block, bare: str) -> Iterator[Finding]:
    if match := _LATEX.search(bare):
        yield block("latex", one.pointer, f"LaTeX: {quoted(match[0])}")


def _letters(one: Block, bare: str) -> Iterator[Finding]:
    if one.field in LETTER_FIELDS and (shown := _shown(phrases.OPTION_LETTER, bare)):
        yield block("option-letter", one.pointer, f"Names an option by its letter: {quoted(shown)}")


def _own_ids(one: Block, bare: str) -> Iterator[Finding]:
    if one.field != "exam_title" and (shown := _shown(_OWN_ID, bare)):
        yield block("names-an-id", one.pointer, f"Names an id that readers do not know: {quoted(shown)}")


_RULES: tuple[_Rule, ...] = (_as_a_model, _placeholder, _leak, _markup, _images, _latex, _letters, _own_ids)


def _addresses(one: Block, bare: str, sources: str) -> Iterator[Finding]:
    if one.field == "exam_title":
        return
    if (match := _LINK.search(bare)) and not _IMAGE.search(bare):
        yield block("link", one.pointer, f"A link: {quoted(match[0])}")
        return
    for match in _ADDRESS.finditer(bare):
        address = match[0].rstrip(".,;:")
        if not _SAMPLE_ADDRESS.match(address) and address not in sources:
            yield block("link", one.pointer, f"An address: {quoted(match[0])}")
            return


def _id_pattern(question_ids: Collection[str]) -> re.Pattern[str] | None:
    """Finds ids that look like ids; "1" and "S3" could be anything."""
    ids = [one for one in question_ids if _LOOKS_LIKE_AN_ID.match(one) and not _is_name(one)]
    numbers = [one for one in question_ids if one.isdigit()]
    parts = [rf"(?<![\w-])(?:{'|'.join(map(re.escape, ids))})(?![\w-])"] if ids else []
    if numbers:
        parts.append(
            rf"(?i:\b(?:questions?|frage|pregunta|questão|domanda|вопрос\w*|问题|問題|題|第)\s*(?:no\.? ?|nr\.? ?|#|№ ?)?)"
            rf"(?:{'|'.join(map(re.escape, numbers))})(?!\w)"
        )
    return re.compile("|".join(parts)) if parts else None


def _is_name(one: str) -> bool:
    """Two characters are a name before they are an id, unless the letter says "question"."""
    return bool(_NAMES_A_PRODUCT.match(one)) and one[0] not in "qQ"
