"""Feed: no reader misses an entry because it came in between the items of a transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from generation.stores.dynamodb.feed import IN_FLIGHT, unbroken

NOW = datetime(2026, 11, 22, tzinfo=UTC)
Entry = tuple[int, datetime]


def seen(numbers: list[int], after: int, *, limit: int = 100, age: timedelta = timedelta()) -> list[int]:
    entries = [(number, NOW - age) for number in numbers]
    found = unbroken(entries, after, limit, now=NOW, number=lambda e: e[0], written=lambda e: e[1])
    return [number for number, _ in found]


def test_entries_end_at_the_first_gap() -> None:
    assert seen([1, 2, 4, 5], 0) == [1, 2]
    assert seen([1, 2, 4, 5], 0, age=timedelta(days=1)) == [1, 2]


def test_a_gap_at_the_beginning_is_waited_for_while_it_may_close() -> None:
    assert seen([3, 4], 1) == []
    assert seen([2, 3, 4], 1) == [2, 3, 4]


def test_a_gap_that_time_has_left_is_passed_over() -> None:
    assert seen([30, 31], 0, age=IN_FLIGHT) == [30, 31]


def test_what_was_written_together_but_seen_before_is_left_out() -> None:
    assert seen([5, 6, 7], 6) == [7]


def test_no_more_than_asked_for() -> None:
    assert seen([1, 2, 3], 0, limit=2) == [1, 2]
