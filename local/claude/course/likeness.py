"""How alike texts are: cosine similarity of their TF-IDF vectors.

Written out rather than taken from scikit-learn: without numpy the server starts at once and answers the
same on every machine, and a few hundred short texts are no work.
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


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}
