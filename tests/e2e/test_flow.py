"""Many jobs under one limit of the model: a stack whose model keeps real buckets, and its operator."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from generation.aws import dynamodb_client
from generation.engine.flow.gcra import horizon
from generation.engine.policy import ModelLimitPolicy
from generation.models.claude.limits import model_class
from generation.stores.dynamodb.budget import DynamoModelBudget
from local.configuration import ROOT
from tests.conftest import ACCESS
from tests.e2e.exams import topics
from tests.e2e.service import Document, Person, Service

PER_MINUTE = 120
FLOOD, OWNERS, JOBS = 20, 7, 40
"""One owner has half of the jobs, seven others have the other half."""

HELD = timedelta(seconds=10)
"""For how long the account is used by others from each start on: longer than the next start takes."""

MODEL = "claude-sonnet-5-5"


@pytest.fixture(scope="module")
def limited(start_service: Callable[..., Service]) -> Iterator[Service]:
    service = start_service(
        REQUESTS_PER_MINUTE=str(PER_MINUTE),
        LATENCY_MS="300",
        PARAM_ModelRequestsPerMinute=str(PER_MINUTE),
        PARAM_MaxActiveJobs=str(FLOOD),
        PARAM_ReuseDays="1",
    )
    yield service
    service.stop()


@pytest.fixture(scope="module")
def hold(limited: Service) -> Iterator[Callable[[], None]]:
    """Takes the time of the limit up to `HELD` from now: no job is begun before."""
    client = dynamodb_client(endpoint_url=limited.record.emulator_url, **ACCESS)
    budget = DynamoModelBudget(client, limited.record.table, class_of=model_class)
    policy = ModelLimitPolicy()

    def take() -> None:
        now = datetime.now(UTC)
        lacking = HELD + policy.burst - horizon(budget.state(MODEL), now, policy)
        if lacking > timedelta(0):
            budget.reserve(MODEL, lacking, now=now, owed=timedelta(0), ahead=policy.farthest)

    yield take
    client.close()


def test_all_jobs_complete_hardly_a_call_is_refused_and_nobody_waits_for_a_flood(
    limited: Service, hold: Callable[[], None]
) -> None:
    flood, others = limited.person(), [limited.person() for _ in range(OWNERS)]
    exam = topics(1, 2)
    started: list[tuple[Person, Document]] = []
    for number in range(JOBS):
        owner = flood if number < FLOOD else others[number % OWNERS]
        hold()
        started.append((owner, owner.start_exam_course(_named(exam, number))))
    assert limited.model.stats()["calls"] == 0, "all wait before the first begins"
    ended = [owner.await_job(job["job_id"], s=180) for owner, job in started]
    stats = limited.model.stats()

    assert [job["status"] for job in ended] == ["completed"] * JOBS
    assert sum(job["usage"]["model_calls"] for job in ended) == stats["ended"] >= 2 * JOBS
    assert stats["rate_limited"] <= 0.02 * stats["calls"]
    # Two seconds may come at once, and what was held up for some seconds comes late.
    allowed = PER_MINUTE / 60 * (10 + 2) + 10
    assert _most_within(10.0, stats) <= allowed
    assert {job["waiting_for"] for job in ended} == {None}
    begun = [datetime.fromisoformat(job["started_at"]) for job in ended]
    assert max(begun[FLOOD:]) < sorted(begun[:FLOOD])[FLOOD // 2]


def test_an_exam_that_is_asked_again_makes_no_call(limited: Service) -> None:
    person = limited.person()
    exam_id = person.upload(topics(2, 2))
    first = person.await_job(person.start("exam_course", {"exam_id": exam_id})["job_id"])
    calls = limited.model.stats()["calls"]
    second = person.await_job(person.start("exam_course", {"exam_id": exam_id})["job_id"])
    assert (first["status"], second["status"]) == ("completed", "completed")
    assert first["usage"]["model_calls"] > 1
    assert (first["usage"]["reused_calls"], second["usage"]["model_calls"]) == (0, 0)
    assert second["usage"]["reused_calls"] == first["usage"]["model_calls"]
    assert limited.model.stats()["calls"] == calls
    stranger = limited.person()
    other = stranger.await_job(stranger.start_exam_course(topics(2, 2))["job_id"])
    assert (other["status"], other["usage"]["reused_calls"]) == ("completed", 0)


def test_an_operator_pauses_and_resumes_in_the_terminal(limited: Service) -> None:
    person, request = limited.person(), {"pipeline": "course_outline", "input": {"topic": "Keeping bees"}}
    assert _admin(limited, "overview").splitlines()[-1] == "paused     nothing"
    paused = _admin(limited, "pause", "--owner", person.sub, "--reason", "The bill")
    assert f"owner {person.sub} since " in paused
    refused = person.post("/v1/jobs", request)
    assert (refused.status_code, refused.json()["code"]) == (503, "paused")
    assert "The bill" in _admin(limited, "overview")
    assert limited.person().post("/v1/jobs", request).status_code == 202
    assert _admin(limited, "resume", "--owner", person.sub) == "paused     nothing\n"
    assert person.post("/v1/jobs", request).status_code == 202


def _admin(service: Service, *arguments: str) -> str:
    command = [sys.executable, "-m", "local", "admin", *arguments, "--url", service.record.url]
    run = subprocess.run(  # noqa: S603 - the interpreter of this test
        command, cwd=ROOT, env=_own(), capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def _own() -> dict[str, str]:
    """Without a token for a deployed stack, which somebody may have set."""
    return {name: value for name, value in os.environ.items() if name != "COURSEMILL_TOKEN"}


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
