"""Listing: what a page of 25 jobs asks for, and how long it takes, while more and more jobs of its owner are
stored. `python -m benchmarks.listing` prints the table.

The table is dynalite's, which finds a place in a sorted key as DynamoDB does; the emulator of the other
benchmarks sorts all of an owner's items for each query.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.fixtures import ACCESS, table_definition
from benchmarks.meter import Meter
from generation.aws import dynamodb_client
from generation.catalogue import PIPELINES
from generation.engine.model.job import Job, JobStatus, StepState
from generation.engine.ports import JobFilter
from generation.stores.codec import Lifetimes
from generation.stores.dynamodb import DynamoJobStore, items
from generation.stores.dynamodb.actions import attributes
from testing.dynalite import dynalite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

STORED = (25, 1_000, 10_000)
PAGE = 25
LOOKS = 60
"""Pages asked for at each size; their median counts."""

TABLE = "jobs"
PER_REQUEST = 25
"""Items that one BatchWriteItem takes."""

_LIFE = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, the first or one from the middle of the list, while so many jobs are stored."""

    jobs: int
    requests: float
    read_units: float
    first_ms: float
    first_p90_ms: float
    middle_ms: float


def pages(client: DynamoDBClient, table: str, stored: Sequence[int] = STORED) -> Iterator[Listed]:
    """Into an empty table."""
    store, there = DynamoJobStore(client, table), 0
    for count in stored:
        put(client, table, range(there, count))
        there = count
        yield _looked(store, client, count)


def put(client: DynamoDBClient, table: str, numbers: Sequence[int]) -> None:
    """Jobs of one owner and organization that have ended, as the store keeps them."""
    made: list[dict[str, Any]] = []
    for number in numbers:
        job = replace(_SAMPLE, job_id=f"job_{number:06d}")
        made += map(attributes, (items.job_item(job, _LIFE), *items.listing_items(job, _LIFE)))
    for start in range(0, len(made), PER_REQUEST):
        puts: Any = [{"PutRequest": {"Item": item}} for item in made[start : start + PER_REQUEST]]
        client.batch_write_item(RequestItems={table: puts})


_SAMPLE = Job(
    job_id="job",
    owner="ada",
    org_id="analytical",
    pipeline="exam_course",
    subject="exam_course:exam_1",
    title="Practice exam",
    status=JobStatus.COMPLETED,
    steps=tuple(StepState(name=step.name, label=step.label) for step in PIPELINES["exam_course"].steps),
    created_at=datetime.now(UTC),
)


def _looked(store: DynamoJobStore, client: DynamoDBClient, count: int) -> Listed:
    mine = JobFilter(owner=_SAMPLE.owner)
    middle = store.jobs(mine, limit=100, cursor=None).cursor
    with Meter().on(client) as meter:
        first = _timed(store, mine, None)
        tally = meter.take()
    rest = _timed(store, mine, middle)
    return Listed(
        jobs=count,
        requests=tally.dynamodb_requests / LOOKS,
        read_units=tally.read_units / LOOKS,
        first_ms=statistics.median(first),
        first_p90_ms=statistics.quantiles(first, n=10)[-1],
        middle_ms=statistics.median(rest),
    )


def _timed(store: DynamoJobStore, which: JobFilter, cursor: str | None) -> list[float]:
    took = []
    for _ in range(LOOKS):
        begun = time.monotonic()
        store.jobs(which, limit=PAGE, cursor=cursor)
        took.append(1000 * (time.monotonic() - begun))
    return took


@contextmanager
def jobs_table() -> Iterator[DynamoDBClient]:
    """The template's table, empty, on a server of its own."""
    with dynalite() as url:
        client = dynamodb_client(endpoint_url=url, **ACCESS)
        try:
            client.create_table(TableName=TABLE, **table_definition())
            client.get_waiter("table_exists").wait(TableName=TABLE)
            yield client
        finally:
            client.close()


def table(measured: Sequence[Listed]) -> str:
    lines = [
        "| stored jobs | requests | read units | first page, ms (9 of 10 under) | page after 100 jobs, ms |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.jobs:,} | {one.requests:g} | {one.read_units:g} "
        f"| {one.first_ms:.0f} ({one.first_p90_ms:.0f}) | {one.middle_ms:.0f} |"
        for one in measured
    ]
    return "\n".join(lines)


def main() -> None:
    with jobs_table() as client:
        sys.stdout.write(table(list(pages(client, TABLE))) + "\n")


if __name__ == "__main__":
    main()
