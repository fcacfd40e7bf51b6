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
    cap = max(2 * math.ceil(sum(sizes) / wanted), max(sizes))
    groups = _linked(matrix, sizes, wanted, cap)
    return sorted(sorted(members) for members in groups)


def _linked(matrix: Matrix, sizes: Sequence[int], wanted: int, cap: int) -> list[list[int]]:
    """Average linkage down to `wanted` groups.

    Each row remembers its best partner, so that a step costs O(n) and not O(n^2). With a cap of twice the
    average there is always a pair that fits (any two groups over half the cap leave too few for more than
    `wanted` of them), except where single items are as large as that: then the smallest pair is joined.
    """
    count = len(sizes)
    between = [row[:] for row in matrix]
    weight = list(sizes)
    members: dict[int, list[int]] = {index: [index] for index in range(count)}
    partner: dict[int, int | None] = dict.fromkeys(range(count))

    def choose(row: int) -> None:
        fitting = [other for other in members if other != row and weight[row] + weight[other] <= cap]
        partner[row] = max(
            fitting, key=lambda other: (between[row][other], -weight[other], -other), default=None
        )

    for row in range(count):
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
