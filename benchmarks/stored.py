"""S7: how long status and list take while more and more jobs are stored, through HTTP."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from benchmarks.fixtures import ACCESS
from benchmarks.systems.base import Place
from benchmarks.systems.stack import CoursemillStack
from benchmarks.units import STORED
from benchmarks.work import Work
from generation.aws import dynamodb_client
from generation.engine.ports import JobFilter
from generation.stores.codec import Lifetimes
from generation.stores.dynamodb import DynamoJobStore, items
from generation.stores.dynamodb.actions import attributes

LOOKS = 60
"""Of each question at each size; their median counts."""

PER_REQUEST = 25
"""Items that one BatchWriteItem takes."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds through HTTP, median and the 9th of ten, while so many jobs of one owner are stored.

    page_in_store  the same page asked of the table directly: what of it is the emulator's
    """

    jobs: int
    status: float
    status_p90: float
    page_of_25: float
    page_of_25_p90: float
    page_in_store: float


async def latencies(place: Place) -> list[dict[str, Any]]:
    """Through HTTP, on a stack of its own."""
    stack = CoursemillStack(place)
    await stack.start()
    try:
        work = Work(mark="growth", topics=(0.0,) * 5)
        await stack.prepare([work])
        job_id = await stack.submit(work)
        async with asyncio.timeout(60):
            while not (await stack.look(job_id)).is_finished:  # noqa: ASYNC110 - HTTP tells nobody
                await asyncio.sleep(0.2)
        return [asdict(one) async for one in _measured(stack, job_id)]
    finally:
        await stack.stop()


async def _measured(stack: CoursemillStack, job_id: str) -> Any:
    with _table(stack, job_id) as store:
        there = 1
        for count in STORED:
            await asyncio.to_thread(store, count - there)
            there = count
            status = await _timed(stack, job_id, f"/v1/jobs/{job_id}")
            page = await _timed(stack, job_id, "/v1/jobs?limit=25")
            yield Latency(count, *status, *page, await asyncio.to_thread(_in_store, stack, job_id))


@contextmanager
def _table(stack: CoursemillStack, job_id: str) -> Iterator[Callable[[int], None]]:
    """Stores copies of a job as the store itself would."""
    client = dynamodb_client(endpoint_url=stack.record.emulator_url, **ACCESS)
    sample = DynamoJobStore(client, stack.record.table).read(job_id)
    assert sample is not None  # noqa: S101 - it was started
    life = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=1))
    numbers = iter(range(1_000_000))

    def copy(count: int) -> None:
        made: list[dict[str, Any]] = []
        for _ in range(count):
            job = replace(sample, job_id=f"{job_id}-{next(numbers):06d}")
            made += map(attributes, (items.job_item(job, life), *items.listing_items(job, life)))
        for start in range(0, len(made), PER_REQUEST):
            puts: Any = [{"PutRequest": {"Item": item}} for item in made[start : start + PER_REQUEST]]
            client.batch_write_item(RequestItems={stack.record.table: puts})

    try:
        yield copy
    finally:
        client.close()


def _in_store(stack: CoursemillStack, job_id: str) -> float:
    client = dynamodb_client(endpoint_url=stack.record.emulator_url, **ACCESS)
    store, took = DynamoJobStore(client, stack.record.table), []
    job = store.read(job_id)
    assert job is not None  # noqa: S101 - it was started
    for _ in range(LOOKS):
        begun = time.monotonic()
        store.jobs(JobFilter(owner=job.owner), limit=25, cursor=None)
        took.append(1000 * (time.monotonic() - begun))
    client.close()
    return statistics.median(took)


async def _timed(stack: CoursemillStack, job_id: str, path: str) -> tuple[float, float]:
    owner, took = stack.owner_of(job_id), []
    for _ in range(LOOKS):
        begun = time.monotonic()
        (await stack.http.get(path, headers=owner)).raise_for_status()
        took.append(1000 * (time.monotonic() - begun))
    return statistics.median(took), statistics.quantiles(took, n=10)[-1]
