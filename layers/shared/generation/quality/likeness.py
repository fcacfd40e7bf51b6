"""Likeness: texts of which one is nearly the other, by words, so that a changed number or operator counts.

rapidfuzz's Indel similarity over lists of words, or of pairs of signs (`words.compared`): 1 minus the share
of them that have to be put in or taken out. Only pairs that share neighbouring words are compared: all of a
course of 599 questions are 200,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz.distance import Indel

from generation.quality.words import compared, grams

ALIKE = 0.8
"""From here on a person has to look."""

SAME = 0.95
"""From here on it is the same text."""

_ALL_PAIRS = 12
"""Texts of which every pair is compared."""

_COMMON = 0.5
_FEW = 40
"""Neighbouring words that occur in more than half of at least so many texts say nothing about any of them."""

_SHARED = 0.25
"""Of its neighbouring words that a text has to share: at likeness 0.8 it is a third and more."""

_STEM = 4
"""Letters by which forms of a word are alike."""

_DECIDING = frozenset(
    (
        "not",
        "no",
        "never",
        "nicht",
        "kein",
        "keine",
        "ohne",
        "without",
        "ne",
        "pas",
        "sin",
        "sem",
        "не",
        "без",
        "нет",
    )
)


def similarity(one: Sequence[Hashable], other: Sequence[Hashable], least: float = 0.0) -> float:
    """0 to 1; 0 for what is below `least`."""
    return float(Indel.normalized_similarity(one, other, score_cutoff=least))


def decides(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a number, a negation, a sign or their order tells two texts apart: then they differ."""
    return _deciding(one) != _deciding(other)


def _deciding(words: Sequence[str]) -> list[str]:
    return [word for word in words if word in _DECIDING or not word.isalpha() or _is_symbol(word)]


def _is_symbol(word: str) -> bool:
    """A letter that is a name in a formula or in code, and no word of a language."""
    return len(word) == 1 and word.isascii() and word not in "aeioy"


def swaps(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one text has another word in place of one of the other's: `public` for `private`. Forms of a
    word are the same."""
    mine, theirs = Counter(one) - Counter(other), Counter(other) - Counter(one)
    stems = [{word[:_STEM] for word in words} for words in (mine, theirs)]
    return bool(mine and theirs and stems[0].isdisjoint(stems[1]))


def pairs(texts: Sequence[str], least: float = ALIKE) -> Iterator[tuple[int, int, float]]:
    """(earlier, later, similarity) of alike texts, each later one with its most similar earlier."""
    words: list[list[str]] = []
    first: dict[tuple[str, ...], int] = {}
    for number, text in enumerate(texts):
        words.append(compared(text))
        # Equal ones are told at once: where all are equal they have no neighbouring words of their own.
        earlier = first.setdefault(tuple(words[number]), number)
        if earlier != number:
            yield earlier, number, 1.0
    kept = list(first.values())
    for one, later, best in _unequal([words[number] for number in kept], least):
        yield kept[one], kept[later], best


def _unequal(words: Sequence[Sequence[str]], least: float) -> Iterator[tuple[int, int, float]]:
    for later, earlier in _candidates(words):
        likeness = [(similarity(words[one], words[later], least), one) for one in earlier]
        best, one = max(likeness, default=(0.0, 0))
        if best >= least:
            yield one, later, best


def nearest(
    texts: Sequence[str], others: Sequence[str], least: float = ALIKE
) -> Iterator[tuple[int, int, float]]:
    """(text, other, similarity) of each text that is like one of the others, with the most similar."""
    theirs = [compared(other) for other in others]
    index = _Index(theirs)
    for number, text in enumerate(texts):
        mine = compared(text)
        likeness = [(similarity(theirs[one], mine, least), one) for one in index.near(mine, len(others))]
        best, one = max(likeness, default=(0.0, 0))
        if best >= least:
            yield number, one, best


class _Index:
    """Which texts have which neighbouring words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._places: dict[tuple[str, ...], list[int]] = {}
        for number, words in enumerate(texts):
            for gram in grams(words):
                self._places.setdefault(gram, []).append(number)
        most = len(texts) * _COMMON if len(texts) > _FEW else len(texts)
        self._places = {gram: places for gram, places in self._places.items() if len(places) <= most}

    def near(self, words: Sequence[str], before: int) -> list[int]:
        """Texts numbered below `before` that share enough with `words`."""
        mine = grams(words)
        shared = Counter(number for gram in mine for number in self._places.get(gram, ()) if number < before)
        least = len(mine) * _SHARED
        return [number for number, times in shared.items() if times >= least]


def _candidates(words: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[int]]]:
    if len(words) <= _ALL_PAIRS:
        yield from ((later, list(range(later))) for later in range(1, len(words)))
        return
    index = _Index(words)
    for later, mine in enumerate(words):
        yield later, index.near(mine, later)
