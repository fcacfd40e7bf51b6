"""Many jobs under one limit of the model: a stack whose model keeps real buckets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.exams import topics
from tests.e2e.service import Document, Service

PER_MINUTE = 180
FLOOD, OWNERS, JOBS = 20, 7, 40
"""One owner has half of the jobs, seven others have the other half."""


@pytest.fixture(scope="module")
def limited(start_service: Callable[..., Service]) -> Iterator[Service]:
    service = start_service(
        REQUESTS_PER_MINUTE=str(PER_MINUTE),
        LATENCY_MS="300",
        PARAM_ModelRequestsPerMinute=str(PER_MINUTE),
        PARAM_MaxActiveJobs=str(FLOOD),
    )
    yield service
    service.stop()


def test_all_jobs_complete_and_hardly_a_call_is_refused(limited: Service) -> None:
    flood, others = limited.person(), [limited.person() for _ in range(OWNERS)]
    exam = topics(2, 2)
    started = [(flood, flood.start_exam_course(_named(exam, number))) for number in range(FLOOD)]
    for number in range(FLOOD, JOBS):
        owner = others[number % OWNERS]
        started.append((owner, owner.start_exam_course(_named(exam, number))))
    ended = [owner.await_job(job["job_id"], s=90) for owner, job in started]
    stats = limited.model.stats()

    assert [job["status"] for job in ended] == ["completed"] * JOBS
    assert sum(job["usage"]["model_calls"] for job in ended) == stats["ended"] >= 2 * JOBS
    assert stats["rate_limited"] <= 0.02 * stats["calls"]
    # Two seconds may come at once, and what was held up for some seconds comes late.
    allowed = PER_MINUTE / 60 * (10 + 2) + 10
    assert _most_within(10.0, stats) <= allowed
    assert {job["waiting_for"] for job in ended} == {None}


def _named(exam: Document, number: int) -> Document:
    return {**exam, "title": f"{exam['title']} {number}"}


def _most_within(seconds: float, stats: Document) -> int:
    """The most calls that were let in within so many seconds."""
    window: deque[float] = deque()
    most = 0
    for call in stats["requests"]:
        if call["status"] == 429:
            continue
        window.append(call["started_at"])
        while window[0] < call["started_at"] - seconds:
            window.popleft()
        most = max(most, len(window))
    return most
