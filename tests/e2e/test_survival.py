"""Crashed functions, short functions, long limits: the job goes on, and nothing is paid twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.e2e.exams import topics
from tests.e2e.service import OfflineModel, Service
from tests.e2e.table import job_item


def repeated(model: OfflineModel) -> int:
    """Answered calls that were made more than once."""
    answered = Counter(
        request["key"]
        for request in model.stats()["requests"]
        if request["status"] == 200 and not request["aborted"]
    )
    return sum(count - 1 for count in answered.values())


@pytest.fixture(scope="module")
def quick(service_with: Callable[..., Service]) -> Service:
    """A short lease, so that a dead worker is noticed within the test's patience."""
    return service_with(PARAM_LeaseSeconds="4", PARAM_ItemsAtOnce="3")


def test_a_killed_worker(quick: Service) -> None:
    quick.model.reset()
    quick.model.latency(1000)
    person = quick.person()
    job_id = person.start_exam_course(topics(9))["job_id"]
    person.await_job(job_id, lambda job: job["usage"]["model_calls"] >= 4)
    quick.model.latency(60_000)  # of calls that begin from here on: one is open when the worker dies
    begun = quick.model.stats()["calls"]
    person.await_job(
        job_id,
        lambda _: any(
            call["number"] > begun and call["ended_at"] is None for call in quick.model.stats()["requests"]
        ),
    )
    assert quick.kill_workers()
    quick.model.latency(1000)
    job = person.await_job(job_id)
    assert job["status"] == "completed", job["error"]
    assert repeated(quick.model) <= 3
    aborted = quick.model.stats()["aborted"]
    assert 1 <= aborted <= 3, "those in flight"


def test_a_job_that_is_longer_than_the_function(start_service: Callable[..., Service]) -> None:
    service = start_service(PARAM_WorkerTimeoutSeconds="10", PARAM_LeaseSeconds="4", PARAM_ItemsAtOnce="2")
    service.model.latency(1500)
    person = service.person()
    job_id = person.start_exam_course(topics(12))["job_id"]
    job = person.await_job(job_id, s=90)
    assert job["status"] == "completed", job["error"]
    stats = service.model.stats()
    assert (repeated(service.model), stats["aborted"]) == (0, 0)
    assert stats["calls"] == 14
    assert job["completed_at"] > job["started_at"]
    service.stop()


def test_nothing_runs_while_every_item_waits(quick: Service) -> None:
    quick.model.reset()
    quick.model.faults({"fault": "rate_limit", "retry_after_s": 15, "kind": "lesson", "times": 3})
    person = quick.person()
    job_id = person.start_exam_course(topics(3))["job_id"]
    person.await_job(
        job_id, lambda job: job["usage"]["model_calls"] == 1 and quick.model.stats()["calls"] == 4
    )
    deadline = time.monotonic() + 10  # the limit lasts 15 s
    while "lease_until" in (item := job_item(quick.record, job_id)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "lease_until" not in item, "a worker still has the job"
    assert "due_at" in item
    job = person.await_job(job_id)
    assert job["status"] == "completed", job["error"]
    assert {item["attempts"] for item in job["items"]} == {1}
