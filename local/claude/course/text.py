"""Text of exams, cut into sentences, words and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”\u2019)]*\s+(?=[\"“\u2018(]?[^\W_a-z])|(?<=[。\uff01\uff1f])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no|dr|mr|mrs|ms|ltd|inc|u\.s)|\b[A-Z])\.$", re.I
)
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019&./][^\W_]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")

# English words, and words of exams ("choose", "following"), that say nothing about a subject. In other
# languages frequency alone has to tell.
STOP_WORDS = frozenset((Path(__file__).parent / "stop_words.txt").read_text("utf-8").split())


def sentences(text: str) -> list[str]:
    """The sentences of a cleaned text, in order."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        part = part.strip()
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return found


def length(text: str) -> int:
    """Bytes of UTF-8: what counts for the length of an answer, in any script."""
    return len(text.encode())


def shorten(text: str, limit: int) -> str:
    """`text`, or its beginning up to a word's end within `limit` bytes and an ellipsis."""
    if length(text) <= limit:
        return text
    head = text.encode()[: max(0, limit - 3)].decode(errors="ignore")
    words_end = head.rfind(" ")
    return (head[:words_end] if words_end > len(head) // 2 else head).rstrip(" ,;:.-") + "…"


def fair_limit(lengths: Iterable[int], budget: int) -> int:
    """The limit for each of some texts under which all together keep to `budget`: the longest give way."""
    left = budget
    ascending = sorted(lengths)
    for position, size in enumerate(ascending):
        share = left // (len(ascending) - position)
        if size > share:
            return share
        left -= size
    return budget


def words(text: str) -> list[str]:
    """The words of a text as written; Chinese, Japanese and Korean runs as pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if _CJK.search(word):
            found.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        else:
            found.append(word.removesuffix("'s").removesuffix("\u2019s"))
    return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of a word share: lower case, without plural, -ing, -ed and a last e."""
    word = word.lower()
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e")


_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS)


def is_stop(word: str) -> bool:
    """Whether a word says nothing about the subject of a question."""
    return word.lower() in STOP_WORDS or stem(word) in _STOP_STEMS or len(word) < 2


def terms(text: str) -> list[str]:
    """The stems that speak of the subject, in order, and their neighbouring pairs (`reserv instanc`)."""
    stems = ["" if is_stop(word) or word.isdigit() else stem(word) for word in words(text)]
    pairs = [f"{a} {b}" for a, b in pairwise(stems) if a and b]
    return [one for one in stems if one] + pairs
