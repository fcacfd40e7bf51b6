"""Lists of jobs: the listing items name them, the job items say how they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from generation.engine.model.job import Job
from generation.engine.ports import JobFilter, Page, Unreadable
from generation.stores.cursors import cursor_after, last_seen, name_of
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Record
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.trash import is_deleted
from generation.stores.dynamodb.unreadable import readable, unreadable

BATCH = 100
"""Jobs in one BatchGetItem: DynamoDB's limit."""

MOST_BATCHES = 5
"""Batches read for one page. A filter for a rare status among thousands of jobs then gives a short page and a
cursor instead of an answer that takes seconds."""


class JobLists:
    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self._table = table
        self._now = now

    def jobs(self, which: JobFilter, *, limit: int, cursor: str | None) -> Page[Job]:
        name = name_of(which)
        owned = which.org_id is None
        partition = keys.owner_partition(which.owner) if owned else keys.org_partition(which.org_id or "")
        last = last_seen(cursor, *name) if cursor else None
        batch = limit if which.is_open else BATCH
        found: list[Job] = []
        for _ in range(MOST_BATCHES):
            listed = self._listed(partition, last, batch + 1)
            jobs = self._read(which, listed[:batch])
            for position, (job_id, job) in enumerate(jobs, start=1):
                last = job_id
                if job and which.shows(job):
                    found.append(job)
                if len(found) == limit:
                    more = position < len(listed)
                    return Page(found, cursor_after(last, *name) if more else None)
            if len(listed) <= batch:
                return Page(found)
        return Page(found, cursor_after(last or "", *name))

    def read_all(self, job_ids: Sequence[str]) -> dict[str, Job]:
        records = self._table.batch_get([keys.job_key(job_id) for job_id in job_ids])
        found = (self._job(record) for record in records.values())
        return {job.job_id: job for job in found if job is not None}

    def active_jobs(self, after: tuple[datetime, str] | None) -> Iterator[Job | Unreadable]:
        """The index may lag behind: what has ended meanwhile is left out."""
        start = items.active_position(*after) if after else None
        found = self._table.index_keys(keys.ACTIVE_INDEX, keys.ACTIVE_MARK, start)
        while batch := list(islice(found, BATCH)):
            records = self._table.batch_get(batch, consistent=False)
            for record in (records[key] for key in batch if key in records):
                job = readable(record)
                if job is None:
                    yield unreadable(record)
                elif not job.is_finished:
                    yield job

    def _listed(self, partition: str, last: str | None, most: int) -> list[Record]:
        start = keys.listing_key(partition, last) if last else None
        found = self._table.query(keys.listings(partition), descending=True, start=start, limit=most)
        return list(islice(found, most))

    def _read(self, which: JobFilter, listed: list[Record]) -> list[tuple[str, Job | None]]:
        """The listed jobs in the same order; None for those that the filter or time has taken away."""
        job_ids = [keys.listed_job(str(record["sk"])) for record in listed]
        wanted: dict[str, Key] = {
            job_id: keys.job_key(job_id)
            for job_id, record in zip(job_ids, listed, strict=True)
            if which.pipeline in (None, record["pipeline"])
        }
        records = self._table.batch_get(list(wanted.values()))
        return [(job_id, self._job(records.get(wanted.get(job_id, _NONE)))) for job_id in job_ids]

    def _job(self, record: Record | None) -> Job | None:
        if record is None or is_deleted(record) or items.expires_in(record, self._now()):
            return None
        return readable(record)


_NONE = Key("", "")
