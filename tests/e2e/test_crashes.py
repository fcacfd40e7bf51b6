"""Workers killed at random instants: every job completes, and no call that was kept is made again."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from tests.e2e.assortment import PIPELINES, Marked, begin
from tests.e2e.service import Document, Service

SEED = int(os.environ.get("RELIABILITY_SEED", "4"))
LONG = int(os.environ.get("RELIABILITY_KILLS", "50"))

KEPT_S = 0.3
"""An answer that ended so long before the kill counts as checkpointed: a write takes some milliseconds,
and this machine may be busy."""

AT_ONCE = 6
"""Jobs at a time: three workers or more."""

LEAST_KILLS = 3

MOST_IN_VAIN = 3
"""Kills in a row between which a job gained nothing. The fifth would fail it as one that kills its
workers, as it should."""

LATENCY_MS = 700


@dataclass
class Rampage:
    """Jobs and kills of one run. `kills` are the instants, in Unix seconds, right before and right after."""

    service: Service
    rng: random.Random
    jobs: list[Marked] = field(default_factory=list)
    active: dict[str, tuple[int, int]] = field(default_factory=dict)
    kills: list[tuple[float, float]] = field(default_factory=list)
    hits: int = 0

    def begin(self) -> None:
        pipeline = PIPELINES[len(self.jobs) % len(PIPELINES)]
        job = begin(self.service.person(plan="pro"), pipeline)
        self.jobs.append(job)
        self.active[job.job_id] = (0, 0)

    def look(self) -> None:
        """Forgets the jobs that have ended, and sees which of the others have moved since the last kill."""
        for job in self.jobs:
            if job.job_id not in self.active:
                continue
            shown = job.person.job(job.job_id)
            calls, in_vain = self.active[job.job_id]
            if shown["is_finished"]:
                del self.active[job.job_id]
            elif shown["usage"]["model_calls"] > calls:
                self.active[job.job_id] = (shown["usage"]["model_calls"], 0)
            else:
                self.active[job.job_id] = (calls, in_vain)

    def wants_kills(self, count: int) -> bool:
        return self.hits < count or len(self.kills) < LEAST_KILLS

    def may_kill(self) -> bool:
        return all(in_vain < MOST_IN_VAIN for _, in_vain in self.active.values())

    def kill(self) -> None:
        before = time.time()
        if not self.service.kill_workers():
            return
        self.kills.append((before, time.time()))
        self.hits += len(self.active)
        for job_id, (calls, in_vain) in self.active.items():
            self.active[job_id] = (calls, in_vain + 1)

    def await_call(self, s: float = 30.0) -> None:
        """Until a call has begun since the last kill, or there is nothing left to do."""
        deadline = time.monotonic() + s
        since = self.kills[-1][1] if self.kills else 0.0
        while self.active and time.monotonic() < deadline:
            if any(call["started_at"] > since for call in self.service.model.stats()["requests"]):
                return
            time.sleep(0.3)
            self.look()


def rampage(service: Service, count: int) -> Rampage:
    """`count` jobs or more, of all pipelines in turn, and kills of all living workers until `count` jobs
    were hit, at least three: a kill hits all that are under way."""
    run = Rampage(service, random.Random(SEED))
    while run.active or len(run.jobs) < count or run.wants_kills(count):
        while len(run.active) < AT_ONCE and (len(run.jobs) < count or run.wants_kills(count)):
            run.begin()
        if run.wants_kills(count):
            run.await_call()
            time.sleep(run.rng.uniform(0.0, 2 * LATENCY_MS / 1000))
            run.look()
            if run.active and run.may_kill():
                run.kill()
        else:
            time.sleep(0.3)
        run.look()
    return run


def repetitions(calls: list[Document]) -> list[tuple[Document, Document]]:
    """Calls that were made again, each with the one that came after it."""
    by_key = defaultdict(list)
    for call in calls:
        by_key[call["key"]].append(call)
    return [pair for same in by_key.values() for pair in pairwise(same)]


def was_lost(call: Document, again: Document, kills: list[tuple[float, float]]) -> bool:
    """Whether a kill took the call with it, before its answer can have been checkpointed."""
    return any(
        call["started_at"] <= after and call["ended_at"] > before - KEPT_S and again["started_at"] >= before
        for before, after in kills
    )


@pytest.mark.parametrize(
    "count", [pytest.param(6, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.reliability)]
)
def test_killed_workers_lose_no_job_and_no_call_that_was_kept(
    service_with: Callable[..., Service], count: int, record_property: Callable[[str, object], None]
) -> None:
    service = service_with(PARAM_LeaseSeconds="4", PARAM_ItemsAtOnce="3")
    service.model.reset()
    service.model.latency(LATENCY_MS)
    began = time.monotonic()
    run = rampage(service, count)
    calls = service.model.stats()["requests"]
    for job in run.jobs:
        shown = job.person.job(job.job_id)
        assert shown["status"] == "completed", (job.pipeline, shown["error"])
        own = [call for call in calls if call["mark"] == job.mark]
        assert own, job.pipeline
        assert shown["usage"]["model_calls"] == len({call["key"] for call in own}), job.pipeline
        events = job.person.events(job.job_id)
        assert [event["event_id"] for event in events] == list(range(1, len(events) + 1))
        assert [event["type"] for event in events].count("job_completed") == 1
    assert run.hits >= count
    again = repetitions(calls)
    assert [pair for pair in again if not was_lost(*pair, run.kills)] == []
    answered_twice = sum(not call["aborted"] for call, _ in again)
    figures = {
        "seed": SEED,
        "jobs": len(run.jobs),
        "kills": len(run.kills),
        "jobs_hit": run.hits,
        "calls": len(calls),
        "calls_made_again": len(again),
        "of_these_answered_within_300_ms_of_the_kill": answered_twice,
        "seconds": round(time.monotonic() - began),
    }
    record_property("figures", figures)
    print(figures)  # noqa: T201 - what docs/reliability.md quotes
