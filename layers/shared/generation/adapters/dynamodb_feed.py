"""Feed: events and logs of a job as a reader may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

E = TypeVar("E")

IN_FLIGHT = timedelta(seconds=2)
"""The items of one transaction become visible within milliseconds of each other; readers that come in
between see a later one without an earlier one."""


def unbroken(
    entries: Iterable[E],
    after: int,
    limit: int,
    *,
    now: datetime,
    number: Callable[[E], int],
    written: Callable[[E], datetime],
) -> list[E]:
    """The entries after `after` up to the first gap, `limit` at most: who goes on after the last one
    misses none.

    A gap right at the beginning is one of a transaction in flight while what follows it is new, and
    otherwise one that the time to live has left.
    """
    found: list[E] = []
    expected = after + 1
    for entry in entries:
        if number(entry) <= after:
            continue  # written together with the ones that are asked for
        is_new = now - written(entry) < IN_FLIGHT
        if number(entry) != expected and (found or is_new):
            break
        found.append(entry)
        expected = number(entry) + 1
        if len(found) == limit:
            break
    return found
