"""Feed: events and logs of a job as a reader may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice, repeat
from typing import TypeVar

from generation.engine.model.event import Event, LogEntry
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Record
from generation.stores.dynamodb.table import Table

E = TypeVar("E")

IN_FLIGHT = timedelta(seconds=2)
"""How long a gap in the feed may be a transaction that is still becoming visible: its items appear within
milliseconds of each other, and a reader in between sees a later one without an earlier one."""

LATEST = 8
"""Feed items in the first query for a log, newest first: about 4 KB, one read unit. Enough for a reader who
follows the log."""

MANY = 100
"""Feed items in each further query."""


class Feeds:
    """Events and logs over the table of the jobs: one item holds those of a checkpoint."""

    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self._table = table
        self._now = now

    def events(self, job_id: str, after: int, limit: int) -> Sequence[Event]:
        records = self._table.query(keys.feed_after(job_id, after), limit=limit)
        return unbroken(
            chain.from_iterable(map(items.events_of, self._alive(records))),
            after,
            limit,
            now=self._now(),
            number=lambda event: event.event_id,
            written=lambda event: event.timestamp,
        )

    def logs(self, job_id: str, after: int, limit: int) -> Sequence[LogEntry]:
        """The keys find events by number. Log ids grow with them, so the entries after one are looked
        for from the end: who follows a log wants the last few."""
        if after == 0:
            records = iter(self._table.query(keys.whole_feed(job_id), limit=limit))
        else:
            records = reversed(list(self._latest(job_id, after)))
        return unbroken(
            chain.from_iterable(map(items.logs_of, self._alive(records))),
            after,
            limit,
            now=self._now(),
            number=lambda entry: entry.log_id,
            written=lambda entry: entry.timestamp,
        )

    def _latest(self, job_id: str, after: int) -> Iterator[Record]:
        """Items with log entries after that one, the newest first."""
        where, start = keys.whole_feed(job_id), None
        for count in chain((LATEST,), repeat(MANY)):
            found = self._table.query(where, descending=True, start=start, limit=count)
            page = list(islice(found, count))
            for record in page:
                if keys.last_log_id(str(record["sk"])) <= after:
                    return
                yield record
            if len(page) < count:
                return
            start = items.key_in(page[-1])

    def _alive(self, records: Iterable[Record]) -> Iterable[Record]:
        now = self._now()
        return (record for record in records if not items.expires_in(record, now))


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
