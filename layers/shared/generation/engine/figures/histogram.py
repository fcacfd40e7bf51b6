"""Histogram: how many values fell into each of a fixed series of buckets.

Values are whole milliseconds. Buckets grow by GROWTH, so any quantile is known to 2 % however many values
there are, and histograms of different days, owners or machines are added bucket by bucket.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GROWTH = 1.035
"""Ratio of a bucket's ends. The value told for a bucket is within 2 % of all that fell into it, although it
is a whole number."""

SINGLE = 100
"""Below it each millisecond has a bucket of its own: those of GROWTH would be narrower."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """`counts` by the number of the bucket; none is zero."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Iterable[int]) -> Histogram:
        counts: dict[int, int] = {}
        for value in values:
            number = bucket(value)
            counts[number] = counts.get(number, 0) + 1
        return cls(counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def __add__(self, other: Histogram) -> Histogram:
        if not other.counts:
            return self
        counts = dict(self.counts)
        for number, count in other.counts.items():
            counts[number] = counts.get(number, 0) + count
        return Histogram(counts)

    def quantile(self, share: float) -> int | None:
        """The least value that so large a share (over 0, at most 1) of all values does not pass; None where
        there are none."""
        left = max(1, math.ceil(share * self.total))
        for number in sorted(self.counts):
            left -= self.counts[number]
            if left <= 0:
                return value(number)
        return None


def bucket(milliseconds: int) -> int:
    """Number of its bucket. What a clock that was put back makes negative counts as nothing."""
    if milliseconds < SINGLE:
        return max(0, milliseconds)
    number = SINGLE + int(math.log(milliseconds / SINGLE, GROWTH))
    # A logarithm may be off by its last digit: at the border of two buckets that is the other one.
    while milliseconds < _begin(number):
        number -= 1
    while milliseconds >= _begin(number + 1):
        number += 1
    return number


def value(number: int) -> int:
    """What is told for a bucket, ms: as far from its least value as from its greatest, by ratio."""
    if number < SINGLE:
        return number
    least, most = math.ceil(_begin(number)), math.ceil(_begin(number + 1)) - 1
    return round(2 * least * most / (least + most))


def _begin(number: int) -> float:
    return SINGLE * float(GROWTH ** (number - SINGLE))
