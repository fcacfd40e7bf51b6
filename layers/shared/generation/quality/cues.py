"""Cues: what gives the keys of a whole set of quiz questions away to somebody who knows nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb

from generation.quality.artifact import Question
from generation.quality.asked import QUIZ_OPTIONS
from generation.quality.findings import Finding, block, warn
from generation.quality.items import overlap, single_keys

MOST_LONGEST = 0.40
MOST_OVERLAP = 0.40
MOST_AT_ONE_PLACE = 0.35
"""Shares of the questions (four options, one key) that a guesser may get right by a cue. Chance: 0.25."""

ACCIDENT = 0.025
"""Probability below which a share over its limit is no accident: sets of ten questions reach 0.4 often."""

FEWEST = 8
"""Questions that a set needs before a share says anything."""

FEWEST_OF_A_LESSON = 3


def cues(pointer: str, questions: Sequence[Question]) -> Iterator[Finding]:
    """Key longest, key always at the same place, key sharing words with the stem: over the whole set."""
    yield from cues_of_texts(pointer, questions)
    single = single_keys(questions)
    if len(single) < FEWEST:
        return
    place, times = Counter(place for _, place in single).most_common(1)[0]
    what = f"The key is {QUIZ_OPTIONS[place]}"
    yield from _share(
        pointer, "key-position", what, times, len(single), MOST_AT_ONE_PLACE, places=len(QUIZ_OPTIONS)
    )


def cues_of_texts(pointer: str, questions: Sequence[Question]) -> Iterator[Finding]:
    """Those that an author can mend: places are dealt out afterwards, when the options are shuffled."""
    single = single_keys(questions)
    if len(single) < FEWEST:
        return
    yield from _share(
        pointer, "key-longest", "The key is the longest option", longest(single), len(single), MOST_LONGEST
    )
    what = "The key shares most words with the question"
    yield from _share(pointer, "key-overlap", what, most_overlap(single), len(single), MOST_OVERLAP)


def lesson_cues(at: str, questions: Sequence[Question]) -> Iterator[Finding]:
    """Of one lesson: every key is the longest option. By accident one lesson in 64."""
    single = single_keys(questions)
    if len(single) >= FEWEST_OF_A_LESSON and longest(single) == len(single):
        yield block("key-longest", f"{at}/quiz", "In every question the right option is the longest one.")


def longest(single: Sequence[tuple[Question, int]]) -> int:
    """In how many questions the key is longer than every other option."""
    found = 0
    for question, place in single:
        lengths = [len(option.text) for option in question.options]
        found += lengths[place] == max(lengths) and lengths.count(max(lengths)) == 1
    return found


def most_overlap(single: Sequence[tuple[Question, int]]) -> int:
    """How many questions somebody gets right who takes the option that shares most words with the stem, and
    among equals guesses."""
    found = 0.0
    for question, place in single:
        shared = overlap(question)
        found += (shared[place] == max(shared)) / shared.count(max(shared))
    return round(found)


def _share(
    pointer: str, rule: str, what: str, times: int, of: int, most: float, *, places: int = 1
) -> Iterator[Finding]:
    """places: how many accidents were possible: any of four places may be the favourite."""
    share = times / of
    if share <= most:
        return
    message = f"{what} in {times} of {of} questions ({share:.0%}); at most {most:.0%} may be."
    by_accident = places * sum(comb(of, n) * 0.25**n * 0.75 ** (of - n) for n in range(times, of + 1))
    yield block(rule, pointer, message) if by_accident < ACCIDENT else warn(rule, pointer, message)
