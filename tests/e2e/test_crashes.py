"""Workers killed at random instants: every job completes, and no call that was kept is made again."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from tests.e2e.assortment import PIPELINES, Marked, begin
from tests.e2e.aws import Operator
from tests.e2e.service import Document, Service

SEED = int(os.environ.get("RELIABILITY_SEED", "4"))
LONG = int(os.environ.get("RELIABILITY_KILLS", "50"))

ITEMS_AT_ONCE = 3
JOBS_PER_WORKER = 6
WORKERS = 3
"""Each costs the machine a second to start again, after every kill. Messages that find no worker wait."""

UNDER_WAY = 15
"""Jobs at a time; each kill hits those that a worker carries just then."""

LEAST_KILLS = 3

MOST_IN_VAIN = 3
"""Kills in a row between which a job gained nothing. The fifth would fail it as one that kills its
workers, as it should."""

SETTLED_S = 0.2
"""What a worker had sent when it was killed has arrived by then, and no other one has begun."""

BACK = 0.5
"""Of the jobs under way, so many are in a worker's hands again before the next kill. Not all: on a busy
machine the first would have ended before the last has begun."""


@dataclass(frozen=True)
class Kill:
    """One kill of all workers, in Unix seconds.

    at    right before it
    over  afterwards, when all that the workers had sent has arrived
    hit   the jobs that were in a worker's hands, each with the number of its calls that were kept
    """

    at: float
    over: float
    processes: int
    hit: dict[str, int]


@dataclass
class Rampage:
    """Jobs and kills of one run.

    active   jobs that have not ended, each with the number of its calls that are kept
    in_vain  how often a job was hit in a row without having kept a call between
    tokens   of the lease under which a job was hit last
    late     jobs whose message died before a worker held them: the sweep waits half a minute for those,
             and no kill does
    """

    service: Service
    operator: Operator
    ends_at: float
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    jobs: dict[str, Marked] = field(default_factory=dict)
    active: dict[str, int] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)
    in_vain: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)

    def hit(self) -> set[str]:
        return {job_id for kill in self.kills for job_id in kill.hit}

    def fill(self, at_a_time: int) -> None:
        """Begins jobs of all pipelines in turn, until so many are under way."""
        while len(self.active.keys() - self.late) < at_a_time:
            pipeline = PIPELINES[len(self.jobs) % len(PIPELINES)]
            job = begin(self.service.person(plan="pro"), pipeline)
            self.jobs[job.job_id] = job
            self.active[job.job_id] = 0

    def look(self) -> None:
        """Forgets the jobs that have ended, and sees how many calls the others have kept."""
        assert time.monotonic() < self.ends_at, f"too slow: {self.figures()}"
        for job_id in list(self.active):
            shown = self.jobs[job_id].person.job(job_id)
            if shown["is_finished"]:
                del self.active[job_id]
                continue
            if shown["usage"]["model_calls"] > self.active[job_id]:
                self.in_vain[job_id] = 0
            self.active[job_id] = shown["usage"]["model_calls"]

    def held(self) -> dict[str, int]:
        """The jobs that a worker has taken since they were hit last, with the tokens of their leases."""
        leases = self.operator.leases(self.active)
        return {job_id: token for job_id, token in leases.items() if self.tokens.get(job_id) != token}

    def may_kill(self) -> bool:
        """Whether enough jobs are in a worker's hands, and none was hit too often without getting on."""
        held = self.held().keys()
        is_back = len(held) >= BACK * len(self.active.keys() - self.late)
        return bool(held) and is_back and all(self.in_vain.get(job_id, 0) < MOST_IN_VAIN for job_id in held)

    def kill(self) -> None:
        at = time.time()
        processes = len(self.service.kill_workers())
        time.sleep(SETTLED_S)
        over = time.time()
        died = self.held()
        self.look()
        kept = {job_id: self.active[job_id] for job_id in died if job_id in self.active}
        self.kills.append(Kill(at, over, processes, kept))
        self.tokens.update(died)
        self.late = self.active.keys() - died.keys()
        for job_id in died:
            self.in_vain[job_id] = self.in_vain.get(job_id, 0) + 1

    def figures(self) -> Document:
        return {
            "seed": SEED,
            "jobs": len(self.jobs),
            "kills": len(self.kills),
            "processes_killed": sum(kill.processes for kill in self.kills),
            "jobs_hit": len(self.hit()),
            "hits": sum(len(kill.hit) for kill in self.kills),
        }


