"""Words: texts as the rules compare them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`", re.DOTALL)
_SPACELESS = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts without spaces between words."""

_SEPARATORS = ".,;:!?\"'`()“”„‘’«»‹›…·、。，；：！？（）「」『』—–*_"
_TOKEN = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+|(?<!\S)\.(?=\w)|[^\w\s{re.escape(_SEPARATORS)}]")
_SPACELESS_SIGN = re.compile(f"[{_SPACELESS}]")
_WORD = re.compile(rf"[^\W{_SPACELESS}]+(?:['’-][^\W{_SPACELESS}]+)*")
QUOTATION = re.compile(
    '“[^“”]{12,}”|„[^„“”]{12,}[“”]|«[^«»]{12,}»|»[^«»]{12,}«|"[^"\n]{12,}"|「[^「」]{6,}」|『[^『』]{6,}』'
)
"""What somebody else says; shorter ones are terms."""

SIGNS_PER_WORD = 2
"""Characters of a script without spaces that count as a word: between Chinese (1.5) and Thai (4)."""


def plain(text: str) -> str:
    """Unicode in its usual form, spaces as one, hyphens as one kind: what `exact` comparisons look at."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def tokens(text: str) -> list[str]:
    """Words, numbers, operators, the dot of `.name`; punctuation that says nothing is left out. A sign of a
    script without spaces is a word of its own."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def compared(text: str) -> list[str]:
    """What likeness is measured by: words, and in scripts without spaces each two signs in a row. Single
    signs are alike in any two texts; another word of two signs is another in three pairs."""
    found: list[str] = []
    before = ""
    for token in tokens(text):
        is_sign = _SPACELESS_SIGN.fullmatch(token) is not None
        if is_sign and before:
            found.append(before + token)
        elif not is_sign:
            found.append(token)
        before = token if is_sign else ""
    return found or tokens(text)


def essence(text: str) -> str:
    """What is left when case, spacing and punctuation do not count; operators do."""
    return " ".join(tokens(text))


def count(text: str) -> int:
    """Words, in any script."""
    return len(_WORD.findall(text)) + len(_SPACELESS_SIGN.findall(text)) // SIGNS_PER_WORD


def without_code(markdown: str) -> str:
    return _CODE.sub(" ", markdown)


def has_content(text: str) -> bool:
    """Whether there is a letter or a digit in it, or a sign that stands for itself."""
    return any(unicodedata.category(sign)[0] in "LNS" for sign in text)


def paragraphs(markdown: str) -> list[str]:
    """The blocks of prose of a body, code taken out."""
    return [part.strip() for part in re.split(r"\n\s*\n", without_code(markdown)) if part.strip()]


def grams(words: Sequence[str], size: int = 2) -> set[tuple[str, ...]]:
    """Neighbouring words, for finding what could be alike without comparing all with all."""
    return {tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1))}
