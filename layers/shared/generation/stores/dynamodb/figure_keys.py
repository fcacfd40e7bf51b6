"""Keys of what the figures need: ends of attempts, the state of the folds, figures of days."""

from __future__ import annotations

from generation.engine.figures.figures import Population
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.keys import Key, Range

FOLD = Key("FIGURES", "FOLD")

_HALVES = (("0", "0", "8"), ("1", "8", "g"))
"""Partitions of the ends: name, and between which first characters of positions, which are hexadecimal. Each
takes 1,000 write units a second, and an end is three. Answers that count everybody's ask all of them."""

_DAY, _PARTS = "DAY#", "PARTS#"


def end_key(position: str) -> Key:
    """Of an attempt's end, by its position among all."""
    half = next(name for name, _, end in _HALVES if position < end)
    return Key(f"ENDED#{half}", position)


def all_ends() -> list[Range]:
    """In the order of their positions."""
    return [Range(f"ENDED#{name}", begin, end) for name, begin, end in _HALVES]


def ends_of(prefix: str) -> Range:
    """All whose positions begin with that, which ends in a #."""
    return Range.prefixed(end_key(prefix).pk, prefix)


def day_key(population: Population, day: str) -> Key:
    """`day` as 2026-11-28."""
    return Key(_partition(population), _DAY + day)


def parts_key(day: Key) -> Key:
    """Of the same, told apart."""
    return Key(day.pk, _PARTS + day_in(day.sk))


def day_in(sort_key: str) -> str:
    """Of `day_key`."""
    return sort_key.removeprefix(_DAY)


def days(population: Population, first: str, last: str) -> Range:
    return Range(_partition(population), _DAY + first, _DAY + last)


def parts_of_days(population: Population, first: str, last: str) -> Range:
    return Range(_partition(population), _PARTS + first, _PARTS + last)


def _partition(population: Population) -> str:
    if population.owner is not None:
        return "FIGURES#" + keys.owner_partition(population.owner)
    if population.org_id is not None:
        return "FIGURES#" + keys.org_partition(population.org_id)
    return "FIGURES#ALL"
