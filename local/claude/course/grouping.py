"""Groups of texts that speak of the same: TF-IDF, average linkage over cosine similarity, balanced.

Written out rather than taken from scikit-learn: the linkage needs a limit on the size of a group, and
without numpy the server starts at once, answers the same on every machine, and is quick enough
(150 questions in about a quarter of a second).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Vector = Mapping[str, float]
Matrix = list[list[float]]

_SETTLING_ROUNDS = 5


def vectors(documents: Sequence[Iterable[tuple[float, Iterable[str]]]]) -> list[Vector]:
    """Unit TF-IDF vectors. A document is its fields: weight and terms of each.

    Term frequency counts sublinearly (1 + ln) within a field; a term that occurs in one document only
    is left out, since it joins nothing and would only blur what does.
    """
    frequencies: list[dict[str, float]] = []
    for fields in documents:
        weighted: dict[str, float] = defaultdict(float)
        for weight, found in fields:
            for term, count in Counter(found).items():
                weighted[term] += weight * (1 + math.log(count))
        frequencies.append(weighted)
    spread = Counter(term for document in frequencies for term in document)
    total = len(frequencies)
    idf = {term: math.log((1 + total) / (1 + count)) for term, count in spread.items() if count > 1}
    return [
        _unit({term: value * idf[term] for term, value in document.items() if idf.get(term, 0) > 0})
        for document in frequencies
    ]


def similarities(units: Sequence[Vector]) -> Matrix:
    """Cosine of each pair of unit vectors, by way of an index of the terms that they share."""
    matrix = [[0.0] * len(units) for _ in units]
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, vector in enumerate(units):
        for term, value in sorted(vector.items()):
            for column, other in index[term]:
                matrix[row][column] += value * other
            index[term].append((row, value))
        for column in range(row):
            matrix[column][row] = matrix[row][column]
    return matrix


def group(matrix: Matrix, sizes: Sequence[int], wanted: int) -> list[list[int]]:
    """Indexes 0..n-1 in exactly `min(wanted, n)` groups that are alike and of useful size.

    `sizes` weighs the items (a draft topic stands for several questions). Average linkage joins the two
    most similar groups again and again, as long as the joint one stays under twice the average size;
    then groups that stayed too small take over items, or are dissolved and the largest group is split.
    Sorted by first index; the same input always gives the same groups.
    """
    wanted = min(wanted, len(sizes))
    average = sum(sizes) / wanted
    cap = max(2 * math.ceil(average), max(sizes))
    floor = 1 + (average >= 3) + (average >= 10)
    groups = _linked(matrix, range(len(sizes)), sizes, wanted, cap)
    groups = _without_small(matrix, sizes, groups, floor, cap)
    _settle(matrix, sizes, groups, floor, cap)
    return sorted(sorted(members) for members in groups)


def _without_small(
    matrix: Matrix, sizes: Sequence[int], groups: list[list[int]], floor: int, cap: int
) -> list[list[int]]:
    """As many groups, none under `floor` as far as that can be: small ones dissolved, large ones split."""
    wanted = len(groups)
    while True:
        small = min(groups, key=lambda members: (_size(sizes, members), members))
        if _size(sizes, small) >= floor:
            break
        rest = [members for members in groups if members is not small]
        homes = [_home(matrix, sizes, rest, item, cap) for item in small]
        if None in homes:
            break
        groups = rest
        for item, home in zip(small, homes, strict=True):
            groups[home or 0].append(item)

    while len(groups) < wanted:
        large = max(groups, key=lambda members: (len(members) > 1, _size(sizes, members), members))
        halves = _linked(matrix, large, sizes, 2, max(math.ceil(_size(sizes, large) * 0.7), 1))
        groups = [members for members in groups if members is not large] + halves
    return groups


def _home(
    matrix: Matrix, sizes: Sequence[int], groups: Sequence[Sequence[int]], item: int, cap: int
) -> int | None:
    """Index of the group with room that an item is most like."""
    fitting = [i for i, members in enumerate(groups) if _size(sizes, members) + sizes[item] <= cap]
    return max(fitting, key=lambda i: (_likeness(matrix, item, groups[i]), -i), default=None)


def _settle(matrix: Matrix, sizes: Sequence[int], groups: list[list[int]], floor: int, cap: int) -> None:
    """Move items to groups that they are more like: early joins of the linkage are not final."""
    for _ in range(_SETTLING_ROUNDS):
        moved = False
        for item in range(len(matrix)):
            home = next(members for members in groups if item in members)
            if _size(sizes, home) - sizes[item] < floor:
                continue
            here = _likeness(matrix, item, [other for other in home if other != item])
            best = max(
                (m for m in groups if m is not home and _size(sizes, m) + sizes[item] <= cap),
                key=lambda members: (_likeness(matrix, item, members), members),
                default=None,
            )
            if best is not None and _likeness(matrix, item, best) > here * 1.1 + 0.005:
                home.remove(item)
                best.append(item)
                moved = True
        if not moved:
            return


def _size(sizes: Sequence[int], members: Sequence[int]) -> int:
    return sum(sizes[item] for item in members)


def _likeness(matrix: Matrix, item: int, members: Sequence[int]) -> float:
    return sum(matrix[item][other] for other in members) / len(members) if members else 0.0


def _linked(
    matrix: Matrix, items: Sequence[int], sizes: Sequence[int], wanted: int, cap: int
) -> list[list[int]]:
    """Average linkage of `items` down to `wanted` groups.

    Each row remembers its best partner, so that a step costs O(n) and not O(n^2). With a cap of twice the
    average there is always a pair that fits (any two groups over half the cap leave too few for more than
    `wanted` of them), except where single items are as large as that: then the smallest pair is joined.
    """
    between = {row: {other: matrix[row][other] for other in items} for row in items}
    weight = {row: sizes[row] for row in items}
    members: dict[int, list[int]] = {row: [row] for row in items}
    partner: dict[int, int | None] = {}

    def choose(row: int) -> None:
        fitting = [other for other in members if other != row and weight[row] + weight[other] <= cap]
        partner[row] = max(
            fitting, key=lambda other: (between[row][other], -weight[other], -other), default=None
        )

    for row in items:
        choose(row)
    while len(members) > wanted:
        rows = [row for row in members if partner[row] is not None]
        if rows:
            a = max(rows, key=lambda row: (between[row][partner[row] or 0], -weight[row], -row))
            b = partner[a]
            assert b is not None  # noqa: S101  (rows holds only those that have one)
        else:
            a, b = sorted(members, key=lambda row: (weight[row], row))[:2]
        share = len(members[a]) / (len(members[a]) + len(members[b]))
        members[a] = members[a] + members.pop(b)
        weight[a] += weight[b]
        for other in members:
            joint = share * between[a][other] + (1 - share) * between[b][other]
            between[a][other] = between[other][a] = joint
        for row in members:
            if row == a or partner[row] in (a, b):
                choose(row)
    return list(members.values())


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}
