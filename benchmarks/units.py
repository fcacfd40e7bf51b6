"""Units: what jobs, polls and lists ask of DynamoDB and SQS, counted against the emulator.

`python -m benchmarks.units` prints the tables.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from benchmarks.fixtures import Fixtures, fixtures
from benchmarks.jobs import ADA, Bench, bench, exam
from benchmarks.lessons import LESSONS, UnevenModel
from benchmarks.meter import Tally
from generation.engine.model.job import Job
from generation.stores.codec import Lifetimes
from generation.stores.dynamodb import items
from generation.stores.dynamodb.actions import attributes

ITEMS = (10, 50, 200, 500)
STORED = (100, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class JobUnits:
    """One job: what its start asked for and what its worker did, from take to end.

    items    of its fan-out
    seconds  that the worker took
    """

    items: int
    start: Tally
    work: Tally
    seconds: float

    @property
    def per_item(self) -> float:
        """Write units of the worker, the steps before and after the items included."""
        return self.work.write_units / self.items

    @property
    def requests(self) -> int:
        return sum((self.start.requests + self.work.requests).values())


def exam_job(on: Fixtures, call_ms: float = 1_000) -> JobUnits:
    """50 questions become 10 topics: one call, then ten at the same time, nobody watching."""
    on.reset_claude(call_ms)
    with bench(on) as at:
        return _measured(at, "exam_course", {"exam": exam(50)}, 10)


def growing_jobs(on: Fixtures, sizes: Sequence[int] = ITEMS) -> list[JobUnits]:
    """Jobs of more and more items, each with a lesson of 6 KB, their calls of uneven length."""
    with bench(on, UnevenModel(1), {LESSONS.name: LESSONS}) as at:
        return [_measured(at, LESSONS.name, {"items": size}, size) for size in sizes]


def _measured(at: Bench, pipeline: str, request: Mapping[str, Any], count: int) -> JobUnits:
    job_id = at.start(pipeline, request)
    start = at.meter.take()
    began_at = time.monotonic()
    job = at.carry_on(job_id)
    seconds = time.monotonic() - began_at
    work = at.meter.take()
    work.requests["GetItem"] -= 1  # by which `carry_on` looked how the job had ended
    work.read_units -= 1
    found = sum(step.items_total or 0 for step in job.steps)
    if found != count:
        raise RuntimeError(f"{found} items instead of {count}")
    return JobUnits(count, start, work, seconds)


@dataclass(frozen=True, slots=True)
class Stored:
    """Read units of one question while so many jobs are stored."""

    jobs: int
    status: float
    page_of_25: float


def stored_jobs(on: Fixtures, counts: Sequence[int] = STORED) -> list[Stored]:
    with bench(on, UnevenModel(1), {LESSONS.name: LESSONS}) as at:
        sample = at.service.job(ADA, at.start(LESSONS.name, {"items": 1}))
        found, there = [], 1
        for count in counts:
            _store(at, sample, range(there, count))
            there = count
            found.append(_asked(at, sample.job_id, count))
        return found


def _asked(at: Bench, job_id: str, count: int) -> Stored:
    units = []
    for ask in (lambda: at.service.job(ADA, job_id), lambda: at.service.jobs(ADA, limit=25)):
        at.meter.take()
        ask()
        units.append(at.meter.take().read_units)
    return Stored(count, *units)


def _store(at: Bench, sample: Job, numbers: Sequence[int]) -> None:
    life = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=1))
    for start in range(0, len(numbers), 12):
        some = [replace(sample, job_id=f"{sample.job_id}-{n:06d}") for n in numbers[start : start + 12]]
        made = [made for job in some for made in (items.job_item(job, life), *items.listing_items(job, life))]
        puts: Any = [{"PutRequest": {"Item": attributes(item)}} for item in made]
        at.fixtures.dynamodb.batch_write_item(RequestItems={at.table: puts})


def job_table(jobs: Sequence[tuple[str, JobUnits]]) -> str:
    kinds = [kind for kind, _ in sum((job.work.writes for _, job in jobs), Counter()).most_common()]
    lines = [
        f"| job | items | write units: start | worker | of it {', '.join(kinds)} | worker, per item "
        "| read units | requests | KB written |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, job in jobs:
        work = job.work
        lines.append(
            f"| {name} | {job.items} | {job.start.write_units} | {work.write_units} "
            f"| {', '.join(str(work.writes[kind]) for kind in kinds)} | {job.per_item:.1f} "
            f"| {job.start.read_units + work.read_units:.0f} | {job.requests} "
            f"| {(job.start.bytes_written + work.bytes_written) / 1024:.0f} |"
        )
    return "\n".join(lines)


def stored_table(stored: Sequence[Stored]) -> str:
    lines = ["| stored jobs | status, read units | page of 25, read units |", "| --- | --- | --- |"]
    lines += [f"| {one.jobs:,} | {one.status:g} | {one.page_of_25:g} |" for one in stored]
    return "\n".join(lines)


def main() -> None:
    with fixtures() as on:
        jobs = [("exam, 50 questions", exam_job(on))]
        jobs += [(f"{job.items} lessons of 6 KB", job) for job in growing_jobs(on)]
        sys.stdout.write(job_table(jobs) + "\n\n" + stored_table(stored_jobs(on)) + "\n")


if __name__ == "__main__":
    main()
