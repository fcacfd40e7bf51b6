"""What one may use: calls and money of a job, sizes, jobs at once. One stack with narrow limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.exams import exam, topics
from tests.e2e.priced import PRICED_AS, priced
from tests.e2e.service import Document, OfflineModel, Person, Service

MAX_CALLS = 12
MAX_COST_USD = 50
TIGHT = {"max_cost_usd": 0.44}
"""Some more than a single lesson can cost: its answer may have 32,000 tokens at $10 for a million."""


@pytest.fixture(scope="module")
def narrow(shared_service: Service, start_service: Callable[..., Service]) -> Iterator[Service]:
    with priced(shared_service.record.model_url) as model_url:
        service = start_service(
            ANTHROPIC_BASE_URL=model_url,
            PARAM_MaxModelCallsPerJob=str(MAX_CALLS),
            PARAM_MaxCostPerJobUsd=str(MAX_COST_USD),
            PARAM_MaxActiveJobs="1",
        )
        yield service
        service.stop()


@pytest.fixture
def model(narrow: Service) -> OfflineModel:
    narrow.model.reset()
    return narrow.model


@pytest.fixture
def owner(narrow: Service) -> Person:
    return narrow.person(plan="pro")


def failed(job: Document, code: str, *, retryable: bool) -> None:
    assert job["status"] == "failed", job
    assert (job["error"]["code"], job["error"]["retryable"]) == (code, retryable)
    assert job["can_resume"]


def retry(owner: Person, job_id: str, body: Any = None) -> Document:
    answer = owner.post(f"/v1/jobs/{job_id}/retry", body)
    assert answer.status_code == 202, answer.text
    return owner.await_job(job_id)


# ---- Money


def test_a_job_stops_before_the_call_that_would_pass_its_cap_and_goes_on_with_a_higher_one(
    owner: Person, model: OfflineModel
) -> None:
    exam_id = owner.upload(topics(8, 2))
    started = owner.start("exam_course", {"exam_id": exam_id}, **TIGHT)
    stopped = owner.await_job(started["job_id"])
    failed(stopped, "budget-exceeded", retryable=True)
    assert 0 < stopped["usage"]["cost_usd"] <= TIGHT["max_cost_usd"]
    written = [item["item_id"] for item in stopped["items"] if item["status"] == "completed"]
    assert 0 < len(written) < 8
    assert model.stats()["calls"] == stopped["usage"]["model_calls"]

    again = retry(owner, started["job_id"])
    failed(again, "budget-exceeded", retryable=True)
    assert again["usage"] == stopped["usage"], "the cap has stayed, so there was nothing to spend"

    done = retry(owner, started["job_id"], {"options": {"max_cost_usd": 10_000}})
    assert (done["status"], done["attempt"], done["options"]["max_cost_usd"]) == (
        "completed",
        3,
        MAX_COST_USD,
    ), "the deployment's"
    assert model.stats()["calls"] == done["usage"]["model_calls"], "nothing was asked twice"
    assert done["usage"]["cost_usd"] > stopped["usage"]["cost_usd"]
    assert owner.course(done["result"]["course_id"])["made_by"] == PRICED_AS


def test_a_cap_that_no_call_fits_under_costs_nothing(owner: Person, model: OfflineModel) -> None:
    started = owner.start_exam_course(topics(2, 2), max_cost_usd=0.01)
    failed(owner.await_job(started["job_id"]), "budget-exceeded", retryable=True)
    assert model.stats()["calls"] == 0


@pytest.mark.parametrize("named", [{}, {"max_cost_usd": 10_000}])
def test_no_request_gets_a_higher_cap_than_the_deployments(
    owner: Person, model: OfflineModel, named: dict[str, float]
) -> None:
    job = owner.await_job(owner.start_exam_course(topics(1, 2), **named)["job_id"])
    assert (job["status"], job["options"]["max_cost_usd"]) == ("completed", MAX_COST_USD)


# ---- Model calls


def test_a_job_makes_no_more_calls_than_it_may_in_all_its_attempts(
    owner: Person, model: OfflineModel
) -> None:
    started = owner.start_exam_course(topics(10, 25))
    job = owner.await_job(started["job_id"])
    failed(job, "call-limit-exceeded", retryable=False)
    assert model.stats()["calls"] == job["usage"]["model_calls"] == MAX_CALLS
    assert owner.course(job["artifact"]["course_id"])["status"] == "generating", "what is done is readable"
    again = retry(owner, started["job_id"], {"options": {"max_cost_usd": 10_000}})
    failed(again, "call-limit-exceeded", retryable=False)
    assert model.stats()["calls"] == MAX_CALLS


def test_a_loop_of_cancel_and_retry_makes_no_more_calls_than_a_job_may(
    owner: Person, model: OfflineModel
) -> None:
    model.latency(2_000)
    job_id = owner.start_exam_course(topics(4, 2))["job_id"]
    for _ in range(MAX_CALLS):
        begun = model.stats()["calls"]

        def is_calling(job: Document, begun: int = begun) -> bool:
            return bool(job["is_finished"]) or model.stats()["calls"] > begun

        owner.await_job(job_id, is_calling)
        if owner.post(f"/v1/jobs/{job_id}/cancel").status_code == 409:
            break
        assert owner.post(f"/v1/jobs/{job_id}/retry").status_code == 202
    model.latency(0)
    job = owner.await_job(job_id)
    failed(job, "call-limit-exceeded", retryable=False)
    usage = job["usage"]
    assert usage["aborted_calls"] > 0
    assert usage["uncertain_cost_usd"] > 0
    assert usage["model_calls"] + usage["aborted_calls"] == MAX_CALLS
    assert model.stats()["calls"] <= MAX_CALLS


# ---- Sizes


def test_an_answer_that_was_cut_off_at_its_limit_is_reported(owner: Person, model: OfflineModel) -> None:
    model.faults({"fault": "truncate", "kind": "lesson", "contains": "Topic 2"})
    started = owner.start_exam_course(topics(3, 2))
    job = owner.await_job(started["job_id"])
    failed(job, "output-truncated", retryable=True)
    assert "cut off at its limit of" in job["error"]["message"]
    completed = [item for item in job["items"] if item["status"] == "completed"]
    assert len(completed) == 2, "its siblings are kept"
    lines = owner.get(f"/v1/jobs/{started['job_id']}/logs").json()["logs"]
    assert any(line["level"] == "error" and "cut off" in line["message"] for line in lines)


def test_1001_questions_are_refused_and_1000_are_not(owner: Person) -> None:
    assert owner.post("/v1/exams", exam(1000)).status_code == 201
    for path, body, pointer in (
        ("/v1/exams", exam(1001), "/questions"),
        ("/v1/jobs", {"pipeline": "exam_course", "input": {"exam": exam(1001)}}, "/input/exam/questions"),
    ):
        answer = owner.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_body_over_the_limit_is_refused_before_anything_is_stored(owner: Person) -> None:
    large = {**exam(2), "title": "x" * 2_000_000}
    for path in ("/v1/exams", "/v1/jobs"):
        answer = owner.post(path, large)
        assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")
        assert answer.json()["max_bytes"] == 2_000_000
    assert owner.get("/v1/exams").json()["exams"] == []


# ---- Jobs at once


def test_after_the_only_active_job_has_ended_the_next_one_starts(owner: Person, model: OfflineModel) -> None:
    model.latency(1500)
    first = owner.start_exam_course(topics(1, 2))
    body = {"pipeline": "exam_course", "input": {"exam": topics(1, 3)}}
    refused = owner.post("/v1/jobs", body)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-jobs")
    assert int(refused.headers["retry-after"]) >= 1
    assert owner.await_job(first["job_id"])["status"] == "completed"
    assert owner.post("/v1/jobs", body).status_code == 202
