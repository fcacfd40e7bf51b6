"""A batch and a quote over the running stack: the real table, real functions, one of them killed."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx

from tests.e2e.exams import topics
from tests.e2e.service import Person, Service

Document = dict[str, Any]
STARTS: list[Document] = [
    *[
        {
            "pipeline": "course_outline",
            "input": {"topic": f"Bread {number}", "projects": 3, "alternatives": 1},
        }
        for number in range(8)
    ],
    {"pipeline": "exam_course", "input": {"exam_id": "not-there"}},
]


def ids(answer: httpx.Response) -> list[str]:
    return [place["job_id"] for place in answer.json()["jobs"] if "job_id" in place]


def finished(person: Person, batch_id: str, s: float = 90) -> Document:
    deadline = time.monotonic() + s
    while True:
        found: Document = person.get(f"/v1/batches/{batch_id}").raise_for_status().json()
        if found["is_finished"]:
            return found
        assert time.monotonic() < deadline, found["counts"]
        time.sleep(0.3)


def test_a_batch_whose_function_is_killed_is_completed_by_the_repeat(
    service: Service, person: Person
) -> None:
    body, key = {"name": "Monday", "jobs": STARTS}, {"Idempotency-Key": "monday"}
    first: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: first.append(person.post("/v1/batches", body, headers=key)))
    asking.start()
    while not person.get("/v1/batches").json()["batches"] and asking.is_alive():
        time.sleep(0.02)
    service.kill_workers("StartFunction")
    asking.join()
    answer = person.post("/v1/batches", body, headers=key)
    for _ in range(5):
        if answer.status_code != 502:
            break
        # A worker that was killed idle is found dead by the next request, which a client sends again.
        answer = person.post("/v1/batches", body, headers=key)
    assert answer.status_code == 202
    assert len(ids(answer)) == 8
    assert answer.json()["jobs"][8]["problem"]["code"] == "exam-not-found"
    again = person.post("/v1/batches", body, headers=key)
    assert again.json() == answer.json()
    assert again.headers["idempotency-replayed"] == "true"
    batch = finished(person, answer.json()["batch_id"])
    assert (batch["counts"]["completed"], batch["counts"]["refused"]) == (8, 1)
    listed = person.get("/v1/jobs?limit=100").json()["jobs"]
    assert sorted(job["job_id"] for job in listed) == sorted(ids(answer))
    assert len(person.get("/v1/batches").json()["batches"]) == 1


def test_a_batch_is_cancelled_and_what_was_cancelled_is_not_retried(service: Service, person: Person) -> None:
    service.model.latency(3_000)
    answer = person.post("/v1/batches", {"jobs": STARTS[1:4]})
    address = f"/v1/batches/{answer.json()['batch_id']}"
    cancelled = person.post(f"{address}/cancel", {"reason": "Not today."})
    assert cancelled.status_code == 202
    assert cancelled.json()["counts"]["cancelled"] == 3
    assert person.post(f"{address}/cancel").status_code == 200
    assert person.post(f"{address}/retry").json()["jobs"] == []


def test_a_quote_is_what_the_job_then_takes(person: Person) -> None:
    asked = {"pipeline": "exam_course", "input": {"exam": topics(4, 3)}}
    quote = person.post("/v1/quote", asked).raise_for_status().json()
    assert person.get("/v1/exams").json()["exams"] == []
    job = person.await_job(person.post("/v1/jobs", asked).json()["job_id"])
    calls = quote["model_calls"]
    assert calls["low"] / 1.5 <= job["usage"]["model_calls"] <= calls["high"] * 1.5
    other = person.post("/v1/quote", asked).json()
    assert other["based_on"] == "token_counts_and_history"
    assert other["duration_ms"]["high"] < quote["duration_ms"]["high"]
