"""A batch and a quote over the running stack: the real table, real functions, one of them killed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.e2e.exams import topics
from tests.e2e.service import Person, Service, await_end

Document = dict[str, Any]
OUTLINES: list[Document] = [
    {"pipeline": "course_outline", "input": {"topic": f"Bread {number}", "projects": 3, "alternatives": 1}}
    for number in range(4)
]
REFUSED: Document = {"pipeline": "exam_course", "input": {"exam_id": "not-there"}}

BATCH: Document = {"name": "Monday", "jobs": [OUTLINES[0], *[REFUSED] * 90, *OUTLINES[1:]]}
"""Between the first job and the others lies time enough to see that one and to kill the function."""


def ids(answer: httpx.Response) -> list[str]:
    return [place["job_id"] for place in answer.json()["jobs"] if "job_id" in place]


def job_ids(person: Person) -> list[str]:
    """Of all jobs that the person has."""
    return [job["job_id"] for job in person.get("/v1/jobs?limit=100").raise_for_status().json()["jobs"]]


def cut(service: Service, key: Document) -> Person:
    """Somebody whose batch is begun: the function was killed between its first job and its last. Where it
    was too late for that, somebody else tries."""
    for _ in range(10):
        person = service.person()
        assert job_ids(person) == [], "by another function than starts jobs, which is warm from here on"
        with ThreadPoolExecutor(1) as client:
            first = client.submit(person.post, "/v1/batches", BATCH, headers=key)
            while not job_ids(person) and not first.done():
                pass
            killed = service.kill_workers("StartFunction")
        await_end(killed)
        if 0 < len(job_ids(person)) < len(OUTLINES):
            assert first.result().status_code == 502
            return person
    raise AssertionError("each time all jobs had been started, or none")


def test_a_batch_whose_function_is_killed_is_completed_by_the_repeat(service: Service) -> None:
    key = {"Idempotency-Key": "monday"}
    person = cut(service, key)
    answer = person.post("/v1/batches", BATCH, headers=key)
    assert answer.status_code == 202
    assert len(ids(answer)) == len(OUTLINES)
    refused = [place["problem"]["code"] for place in answer.json()["jobs"] if "problem" in place]
    assert refused == ["exam-not-found"] * 90
    again = person.post("/v1/batches", BATCH, headers=key)
    assert again.json() == answer.json()
    assert again.headers["idempotency-replayed"] == "true"
    batch = person.get(f"/v1/batches/{answer.json()['batch_id']}").raise_for_status().json()
    assert sum(batch["counts"].values()) == len(OUTLINES) + 90
    assert batch["counts"]["refused"] == 90
    assert sorted(job_ids(person)) == sorted(ids(answer))
    assert len(person.get("/v1/batches").json()["batches"]) == 1


def test_a_batch_is_cancelled_and_what_was_cancelled_is_not_retried(service: Service, person: Person) -> None:
    service.model.latency(20_000)
    answer = person.post("/v1/batches", {"jobs": OUTLINES[:3]})
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
