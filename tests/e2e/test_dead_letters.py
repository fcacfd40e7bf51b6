"""Messages that nobody can work on, jobs that break their workers, messages that get lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.assortment import Marked, begin
from tests.e2e.aws import Operator, message_of
from tests.e2e.service import Document, Service

LEASE_S = 4
RECEIVES = 5


@pytest.fixture(scope="module")
def quick(service_with: Callable[..., Service]) -> Service:
    service = service_with(PARAM_LeaseSeconds=str(LEASE_S), PARAM_ItemsAtOnce="3")
    service.model.reset()
    return service


@pytest.fixture(scope="module")
def operator(quick: Service) -> Iterator[Operator]:
    operator = Operator(quick.record)
    yield operator
    operator.close()


@pytest.fixture(scope="module", autouse=True)
def lost(quick: Service, operator: Operator) -> tuple[Marked, float]:
    """A job whose message got lost, and when. Begun first: the sweep waits a minute for a message."""
    person = quick.person()
    job: Marked = operator.lose_messages(lambda: begin(person, "course_outline"))
    return job, time.monotonic()


def until(s: float, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def logs(job: Marked) -> list[Document]:
    found: list[Document] = job.person.get(f"/v1/jobs/{job.job_id}/logs").json()["logs"]
    return found


def test_poison_ends_in_the_dead_letter_queue_and_its_job_fails_with_the_reason(
    quick: Service, operator: Operator, record_property: Callable[[str, object], None]
) -> None:
    assert operator.take_dead_letters() == []
    job = begin(quick.person(), "course_outline")
    job.person.post(f"/v1/jobs/{job.job_id}/cancel")
    calls = len(job.calls(quick.model))
    taken = operator.take_input(job.job_id)
    began = time.monotonic()
    operator.send("no JSON")
    assert job.person.post(f"/v1/jobs/{job.job_id}/retry").status_code == 202

    failed = job.person.await_job(job.job_id, s=90)
    record_property("failed_after_s", round(time.monotonic() - began, 1))
    assert (failed["status"], failed["error"]["code"], failed["can_resume"]) == (
        "failed",
        "worker-failed",
        True,
    )
    assert "5 workers" in failed["error"]["message"]
    stopped = [
        entry for entry in logs(job) if entry["message"] == "A worker stopped in the middle; queued again"
    ]
    assert len(stopped) == RECEIVES - 1, "each worker crash but the last"
    assert job.person.events(job.job_id)[-1]["type"] == "job_failed"
    assert len(job.calls(quick.model)) == calls

    until(60, lambda: operator.dead_letters() == 2)
    record_property("dead_letters_after_s", round(time.monotonic() - began, 1))
    assert time.monotonic() - began > (RECEIVES - 1) * LEASE_S, "not all at once"
    assert sorted(operator.take_dead_letters()) == sorted(["no JSON", message_of(job.job_id)])

    # Redriven: a message of a job that has ended does no harm.
    operator.send(message_of(job.job_id))
    time.sleep(2.0)
    assert job.person.job(job.job_id, items=True) == failed

    # Mended: the person goes on.
    operator.put(taken)
    assert job.person.post(f"/v1/jobs/{job.job_id}/retry").status_code == 202
    assert job.person.await_job(job.job_id)["status"] == "completed"
    assert operator.dead_letters() == 0


def test_messages_of_jobs_that_have_ended_change_nothing(quick: Service, operator: Operator) -> None:
    person = quick.person()
    completed, cancelled = begin(person, "course_outline"), begin(person, "exam_course")
    person.post(f"/v1/jobs/{cancelled.job_id}/cancel")
    person.await_job(completed.job_id)
    time.sleep(1.0)
    before = [person.job(job.job_id, items=True) for job in (completed, cancelled)]
    calls = quick.model.stats()["calls"]
    for job in (completed, cancelled):
        for _ in range(3):
            operator.send(message_of(job.job_id))
    operator.send(json.dumps({"job_id": "job_that_never_was"}))
    time.sleep(3.0)
    assert [person.job(job.job_id, items=True) for job in (completed, cancelled)] == before
    assert quick.model.stats()["calls"] == calls
    assert operator.dead_letters() == 0


def test_the_sweep_finds_a_job_whose_message_was_lost(
    quick: Service, lost: tuple[Marked, float], record_property: Callable[[str, object], None]
) -> None:
    job, lost_at = lost
    completed = job.person.await_job(job.job_id, s=90)
    assert completed["status"] == "completed"
    record_property("seen_after_s", round(time.monotonic() - lost_at, 1))
    assert len(job.calls(quick.model)) == 1


@pytest.mark.reliability
def test_a_job_that_kills_its_workers_is_not_tried_for_ever(quick: Service) -> None:
    quick.model.latency(120_000)
    job = begin(quick.person(), "course_outline")
    for number in range(1, 6):
        until(60, lambda number=number: len(job.calls(quick.model)) == number)  # type: ignore[misc]
        quick.kill_workers()
    failed = job.person.await_job(job.job_id)
    quick.model.reset()
    assert (failed["status"], failed["error"]["code"]) == ("failed", "worker-failed")
    assert job.person.post(f"/v1/jobs/{job.job_id}/retry").status_code == 202
    assert job.person.await_job(job.job_id)["status"] == "completed"
