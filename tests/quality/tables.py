"""Tables of texts: one row a line, columns between tabs, their names in the first line."""

from __future__ import annotations

import csv
from pathlib import Path


def rows(name: str, *columns: str) -> list[tuple[str, ...]]:
    """Of a file beside this one."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    return [tuple(row[column] for column in columns) for row in found]
