"""Groups of items that are alike: average linkage over a matrix of similarities, balanced.

Plain average linkage ends in one giant group and many single items, of which no course can be made. So
a group may not outgrow twice the average, those that stay too small are dissolved, and in the end items
move to the group that they are most like.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from local.claude.course.likeness import Matrix

Group = list[int]

_SETTLING_ROUNDS = 5
_CLEARLY_MORE = (1.1, 0.005)
"""Factor and difference by which an item must be more like another group to move there."""
_LARGER_HALF = 0.7


def group(matrix: Matrix, sizes: Sequence[int], wanted: int) -> list[Group]:
    """Indexes 0..n-1 in exactly `min(wanted, n)` groups, sorted by their first index.

    `sizes` weighs the items: a draft topic stands for several questions. The same input always gives the
    same groups.
    """
    wanted = min(wanted, len(sizes))
    average = sum(sizes) / wanted
    cap = max(2 * math.ceil(average), max(sizes))
    floor = 1 + (average >= 3) + (average >= 10)
    groups = _Linkage(matrix, range(len(sizes)), sizes, cap).down_to(wanted)
    groups = _split(matrix, sizes, _without_small(matrix, sizes, groups, floor, cap), wanted)
    _settle(matrix, sizes, groups, floor, cap)
    return sorted(sorted(members) for members in groups)


class _Linkage:
    """Average linkage: joins the two most similar groups, again and again, as long as they fit the cap.

    Each group remembers its best partner, so that a join costs O(n) and not O(n^2).
    """

    def __init__(self, matrix: Matrix, items: Sequence[int], sizes: Sequence[int], cap: int) -> None:
        self._cap = cap
        self._members: dict[int, Group] = {item: [item] for item in items}
        self._weight = {item: sizes[item] for item in items}
        self._between = {row: {other: matrix[row][other] for other in items} for row in items}
        self._partner: dict[int, int | None] = {}
        for item in items:
            self._choose(item)

    def down_to(self, wanted: int) -> list[Group]:
        """Join until `wanted` groups are left."""
        while len(self._members) > wanted:
            self._join(*self._next_pair())
        return list(self._members.values())

    def _choose(self, row: int) -> None:
        weight, similarity = self._weight, self._between[row]
        self._partner[row] = max(
            (other for other in self._members if other != row and weight[row] + weight[other] <= self._cap),
            key=lambda other: (similarity[other], -weight[other], -other),
            default=None,
        )

    def _next_pair(self) -> tuple[int, int]:
        pairs = [(row, other) for row in self._members if (other := self._partner[row]) is not None]
        if not pairs:
            # A cap of twice the average leaves a pair that fits unless single items are about as large.
            first, second = sorted(self._members, key=lambda row: (self._weight[row], row))[:2]
            return first, second
        return max(
            pairs, key=lambda pair: (self._between[pair[0]][pair[1]], -self._weight[pair[0]], -pair[0])
        )

    def _join(self, kept: int, gone: int) -> None:
        members, between = self._members, self._between
        share = len(members[kept]) / (len(members[kept]) + len(members[gone]))
        members[kept] = members[kept] + members.pop(gone)
        self._weight[kept] += self._weight[gone]
        for other in members:
            joint = share * between[kept][other] + (1 - share) * between[gone][other]
            between[kept][other] = between[other][kept] = joint
        for row in members:
            if row == kept or self._partner[row] in (kept, gone):
                self._choose(row)


def _without_small(
    matrix: Matrix, sizes: Sequence[int], groups: Sequence[Group], floor: int, cap: int
) -> list[Group]:
    """The groups of at least `floor`, with the items of the smaller ones in those that they are most like."""
    large = [list(members) for members in groups if _size(sizes, members) >= floor]
    homeless = [members for members in groups if _size(sizes, members) < floor]
    for members in homeless:
        for item in members:
            home = max(
                (other for other in large if _size(sizes, other) + sizes[item] <= cap),
                key=lambda other: (_likeness(matrix, item, other), other),
                default=None,
            )
            if home is None:
                large.append([item])
            else:
                home.append(item)
    return large


def _split(matrix: Matrix, sizes: Sequence[int], groups: list[Group], wanted: int) -> list[Group]:
    """`wanted` groups, by splitting the largest ones (they have several items while there are too few)."""
    while len(groups) < wanted:
        largest = max(groups, key=lambda members: (len(members) > 1, _size(sizes, members), members))
        half = math.ceil(_size(sizes, largest) * _LARGER_HALF)
        groups = [members for members in groups if members is not largest]
        groups += _Linkage(matrix, largest, sizes, half).down_to(2)
    return groups


def _settle(matrix: Matrix, sizes: Sequence[int], groups: list[Group], floor: int, cap: int) -> None:
    """Move items to groups that they are more like: early joins of the linkage are not final."""
    for _ in range(_SETTLING_ROUNDS):
        if sum(_moved(matrix, sizes, groups, item, floor, cap) for item in range(len(matrix))) == 0:
            return


def _moved(
    matrix: Matrix, sizes: Sequence[int], groups: list[Group], item: int, floor: int, cap: int
) -> bool:
    home = next(members for members in groups if item in members)
    if _size(sizes, home) - sizes[item] < floor:
        return False
    best = max(
        (other for other in groups if other is not home and _size(sizes, other) + sizes[item] <= cap),
        key=lambda other: (_likeness(matrix, item, other), other),
        default=None,
    )
    factor, difference = _CLEARLY_MORE
    here = _likeness(matrix, item, [other for other in home if other != item])
    if best is None or _likeness(matrix, item, best) <= here * factor + difference:
        return False
    home.remove(item)
    best.append(item)
    return True


def _size(sizes: Sequence[int], members: Sequence[int]) -> int:
    return sum(sizes[item] for item in members)


def _likeness(matrix: Matrix, item: int, members: Sequence[int]) -> float:
    return sum(matrix[item][other] for other in members) / len(members) if members else 0.0
