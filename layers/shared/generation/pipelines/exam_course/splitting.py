"""Splitting: sequences into runs that are alike in length and small enough for one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")


def split(items: Sequence[T], *, most: int, most_chars: int, chars: Callable[[T], int]) -> list[Sequence[T]]:
    """Consecutive runs of at most `most` items and `most_chars` characters.

    As few as possible, and alike in length, so that no single item is left over beside full runs; a run
    that is too long in characters is halved until it fits, and an item over `most_chars` stands alone.
    Every item is in exactly one run, in order. The same input always gives the same runs: the keys of
    model calls that were paid for stand for them.
    """
    count = -(-len(items) // most)
    runs: list[Sequence[T]] = []
    for run in parts_of(items, count):
        runs.extend(_fitting(run, most_chars, chars))
    return runs


def parts_of(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """So many consecutive runs that are alike in length."""
    bounds = [index * len(items) // count for index in range(count + 1)] if count else []
    return [items[start:end] for start, end in pairwise(bounds)]


def _fitting(run: Sequence[T], most_chars: int, chars: Callable[[T], int]) -> list[Sequence[T]]:
    if len(run) == 1 or sum(map(chars, run)) <= most_chars:
        return [run]
    return [part for half in parts_of(run, 2) for part in _fitting(half, most_chars, chars)]
