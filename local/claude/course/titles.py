"""Readable titles for groups of texts, from phrases as they stand in the sources.

A phrase is a name, a run of words with capitals ("Amazon EC2", "Principle of Least Privilege"), or one to
three other words that say something ("consolidated billing"). It is written as the sources write it most
often, so nothing here has to know how a product is spelled.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from local.claude.course.text import is_stop, length, stem

_BREAK = re.compile(r"([^\w\s&'\u2019/.+-]+|[.](?=\s|$)|\s[-\u2013\u2014]+\s)")
_SENTENCE_ENDS = re.compile(r"[.!?:]")
_CONNECTORS = frozenset(["of", "and", "&", "for", "the"])
_CONJUNCTIONS = frozenset(["and", "&"])
_LONGEST_NAME = 6
_LONGEST_COMMON = 3
_SHORTEST_EMPHASIS = 6
"""All-capital words from this length on are emphasis ("MINIMUM"); shorter ones are taken for acronyms."""
_UBIQUITOUS_SHARE = 0.3
"""A first word that so many documents have ("AWS Artifact") does not tell one name from another."""
_LONGEST_TITLE = 70
_SHORTEST_ROOT = 5
_WORTH_ADDING = 0.15
"""Of the first phrase's worth; weaker ones say more about a single question than about the group."""

Key = tuple[str, ...]
"""The stems of a phrase."""
Stretch = list[str]
"""Words with no punctuation between them."""


@dataclass(frozen=True)
class Phrase:
    key: Key
    surface: str
    is_name: bool


class Phrases:
    """The phrases of some documents; a document is its fields, weight and text of each."""

    def __init__(self, documents: Sequence[Iterable[tuple[float, str]]]) -> None:
        fields = [[(weight, list(_stretches(text))) for weight, text in document] for document in documents]
        capitals = _capitals(stretch for document in fields for _, found in document for stretch in found)
        stems = [{stem(word) for _, found in document for _, s in found for word in s} for document in fields]
        spread = Counter(one for document in stems for one in document)
        self._heads = {one for one, count in spread.items() if count > _UBIQUITOUS_SHARE * len(fields) > 1}
        surfaces: dict[Key, Counter[tuple[str, bool]]] = defaultdict(Counter)
        for document in fields:
            for _, found in document:
                for surface, is_name in _runs(found, capitals):
                    surfaces[self._key(surface)][" ".join(surface), is_name] += 1
        self._phrases = {key: _usual(key, found) for key, found in surfaces.items() if key}
        self._weights = [self._found_in(document) for document in fields]
        self._spread = Counter(key for weights in self._weights for key in weights)

    def strongest(self, members: Sequence[int], limit: int) -> list[Phrase]:
        """Up to `limit` phrases that tell these documents from the others, best first.

        Each further one is chosen for the documents that those before it do not occur in, and none
        repeats a word of another or is its acronym.
        """
        chosen: list[Phrase] = []
        open_share = dict.fromkeys(members, 1.0)
        first_worth = 0.0
        while len(chosen) < limit:
            scores: dict[Key, float] = defaultdict(float)
            for member in members:
                for key, weight in self._weights[member].items():
                    scores[key] += weight * open_share[member]
            worth = {
                key: score * self._worth(key, members)
                for key, score in scores.items()
                if not any(_overlap(self._phrases[key], other) for other in chosen)
            }
            best = max(worth, key=lambda key: (worth[key], key), default=None)
            if best is None or worth[best] < _WORTH_ADDING * first_worth:
                break
            first_worth = first_worth or worth[best]
            chosen.append(self._phrases[best])
            for member in members:
                if best in self._weights[member]:
                    open_share[member] *= 0.2
        return chosen

    def _key(self, words: Sequence[str]) -> Key:
        key = tuple(stem(word) for word in words)
        while len(key) > 1 and key[0] in self._heads:
            key = key[1:]
        return key

    def _found_in(self, document: Sequence[tuple[float, list[tuple[bool, Stretch]]]]) -> dict[Key, float]:
        """The phrases that occur in a document, in whatever spelling, and the weight of the best place."""
        weights: dict[Key, float] = {}
        for weight, found in document:
            for _, words in found:
                stems = [stem(word) for word in words]
                for start in range(len(stems)):
                    for end in range(start + 1, min(start + _LONGEST_NAME, len(stems)) + 1):
                        key = tuple(stems[start:end])
                        if key in self._phrases:
                            weights[key] = max(weights.get(key, 0.0), weight)
        return weights

    def _worth(self, key: Key, members: Sequence[int]) -> float:
        """How much a phrase says, whatever it covers: rare, mostly here, a name, more than one word."""
        total, spread = len(self._weights), self._spread[key]
        rarity = math.log((1 + total) / (0.5 + spread)) if total > len(members) else 1.0
        here = sum(key in self._weights[member] for member in members) / spread
        content = sum(one not in _CONNECTORS for one in key)
        kind = 1.5 if self._phrases[key].is_name else 1.0 if content > 1 else 0.4
        if spread == 1 and total > 1:
            kind *= 0.6 if self._phrases[key].is_name else 0.1
        return rarity * (1 + here) / 2 * (1 + 0.3 * (min(content, 3) - 1)) * kind


