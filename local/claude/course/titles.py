"""Readable titles for groups of texts, from phrases as they stand in the sources.

A phrase is a run of words inside one stretch of text without punctuation: a name ("Amazon EC2",
"Shared Responsibility Model") or one to three words of a subject ("consolidated billing"). It is kept
with the spelling that the sources use most, so nothing has to know how a product is written.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local.claude.course.text import is_stop, stem

_STRETCH_END = re.compile(r"[^\w\s&'\u2019/.+-]+|[.](?=\s|$)|\s[-\u2013\u2014]+\s")
_CONNECTORS = frozenset(["of", "and", "&", "for", "the"])
_LONGEST = 4
_LONGEST_TITLE = 70

Key = tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    key: Key
    surface: str
    is_name: bool
    """Written with capitals inside sentences."""


class Phrases:
    """The phrases of some documents; a document is its fields, weight and text of each."""

    def __init__(self, documents: Sequence[Iterable[tuple[float, str]]]) -> None:
        self._weights: list[dict[Key, float]] = []
        surfaces: dict[Key, Counter[str]] = defaultdict(Counter)
        for fields in documents:
            weights: dict[Key, float] = {}
            for weight, text in fields:
                for key, surface in _phrases(text):
                    surfaces[key][surface] += 1
                    weights[key] = max(weights.get(key, 0.0), weight)
            self._weights.append(weights)
        self._spread = Counter(key for weights in self._weights for key in weights)
        self._surface = {key: _usual(found) for key, found in surfaces.items()}

    def strongest(self, members: Sequence[int], limit: int) -> list[Phrase]:
        """Up to `limit` phrases that tell these documents from the others, best first.

        Each further one is chosen for the documents that those before it do not occur in, and none
        repeats a word of another.
        """
        chosen: list[Phrase] = []
        covered: dict[int, float] = defaultdict(lambda: 1.0)
        used: set[str] = set()
        while len(chosen) < limit:
            scores: dict[Key, float] = defaultdict(float)
            for member in members:
                for key, weight in self._weights[member].items():
                    scores[key] += weight * covered[member]
            best = max(
                (key for key in scores if not used & set(key)),
                key=lambda key: (scores[key] * self._worth(key, len(members)), key),
                default=None,
            )
            if best is None or (chosen and scores[best] < 0.5):
                break
            surface, is_name = self._surface[best]
            chosen.append(Phrase(best, surface, is_name))
            used |= set(best)
            for member in members:
                if best in self._weights[member]:
                    covered[member] *= 0.25
        return chosen

    def _worth(self, key: Key, members: int) -> float:
        """How much a phrase says, whatever it covers: rare elsewhere, a name, more than one word."""
        total = len(self._weights)
        rarity = 1.0 if total <= members else math.log((1 + total) / (0.5 + self._spread[key]))
        _, is_name = self._surface[key]
        seen_once = self._spread[key] == 1 and total > 1
        return rarity * (1 + 0.35 * (len(key) - 1)) * (1.5 if is_name else 0.7) * (0.6 if seen_once else 1.0)


def joined(phrases: Sequence[Phrase]) -> str:
    """A title of as many of the phrases as fit: "A, B and C", its first letter a capital."""
    surfaces = [phrase.surface for phrase in phrases]
    while len(surfaces) > 1 and len(listed(surfaces)) > _LONGEST_TITLE:
        surfaces.pop()
    title = listed(surfaces)
    return title[:1].upper() + title[1:]


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def _phrases(text: str) -> Iterable[tuple[Key, str]]:
    for stretch in _STRETCH_END.split(text):
        words = [word.strip(".-/'\u2019") for word in stretch.split()]
        words = [word for word in words if word]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                run = words[start:end]
                if _is_phrase(run):
                    key = tuple(stem(word.removesuffix("'s").removesuffix("\u2019s")) for word in run)
                    yield key, " ".join([*run[:-1], run[-1].removesuffix("'s").removesuffix("\u2019s")])


def _is_phrase(run: Sequence[str]) -> bool:
    if any(is_stop(word) and word.lower() not in _CONNECTORS for word in run):
        return False
    if not any(character.isalpha() for word in run for character in word):
        return False
    connectors = [word.lower() in _CONNECTORS for word in run]
    if connectors[0] or connectors[-1] or run[0].isdigit():
        return False
    if any(connectors) or len(run) == _LONGEST:
        return all(_is_capital(word) for word, connects in zip(run, connectors, strict=True) if not connects)
    # "Amazon EC2 instances" is a phrase; half a name and what follows ("Hat Linux server runs") is not.
    return len(run) < 3 or not _is_capital(run[-1]) or _is_capital(run[0])


def _is_capital(word: str) -> bool:
    return any(character.isupper() for character in word)


def _usual(found: Counter[str]) -> tuple[str, bool]:
    """The most frequent spelling, and whether most spellings are capital throughout."""
    capital = sum(
        count
        for surface, count in found.items()
        if all(_is_capital(word) for word in surface.split() if word.lower() not in _CONNECTORS)
    )
    surface = min(found, key=lambda text: (-found[text], text))
    return surface, 2 * capital > found.total()