def rampage(run: Rampage, count: int, latency_s: float) -> None:
    """Kills all workers at random instants until `count` jobs were hit, in three kills or more, and lets
    all jobs end. Raises AssertionError where that has no end."""
    while len(run.hit()) < count or len(run.kills) < LEAST_KILLS:
        run.fill(min(UNDER_WAY, count))
        run.look()
        if not run.may_kill():
            time.sleep(0.1)
            continue
        time.sleep(run.rng.uniform(0.0, 2 * latency_s))
        run.kill()
    while run.active:
        time.sleep(0.3)
        run.look()


def made_again(calls: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Calls that were made again, each with the one that came after it."""
    by_key = defaultdict(list)
    for call in calls:
        by_key[call["key"]].append(call)
    return (pair for same in by_key.values() for pair in pairwise(same))


def check_calls(job: Marked, calls: list[Document], kills: list[Kill]) -> None:
    """What was kept at a kill is not made again after it, and nothing is made again without a kill."""
    asked = {call["key"] for call in calls}
    for kill in kills:
        since = {call["key"] for call in calls if call["started_at"] > kill.over}
        before = {call["key"] for call in calls if call["started_at"] <= kill.over}
        if job.job_id in kill.hit:
            assert len(since) <= len(asked) - kill.hit[job.job_id], (job.pipeline, kill, calls)
        assert len(since & before) <= ITEMS_AT_ONCE, "more than were in flight"
    for call, again in made_again(calls):
        assert any(call["started_at"] < kill.over < again["started_at"] for kill in kills), job


def check_job(job: Marked, calls: list[Document], shown: Document) -> None:
    assert shown["status"] == "completed", (job.pipeline, shown["error"])
    assert calls, job.pipeline
    assert shown["usage"]["model_calls"] == len({call["key"] for call in calls}), job.pipeline
    events = job.person.events(job.job_id)
    assert [event["event_id"] for event in events] == list(range(1, len(events) + 1))
    assert [event["type"] for event in events].count("job_completed") == 1
    assert events[-1]["type"] == "job_completed"


@pytest.mark.alone
@pytest.mark.parametrize(
    ("count", "latency_s", "at_most_s"),
    [
        pytest.param(6, 1.0, 180.0, id="short"),
        pytest.param(LONG, 2.0, 900.0, id="long", marks=pytest.mark.reliability),
    ],
)
def test_killed_workers_lose_no_job_and_no_call_that_was_kept(
    service_with: Callable[..., Service],
    count: int,
    latency_s: float,
    at_most_s: float,
    record_property: Callable[[str, object], None],
) -> None:
    service = service_with(
        PARAM_LeaseSeconds="4",
        PARAM_ItemsAtOnce=str(ITEMS_AT_ONCE),
        PARAM_JobsPerWorker=str(JOBS_PER_WORKER),
        PARAM_MaxConcurrentWorkers=str(WORKERS),
    )
    service.model.reset()
    service.model.latency(1000 * latency_s)
    began = time.monotonic()
    operator = Operator(service.record)
    run = Rampage(service, operator, ends_at=began + at_most_s)
    rampage(run, count, latency_s)
    operator.close()
    calls = service.model.stats()["requests"]
    for job in run.jobs.values():
        own = [call for call in calls if call["mark"] == job.mark]
        check_job(job, own, job.person.job(job.job_id))
        check_calls(job, own, run.kills)
    again = list(made_again(calls))
    answered = [call["ended_at"] for call, _ in again if not call["aborted"]]
    before_kill = [min(abs(kill.at - ended_at) for kill in run.kills) for ended_at in answered]
    figures = {
        **run.figures(),
        "calls": len(calls),
        "made_again": len(again),
        "of_these_answered": len(answered),
        "longest_before_the_kill_s": round(max(before_kill, default=0.0), 2),
        "seconds": round(time.monotonic() - began),
    }
    record_property("figures", figures)
    print(figures)  # noqa: T201 - what docs/reliability.md quotes