def joined(phrases: Sequence[Phrase], listed: Callable[[Sequence[str]], str], most: int) -> str:
    """A title of as many of the phrases as fit into `most` bytes: "A, B and C", its first letter a
    capital."""
    surfaces = [phrase.surface for phrase in phrases]
    while len(surfaces) > 1 and length(listed(surfaces)) > min(most, _LONGEST_TITLE):
        surfaces.pop()
    title = listed(surfaces)
    return title[:1].upper() + title[1:]


def _stretches(text: str) -> Iterator[tuple[bool, Stretch]]:
    """The stretches of a text, each with whether it begins a sentence."""
    begins = True
    for part in _BREAK.split(text):
        words = [word for raw in part.split() if (word := _bare(raw))]
        if words and not _BREAK.fullmatch(part):
            yield begins, words
            begins = False
        if _SENTENCE_ENDS.search(part):
            begins = True


def _bare(word: str) -> str:
    return word.strip(".-/'\u2019+").removesuffix("'s").removesuffix("\u2019s")


def _capitals(stretches: Iterable[tuple[bool, Stretch]]) -> frozenset[str]:
    """Words that are written with a capital for what they are, not for where they stand."""
    found = set()
    for begins, words in stretches:
        # As a whole answer "Patch Management" is a name from its first word on, "Create EBS snapshots" not.
        is_title = len(words) > 1 and all(w[0].isupper() or w in _CONNECTORS for w in words)
        for index, word in enumerate(words):
            inside = any(character.isupper() for character in word[1:])
            emphasis = word.isalpha() and word.isupper() and len(word) >= _SHORTEST_EMPHASIS
            if not emphasis and (inside or (word[0].isupper() and (is_title or not begins or index > 0))):
                found.add(word)
    return frozenset(found)


def _runs(found: Iterable[tuple[bool, Stretch]], capitals: frozenset[str]) -> Iterator[tuple[Stretch, bool]]:
    """The longest names, their parts around "and", and the short runs of other words."""
    for _, words in found:
        is_name = [word in capitals and not is_stop(word) for word in words]
        start = 0
        while start < len(words):
            end = _name_end(words, is_name, start)
            if end > start:
                name = words[start:end]
                if len(name) <= _LONGEST_NAME:
                    yield name, True
                yield from ((part, True) for part in _around_conjunctions(name))
            start = max(end, start + 1)
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_COMMON, len(words)) + 1):
                if _is_common(words[start:end], is_name[start:end]):
                    yield words[start:end], False


def _name_end(words: Stretch, is_name: Sequence[bool], start: int) -> int:
    """Where the name that begins at `start` ends; `start` itself if none begins there."""
    end = at = start
    while at < len(words) and (is_name[at] or (end > start and words[at].lower() in _CONNECTORS)):
        at += 1
        if is_name[at - 1]:
            end = at
    return end


def _around_conjunctions(name: Stretch) -> list[Stretch]:
    parts: list[Stretch] = [[]]
    for word in name:
        if word.lower() in _CONJUNCTIONS:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part] if len(parts) > 1 else []


def _is_common(words: Stretch, is_name: Sequence[bool]) -> bool:
    if any(is_name) or any(is_stop(word) for word in words):
        return False
    return all(word[0].isalpha() for word in words)


def _usual(key: Key, found: Counter[tuple[str, bool]]) -> Phrase:
    """The phrase in its most frequent spelling, as a name if it mostly is one."""
    names = sum(count for (_, is_name), count in found.items() if is_name)
    is_name = 2 * names > found.total()
    spellings = {text: count for (text, kind), count in found.items() if kind is is_name}
    surface = min(spellings, key=lambda text: (-spellings[text], len(text), text))
    return Phrase(key, surface if is_name else surface.lower(), is_name)


def _overlap(one: Phrase, other: Phrase) -> bool:
    if _initials(one) == other.surface or _initials(other) == one.surface:
        return True
    return any(_related(left, right) for left in one.key for right in other.key)


def _related(left: str, right: str) -> bool:
    """Whether two stems are of one word, as "manag" and "management"."""
    shorter, longer = sorted((left, right), key=len)
    same = longer.startswith(shorter) if len(shorter) >= _SHORTEST_ROOT else shorter == longer
    return same and left not in _CONNECTORS


def _initials(phrase: Phrase) -> str:
    return "".join(word[0] for word in phrase.surface.split() if word[0].isupper())
