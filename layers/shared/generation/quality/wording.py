"""Wording: texts that were never meant for a reader, whatever they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from generation.quality import letters, phrases
from generation.quality.artifact import Exam
from generation.quality.blocks import SIGN, Block
from generation.quality.findings import Finding, block, quoted
from generation.quality.ids import id_pattern
from generation.quality.markup import markup
from generation.quality.words import QUOTATION, has_content, without_code

_LINK = phrases.Phrases(
    "[|<http",
    r"(?<![\w\])])\[[^\[\]\n]*\]\([^()\n]*\)|(?<![\w\])])\[[^\W\d_][^\[\]\n]{2,}\]\[\d{1,2}\]|<https?://[^<>\s]+>|(?m:^)[ \t]*\[[^\[\]\n]+\]:[ \t]*\S",
)
_ADDRESS = phrases.Phrases(
    "://|www.|mailto:",
    r"\b(?:https?|ftp)://[^\s)>\]\"'”»」]+|(?<![\w.@-])www\.[a-z0-9-]+\.[a-z]{2,}\S*|\bmailto:\S+",
)
_SAMPLE_ADDRESS = re.compile(
    r"^(?:https?|ftp)://(?:[^/\s]*\.)?(?:example(?:\.\w+)?|localhost|invalid|test|local|internal)(?:[:/?#.].*)?$|"
    r"^https?://(?:\d{1,3}\.){3}\d|^www\.example\.|^mailto:[^@]*@example\.|^https?://[\[{<$]",
    re.IGNORECASE,
)
_IMAGE = phrases.Phrases(
    "![|<img|data:image",
    r"!\[[^\[\]]*\]\([^()\n]*\)?|(?<![#(\w])!\[[^\W\d_][^\[\]\n]{2,}\]|<img\b[^<>\n]*>?|\bdata:image/[^\s<>\"')]*",
)
_LATEX = phrases.Phrases(
    "\\|$",
    r"(?<![\w:\\])\\(?:frac|times|cdot|text|sqrt|left|right|begin|end|sum|int|alpha|beta|gamma|delta|mu|pi|mathrm|mathbf|"
    r"textbf|textit|mathbb|mathcal|dfrac|tfrac|binom|vec|hat|ldots|cdots|partial|nabla|forall|exists|cup|cap|subset|le|ge|ne|to|in|lim|prod|"
    r"log|ln|sin|cos|tan|Delta|Omega|omega|phi|rho|tau|epsilon|equiv|propto|approx|leq|geq|neq|rightarrow|Rightarrow|pm|infty|overline|lambda|sigma|theta|circ|quad)\b|"
    r"\\\([^()\n]{1,80}\\\)|\\\[[^\[\]\n]{1,200}\\\]|\$\$[^$]{0,200}[\\^_{}][^$]{0,200}\$\$|"
    r"(?<![\w$])\$(?=[^\s$\d({])[^$\n]{0,80}[\\^_{}=][^$\n]{0,80}(?<!\s)\$(?![\w${(])",
)
_IS_ABOUT_LATEX = re.compile(r"\b(?:La)?TeX\b|\bMathJax\b|\bKaTeX\b")
_IS_ABOUT_PATTERNS = re.compile(
    r"\bregex\w*\b|\bregular expressions?\b|\bregulär\w+ ausdr|регулярн\w+ выражен|\bexpresi\w+ regular|\bescap\w+|"
    r"\b(?:sed|grep|awk|shell|bash)\b|正規表現|正则",
    re.IGNORECASE,
)
_IS_ABOUT_TEMPLATES = re.compile(
    r"\btemplat\w*|\b(?:jinja\w*|handlebars|mustache|vue|angular|liquid|helm|jekyll|django|ansible|twig)\b|\binterpolat\w*|"
    r"vorlage|шаблон|plantilla|テンプレート|模板",
    re.IGNORECASE,
)
_IS_TECHNICAL = re.compile(
    r"\b(?:columns?|tables?|sql|keys?|fields?|variables?|parameters?|arguments?|attributes?|api|json|xml|yaml|maven|tags?|"
    r"elements?|databases?|schemas?|joins?|tests?|assert\w*|class|tokens?|escap\w+|unicode|query|queries|"
    r"spalten?|tabellen?|felde?r?|schlüssel|datenbank\w*|variablen?|elemente?)\b|столб|таблиц|пол[еяю]\b|параметр|"
    r"переменн|токен|列|テーブル|変数|字段|表",
    re.IGNORECASE,
)

LETTER_FIELDS = frozenset(
    {"why_right", "reason", "question", "explanation", "key_point", "objective", "body"}
)
"""Where readers stand before options whose letters are shuffled."""

UNCHECKED = frozenset({"exam_title"})
"""Written by whoever made the exam."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a course may be taken to know of its exam, made once for all of its texts.

    ids    finds ids of questions; None without any that look like one
    texts  of the exam, in lower case: what stands there word for word may be spoken of
    """

    ids: re.Pattern[str] | None = None
    texts: str = ""

    @classmethod
    def of(cls, question_ids: Collection[str], exam: Exam | None = None) -> Known:
        return cls(id_pattern(question_ids), "" if exam is None else exam.whole_text().casefold())

    def has(self, text: str) -> bool:
        return text.strip().casefold() in self.texts


NOTHING = Known()

_Pattern = re.Pattern[str] | phrases.Phrases
_Rule = Callable[[Block, str, Known], Iterator[Finding]]


def wording(blocks: Iterable[Block], known: Known = NOTHING) -> Iterator[Finding]:
    """Every rule of this module, on every block."""
    for one in blocks:
        if not has_content(one.text) and not (one.field == SIGN and one.text.strip()):
            if one.field not in ("note", *UNCHECKED):
                yield block("empty-text", one.pointer, "There is nothing to read.")
            continue
        # What stands in code is shown as code, and may be anything but what nobody meant to write.
        bare = without_code(one.text) if one.is_markdown else one.text
        for rule in _ALWAYS if one.field in UNCHECKED else _RULES:
            yield from rule(one, bare, known)


def ids(blocks: Iterable[Block], known: Known) -> Iterator[Finding]:
    """`names-an-id` by itself, with the ids of an exam: of texts in which nothing else is to be found."""
    if known.ids is None:
        return
    for one in blocks:
        if one.field not in UNCHECKED and has_content(one.text):
            yield from _ids(one, without_code(one.text) if one.is_markdown else one.text, known)


def _unknown(pattern: _Pattern, text: str, known: Known, *, is_speech: bool = False) -> str | None:
    """The first match with what stands around it, unless the exam has it; is_speech: or a quotation."""
    for match in pattern.finditer(text):
        if known.has(match[0]) or (is_speech and _is_quoted(text, match)):
            continue
        return text[max(0, match.start() - 20) : match.end() + 20]
    return None


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    return any(
        said.start() < match.start() and match.end() <= said.end() for said in QUOTATION.finditer(text)
    )


def _is_about(subject: re.Pattern[str], one: Block) -> bool:
    return bool(subject.search(one.text) or subject.search(one.about))


def _as_a_model(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    if shown := _unknown(phrases.AS_A_MODEL, bare, known, is_speech=True):
        yield block("as-a-model", one.pointer, f"Speaks as a language model: {quoted(shown)}")


def _placeholder(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    shown = _unknown(phrases.PLACEHOLDER, bare, known) if one.field != SIGN else None
    if shown and not ("{{" in shown and _is_about(_IS_ABOUT_TEMPLATES, one)):
        yield block("placeholder", one.pointer, f"Text that was to be replaced: {quoted(shown)}")
    elif one.field == "option" and phrases.BARE_OPTION.search(bare):
        yield block("placeholder", one.pointer, f"An option that says nothing: {quoted(bare)}")


def _leak(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    shown = _unknown(phrases.OUR_NAMES, bare, known)
    shown = shown or _unknown(phrases.CHATTER, bare, known, is_speech=True)
    if not shown and (shown := _unknown(phrases.OUR_WORDS, bare, known)):
        shown = None if _is_about(_IS_TECHNICAL, one) else shown
    if shown:
        yield block("prompt-leak", one.pointer, f"Speaks of the request: {quoted(shown)}")


def _markup(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    yield from markup(one, bare)


def _images(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    if shown := _unknown(_IMAGE, bare, known):
        yield block("image", one.pointer, f"An image: {quoted(shown)}")


def _latex(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    match = _LATEX.search(bare)
    if match is None or _is_about(_IS_ABOUT_LATEX, one):
        return
    if match[0][:2] in (r"\(", r"\[") and _is_about(_IS_ABOUT_PATTERNS, one):
        return
    yield block("latex", one.pointer, f"LaTeX: {quoted(match[0])}")


def _letters(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    if one.field not in LETTER_FIELDS:
        return
    shown = _unknown(letters.OPTION_LETTER, bare, NOTHING)
    if not shown and (shown := _unknown(letters.BARE_LETTER, bare, NOTHING)):
        shown = None if _is_about(letters.ABOUT_LOGIC, one) else shown
    if shown:
        yield block("option-letter", one.pointer, f"Names an option by its letter: {quoted(shown)}")


def _ids(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    shown = _unknown(phrases.OWN_ID, bare, known)
    if not shown and known.ids is not None:
        shown = _unknown(known.ids, bare, NOTHING)
    if shown:
        yield block("names-an-id", one.pointer, f"Names an id that readers do not know: {quoted(shown)}")


def _addresses(one: Block, bare: str, known: Known) -> Iterator[Finding]:
    bare = _IMAGE.blanked(bare)
    if shown := _unknown(_LINK, bare, known):
        yield block("link", one.pointer, f"A link: {quoted(shown)}")
        return
    for match in _ADDRESS.finditer(bare):
        address = match[0].rstrip(".,;:")
        if not _SAMPLE_ADDRESS.match(address) and not known.has(address):
            yield block("link", one.pointer, f"An address: {quoted(match[0])}")
            return


_ALWAYS: tuple[_Rule, ...] = (_as_a_model, _placeholder, _images, _latex)
_RULES: tuple[_Rule, ...] = (*_ALWAYS, _leak, _markup, _letters, _ids, _addresses)
