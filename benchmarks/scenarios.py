"""Scenarios S1 to S6: what is asked of a running system, and what of it is measured.

Each gives figures by name. Jobs are polled once a second, as a page would; only when the model has ended
the last call the driver looks as often as it can, so that no figure hangs on when a poll happened to fall.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.servers import Model
from benchmarks.systems.base import Look, System
from benchmarks.work import Project, Work

Figures = dict[str, Any]
SLOTS = 50
JOBS = 50
TIGHT_S = 0.005
DEADLINE_S = 90.0


@dataclass(frozen=True)
class Bench:
    """A system and the model that it calls. `mark` makes the jobs of a run different from all others."""

    system: System
    model: Model
    mark: str

    async def set(self, work: Work, *, slots: int = 1_000, failing: Sequence[str] = ()) -> None:
        """The rules under which the real pipelines' calls take as long as the work says."""
        places = {}
        for number, project in enumerate(work.projects, 1):
            places[f"project_lessons:{number}"] = project.ms
            for lesson, ms in enumerate(project.lessons, 1):
                places[f"lesson_tasks:{number}:{lesson}"] = ms
        await self.model.reset(
            slots=slots,
            ms={"topics": work.plan_ms, "": 0.0},
            ladder={"lesson": list(work.topics)},
            places=places,
            failing=list(failing),
        )

    async def prepare(self, works: Sequence[Work]) -> None:
        if (prepare := getattr(self.system, "prepare", None)) is not None:
            await prepare(works)

    async def await_jobs(self, job_ids: Sequence[str], calls: int) -> None:
        """Until all have ended well. Raises TimeoutError, RuntimeError for a failed one."""
        async with asyncio.timeout(DEADLINE_S):
            ended = asyncio.create_task(self.model.await_ended(calls, DEADLINE_S))
            open_jobs = list(job_ids)
            try:
                while open_jobs:
                    await asyncio.wait({ended}, timeout=None if not open_jobs else 1.0)
                    open_jobs = await self._still_open(open_jobs)
                    if ended.done():
                        await asyncio.sleep(TIGHT_S)
            finally:
                ended.cancel()

    async def _still_open(self, job_ids: Sequence[str]) -> list[str]:
        async def is_open(job_id: str) -> bool:
            look = await self.system.look(job_id)
            if look.has_failed:
                raise RuntimeError(f"job {job_id} has failed")
            return not look.is_finished

        answers = await asyncio.gather(*map(is_open, job_ids))
        return [job_id for job_id, is_left in zip(job_ids, answers, strict=True) if is_left]

    async def watch(self, job_id: str, until: Callable[[Look], bool]) -> Look:
        """Looks as often as it can."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                look = await self.system.look(job_id)
                if until(look):
                    return look
                await asyncio.sleep(TIGHT_S)


async def warm_up(bench: Bench) -> Figures:
    """Connections, imports and the emulator's workers; also the model's answers."""
    works = [_topics(bench, f"warm-{n}", 5, 20.0) for n in range(JOBS)]
    # By and by: fifty at once would be fifty cold starts at once.
    most = 8 if getattr(bench.system, "one_at_a_time", False) else JOBS
    for count in (1, 3, 8, JOBS):
        some = [replace(work, mark=f"{work.mark}-{count}") for work in works[: min(count, most)]]
        await bench.set(works[0])
        await bench.prepare(some)
        jobs = await asyncio.gather(*map(bench.system.submit, some))
        await bench.await_jobs(jobs, sum(work.calls for work in some))
    return {}


async def one_job(bench: Bench) -> Figures:
    """S1: one job, 10 topics, 1.0 s a call."""
    return await _alone(bench, _topics(bench, "s1", 10, 1_000.0))


async def many_jobs(bench: Bench) -> Figures:
    """S2: 50 jobs at once, 5 topics, 0.2 s a call, 50 model slots, all jobs polled each second."""
    works = [_topics(bench, f"s2-{n}", 5, 200.0) for n in range(JOBS)]
    await bench.prepare(works)
    await bench.set(works[0], slots=SLOTS)
    calls = sum(work.calls for work in works)
    begun = time.monotonic()
    jobs = await asyncio.gather(*map(bench.system.submit, works))
    started_s = time.monotonic() - begun
    await bench.await_jobs(jobs, calls)
    took = time.monotonic() - begun
    ideal = calls * 0.2 / SLOTS
    return {"seconds": took, "ideal": ideal, "ratio": took / ideal, "started_s": started_s}


async def killed(bench: Bench) -> Figures:
    """S3: kill -9 of all workers once a status read shows the 5th of 10 lessons, restart at once."""
    work = _ladder(bench, "s3", first=300.0, step=200.0)
    await bench.prepare([work])
    await bench.set(work)
    job = await bench.system.submit(work)
    await bench.watch(job, lambda look: look.done >= 5)
    killed_at = time.time()
    await bench.system.kill()
    before = await bench.model.seen()
    boot = await bench.system.restart()
    await bench.watch(job, lambda look: look.is_finished)
    took = time.time() - killed_at
    after = (await bench.model.seen())[len(before) :]
    rest = [call["ms"] / 1000 for call in after] or [0.0]
    needed = sum(rest) if getattr(bench.system, "one_at_a_time", False) else max(rest)
    return {
        "seconds": took,
        "boot": boot,
        "rest": needed,
        "beyond": took - boot - needed,
        "repeated": _repeated(before, after),
    }


async def seen_late(bench: Bench) -> Figures:
    """S4: from the end of a call until a status read shows it."""
    work = _ladder(bench, "s4", first=250.0, step=90.0)
    await bench.prepare([work])
    await bench.set(work)
    job = await bench.system.submit(work)
    shown: list[float] = []
    async with asyncio.timeout(DEADLINE_S):
        while len(shown) < len(work.topics):
            look = await bench.system.look(job)
            shown += [time.time()] * (look.done - len(shown))
            await asyncio.sleep(TIGHT_S)
    await bench.watch(job, lambda look: look.is_finished)
    ended = sorted(c["ended_at"] for c in await bench.model.seen() if c["kind"] in ("item", "lesson"))
    lags = [seen - end for seen, end in zip(shown, ended, strict=True)]
    return {"p50_ms": 1000 * statistics.median(lags), "max_ms": 1000 * max(lags)}


async def failing(bench: Bench) -> Figures:
    """S5: one lesson fails for good, then retry."""
    work = _topics(bench, "s5", 10, 200.0)
    await bench.prepare([work])
    await bench.set(work, failing=["item-3", "lesson#4"])
    begun = time.monotonic()
    job = await bench.system.submit(work)
    await bench.watch(job, lambda look: look.has_failed)
    failed_s = time.monotonic() - begun
    before = await bench.model.await_idle()  # some let the siblings of what failed go on
    await bench.model.rules(ms={"": 200.0})
    begun = time.monotonic()
    job = await bench.system.retry(job)
    await bench.watch(job, lambda look: look.is_finished and not look.has_failed)
    after = (await bench.model.seen())[len(before) :]
    return {
        "failed_s": failed_s,
        "retried_s": time.monotonic() - begun,
        "kept": sum(call["status"] == "ended" for call in before),
        "repeated": _repeated(before, after),
    }


async def uneven(bench: Bench) -> Figures:
    """S6: 5 projects x 3 lessons of uneven length; the ideal is the longest chain through them."""
    lengths = iter((900, 300, 700, 200, 500, 1_000, 400, 600, 200, 800, 300, 900, 500, 1_000, 200))
    projects = tuple(
        Project(ms=ms, lessons=tuple(float(next(lengths)) for _ in range(3)))
        for ms in (400.0, 800.0, 200.0, 1_000.0, 600.0)
    )
    return await _alone(bench, Work(mark=f"{bench.mark}-s6", projects=projects))


async def _alone(bench: Bench, work: Work) -> Figures:
    await bench.prepare([work])
    await bench.set(work)
    begun = time.monotonic()
    job = await bench.system.submit(work)
    await bench.await_jobs([job], work.calls)
    took = time.monotonic() - begun
    return {"seconds": took, "ideal": work.ideal_s, "ratio": took / work.ideal_s}


def _topics(bench: Bench, name: str, count: int, ms: float) -> Work:
    return Work(mark=f"{bench.mark}-{name}", plan_ms=ms, topics=(ms,) * count)


def _ladder(bench: Bench, name: str, *, first: float, step: float) -> Work:
    return Work(mark=f"{bench.mark}-{name}", plan_ms=200.0, topics=tuple(first + step * n for n in range(10)))


def _repeated(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> int:
    """Calls that had ended and were made again."""
    ended = {(call["mark"], call["key"]) for call in before if call["status"] == "ended"}
    return sum((call["mark"], call["key"]) in ended for call in after)


SCENARIOS: dict[str, Callable[[Bench], Awaitable[Figures]]] = {
    "S1": one_job,
    "S2": many_jobs,
    "S3": killed,
    "S4": seen_late,
    "S5": failing,
    "S6": uneven,
}
