"""Jobs cancelled at random instants: nothing begins after the answer, and a retry pays for nothing again."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from generation.engine.policy import HeartbeatPolicy, WorkerPolicy
from tests.e2e.assortment import PIPELINES, Marked, begin
from tests.e2e.service import Document, Service

SEED = int(os.environ.get("RELIABILITY_SEED", "4"))
LONG = int(os.environ.get("RELIABILITY_CANCELS", "100"))

CLOSED_WITHIN_S = 2.0

MOST_LOOKED_S = WorkerPolicy().looked_within.total_seconds()
"""So long after the answer a call may begin whose worker was reading the lease as the cancel was written."""

UNDER_WAY_S = HeartbeatPolicy().pulse_s / 2
"""The same where nothing else keeps the cores busy, as in the long form. Less than the heartbeat needs to
notice a cancel, which alone would stop calls too; that a look stops them is what the simulation shows."""

KEPT_S = 1.0
"""An answer that ended so long before the cancel was sent counts as checkpointed: ten jobs at once keep the
emulator's one process busy. On a quiet machine 0.3 s are enough."""

LATENCY_MS = 800
LANES = 4
"""Jobs at the same time."""

MOST_CALLS = {"exam_course": 5, "project_course": 6, "course_outline": 1, "training_program": 1}
"""At the latest a random time after so many calls have begun, a job is cancelled."""


@dataclass(frozen=True)
class Cancelled:
    """A job that was cancelled and then completed by a retry. Instants are Unix seconds.

    sent_at, answered_at  of the cancel
    before, after         its model calls until it was retried, and those since
    """

    job: Marked
    sent_at: float
    answered_at: float
    before: list[Document]
    after: list[Document]

    def begun_after_s(self) -> list[float]:
        """How long after the answer, for each call that began after it."""
        return [late for call in self.before if (late := call["started_at"] - self.answered_at) > 0]

    def closed_after_s(self) -> float:
        """How long the last stream outlived the answer; 0 where none did."""
        return max((float(call["ended_at"]) - self.answered_at for call in self.before), default=0.0)

    def paid_again(self) -> tuple[int, int, int]:
        """Calls that were made again though they had been answered: well before the cancel was sent,
        right before, and after it, in the half second until a worker sees that it lost its job."""
        ended = {call["key"]: call["ended_at"] for call in self.before if not call["aborted"]}
        again = [ended[call["key"]] for call in self.after if call["key"] in ended]
        kept = sum(ended_at < self.sent_at - KEPT_S for ended_at in again)
        later = sum(ended_at >= self.sent_at for ended_at in again)
        return kept, len(again) - kept - later, later


def cancel_at_random(service: Service, pipeline: str, rng: random.Random) -> Cancelled:
    """Begins jobs until one could be cancelled before it had ended, and has that one completed."""
    while True:
        job = begin(service.person(plan="pro"), pipeline)
        _await_calls(job, service, rng.randint(0, MOST_CALLS[pipeline]))
        time.sleep(rng.uniform(0.0, LATENCY_MS / 1000))
        sent_at = time.time()
        answer = job.person.post(f"/v1/jobs/{job.job_id}/cancel")
        answered_at = time.time()
        if answer.status_code == 202:
            break
        assert answer.json()["code"] == "job-already-finished", answer.text
    assert answer.json()["status"] == "cancelled"
    time.sleep(CLOSED_WITHIN_S + 0.2)
    before = job.calls(service.model)
    assert all(call["ended_at"] is not None for call in before), "a stream is still open"
    assert job.person.post(f"/v1/jobs/{job.job_id}/retry").status_code == 202
    completed = job.person.await_job(job.job_id)
    assert completed["status"] == "completed", completed["error"]
    calls = job.calls(service.model)
    assert completed["usage"]["model_calls"] == len({call["key"] for call in calls})
    events = [event["type"] for event in job.person.events(job.job_id)]
    assert (events.count("job_cancelled"), events.count("job_completed")) == (1, 1)
    return Cancelled(job, sent_at, answered_at, before, calls[len(before) :])


def _await_calls(job: Marked, service: Service, count: int, s: float = 60.0) -> None:
    deadline = time.monotonic() + s
    while len(job.calls(service.model)) < count and not job.person.job(job.job_id)["is_finished"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.alone
@pytest.mark.parametrize(
    ("count", "under_way_s"),
    [
        pytest.param(10, MOST_LOOKED_S, id="short"),
        pytest.param(LONG, UNDER_WAY_S, id="long", marks=pytest.mark.reliability),
    ],
)
def test_a_cancel_at_any_instant(
    service: Service, count: int, under_way_s: float, record_property: Callable[[str, object], None]
) -> None:
    service.model.latency(LATENCY_MS)
    began = time.monotonic()
    with ThreadPoolExecutor(LANES) as lanes:
        trials = [
            lanes.submit(
                cancel_at_random, service, PIPELINES[n % len(PIPELINES)], random.Random(SEED * 1000 + n)
            )
            for n in range(count)
        ]
        cancelled = [trial.result() for trial in trials]
    begun_after_s = sorted(late for one in cancelled for late in one.begun_after_s())
    closed_after_s = max(one.closed_after_s() for one in cancelled)
    kept, just, later = (sum(counts) for counts in zip(*(one.paid_again() for one in cancelled), strict=True))
    figures = {
        "seed": SEED,
        "cancels": len(cancelled),
        "in_the_middle_of_a_call": sum(any(c["aborted"] for c in one.before) for one in cancelled),
        "calls": sum(len(one.before) + len(one.after) for one in cancelled),
        "begun_after_the_answer": len(begun_after_s),
        "last_begun_after_s": round(max(begun_after_s, default=0.0), 3),
        "slowest_stream_closed_after_s": round(closed_after_s, 2),
        "kept_and_paid_again": kept,
        "answered_right_before_the_cancel_and_paid_again": just,
        "answered_after_the_cancel_was_sent_and_paid_again": later,
        "seconds": round(time.monotonic() - began),
    }
    record_property("figures", figures)
    print(figures)  # noqa: T201 - what docs/reliability.md quotes
    assert [late for late in begun_after_s if late > under_way_s] == []
    assert closed_after_s < CLOSED_WITHIN_S
    assert kept == 0
