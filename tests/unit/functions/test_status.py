"""GET /v1/jobs and GET /v1/jobs/{job_id}"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.model.job import JobStatus, OpenCalls, StepStatus, Usage
from generation.engine.model.task import Task
from tests.unit.functions.contract import ERROR_MEMBERS, ITEM_MEMBERS, JOB_MEMBERS, USAGE_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import START, World, course_request


@pytest.fixture
def job_id(world: World, ada: Client) -> str:
    started: str = ada.post("/v1/jobs", course_request()).json["job_id"]
    return started


def test_a_job_that_is_running_says_how_far_it_is(world: World, ada: Client, job_id: str) -> None:
    first = replace(
        world.job(job_id).steps[0],
        status=StepStatus.COMPLETED,
        started_at=START,
        completed_at=START + timedelta(milliseconds=1_234),
    )
    running = replace(world.job(job_id).steps[4], status=StepStatus.RUNNING, items_total=9, items_completed=2)
    job = world.job(job_id).with_step(first).with_step(running)
    world.change(
        job_id,
        steps=job.steps,
        status=JobStatus.RUNNING,
        progress=35,
        current_step="generate_lessons",
        started_at=START,
        eta_at=START + timedelta(seconds=30),
        usage=Usage(model_calls=3, input_tokens=10, output_tokens=20, cost_usd=Decimal("0.0123")),
        artifact={"course_id": "course_1"},
    )
    world.clock.time += timedelta(seconds=10)
    shown = ada.get(f"/v1/jobs/{job_id}").json
    assert set(shown) >= JOB_MEMBERS
    assert shown["steps"][0]["duration_ms"] == 1_234
    assert (shown["steps"][4]["items_total"], shown["steps"][4]["items_completed"]) == (9, 2)
    assert shown["steps"][4]["duration_ms"] is None
    assert shown["eta_ms"] == 20_000
    assert set(shown["usage"]) == USAGE_MEMBERS
    assert shown["usage"]["cost_usd"] == 0.0123
    assert shown["artifact"] == {"course_id": "course_1"}
    assert shown["started_at"] == "2026-11-22T09:30:00.125Z"


def test_an_estimate_that_has_passed_is_zero(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, status=JobStatus.RUNNING, eta_at=START - timedelta(seconds=5))
    assert ada.get(f"/v1/jobs/{job_id}").json["eta_ms"] == 0


def test_a_job_that_waits_for_the_model_s_limit_says_until_when(
    world: World, ada: Client, job_id: str
) -> None:
    world.change(job_id, status=JobStatus.RUNNING, message="Generating", eta_at=START + timedelta(seconds=5))
    before = ada.get(f"/v1/jobs/{job_id}")
    assert (before.json["waiting_for"], before.json["waits_until"]) == (None, None)
    world.change(job_id, waits_until=START + timedelta(minutes=5))
    waiting = ada.get(f"/v1/jobs/{job_id}", headers={"if-none-match": before.headers["etag"]})
    assert waiting.status == 200
    assert waiting.json["waiting_for"] == "model_limit"
    assert waiting.json["waits_until"] == "2026-11-22T09:35:00.125Z"
    assert waiting.json["message"] == "Waits for the model's limit until 09:35 UTC"
    assert waiting.json["eta_ms"] is None
    world.change(job_id, waits_until=None)
    after = ada.get(f"/v1/jobs/{job_id}").json
    assert (after["message"], after["eta_ms"]) == ("Generating", 5_000)


def test_a_job_that_waits_for_a_person_says_so(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, status=JobStatus.WAITING)
    shown = ada.get(f"/v1/jobs/{job_id}").json
    assert (shown["waiting_for"], shown["waits_until"]) == ("person", None)


def test_a_price_that_is_not_known_is_null(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, usage=Usage(model_calls=1, cost_usd=None))
    assert ada.get(f"/v1/jobs/{job_id}").json["usage"]["cost_usd"] is None


@pytest.mark.parametrize(
    ("usage", "aborted", "most"),
    [
        (Usage(model_calls=1, cost_usd=Decimal(1)), 0, 0),
        (Usage(aborted_calls=2, uncertain_cost_usd=Decimal("0.66")), 2, 0.66),
        (Usage(aborted_calls=2), 2, None),
    ],
)
def test_calls_that_were_broken_off_are_shown_with_the_most_that_they_can_have_cost(
    world: World, ada: Client, job_id: str, usage: Usage, aborted: int, most: float | None
) -> None:
    world.change(job_id, usage=usage)
    shown = ada.get(f"/v1/jobs/{job_id}").json["usage"]
    assert (shown["aborted_calls"], shown["uncertain_cost_usd"]) == (aborted, most)


def test_a_cancel_books_what_it_finds_open(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, status=JobStatus.RUNNING, open_calls=OpenCalls(calls=3, most_usd=Decimal("0.75")))
    before = ada.get(f"/v1/jobs/{job_id}").headers["etag"]
    shown = ada.post(f"/v1/jobs/{job_id}/cancel").json["usage"]
    assert (shown["model_calls"], shown["aborted_calls"], shown["uncertain_cost_usd"]) == (0, 3, 0.75)
    after = ada.get(f"/v1/jobs/{job_id}")
    assert after.json["usage"] == shown
    assert after.headers["etag"] != before


def test_a_failed_job_says_why_and_that_it_can_go_on(world: World, ada: Client, job_id: str) -> None:
    world.fail(job_id)
    answer = ada.get(f"/v1/jobs/{job_id}")
    job = answer.json
    assert (job["status"], job["is_finished"], job["can_resume"]) == ("failed", True, True)
    assert set(job["error"]) == ERROR_MEMBERS
    assert (job["error"]["code"], job["error"]["item_id"], job["error"]["retryable"]) == (
        "refused",
        None,
        False,
    )
    assert job["eta_ms"] is None
    assert "retry-after" not in answer.headers


def test_a_completed_job_has_its_result(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, status=JobStatus.COMPLETED, progress=100, result={"course_id": "c"})
    job = ada.get(f"/v1/jobs/{job_id}").json
    assert (job["result"], job["can_resume"]) == ({"course_id": "c"}, False)


@pytest.mark.parametrize("query", ["", "include=items"])
@pytest.mark.parametrize("header", ["{tag}", '"other", {tag}', "*", "{strong}"])
def test_an_unchanged_job_is_304_without_a_body(
    world: World, ada: Client, job_id: str, query: str, header: str
) -> None:
    tag = ada.get(f"/v1/jobs/{job_id}", query=query).headers["etag"]
    header = header.format(tag=tag, strong=tag.removeprefix("W/"))
    answer = ada.get(f"/v1/jobs/{job_id}", query=query, headers={"If-None-Match": header})
    assert (answer.status, answer.text) == (304, "")
    assert answer.headers["etag"] == tag
    assert answer.headers["retry-after"] == "1"
    assert "content-type" not in answer.headers


def test_a_changed_job_is_sent_again(world: World, ada: Client, job_id: str) -> None:
    tag = ada.get(f"/v1/jobs/{job_id}").headers["etag"]
    world.change(job_id, progress=50)
    answer = ada.get(f"/v1/jobs/{job_id}", headers={"If-None-Match": tag})
    assert (answer.status, answer.json["progress"]) == (200, 50)
    assert answer.headers["etag"] != tag


def test_a_heartbeat_is_no_change(world: World, ada: Client, job_id: str) -> None:
    tag = ada.get(f"/v1/jobs/{job_id}").headers["etag"]
    taken = world.take(job_id)
    world.store.renew(job_id, taken.token, START + timedelta(seconds=20))
    assert ada.get(f"/v1/jobs/{job_id}", headers={"If-None-Match": tag}).status == 304


def test_with_and_without_items_are_two_answers(world: World, ada: Client, job_id: str) -> None:
    tag = ada.get(f"/v1/jobs/{job_id}").headers["etag"]
    answer = ada.get(f"/v1/jobs/{job_id}", query="include=items", headers={"If-None-Match": tag})
    assert (answer.status, answer.json["items"]) == (200, [])


def test_items_are_those_of_fan_out_steps(world: World, ada: Client, job_id: str) -> None:
    step = Task(task_id="initialize", step="initialize", step_index=0, status=StepStatus.COMPLETED)
    item = Task(
        task_id="generate_lessons/topic-1",
        step="generate_lessons",
        step_index=4,
        item_id="topic-1",
        label="Regions",
        status=StepStatus.RUNNING,
        progress=40,
        attempts=2,
        job_attempt=1,
    )
    world.change(job_id, status=JobStatus.RUNNING, tasks=(step, item))
    items = ada.get(f"/v1/jobs/{job_id}", query="include=items").json["items"]
    assert [set(item) for item in items] == [ITEM_MEMBERS]
    assert items[0] == {
        "item_id": "topic-1",
        "step": "generate_lessons",
        "label": "Regions",
        "status": "running",
        "progress": 40,
        "attempts": 2,
    }


def test_no_item_of_a_job_that_has_ended_is_running(world: World, ada: Client, job_id: str) -> None:
    states = {"a": StepStatus.RUNNING, "b": StepStatus.PENDING, "c": StepStatus.COMPLETED}
    tasks = tuple(
        Task(task_id=f"s/{i}", step="s", step_index=4, item_id=i, status=status, job_attempt=1)
        for i, status in states.items()
    )
    world.change(job_id, status=JobStatus.RUNNING, tasks=tasks)
    ada.post(f"/v1/jobs/{job_id}/cancel")
    items = ada.get(f"/v1/jobs/{job_id}", query="include=items").json["items"]
    assert {item["item_id"]: item["status"] for item in items} == {
        "a": "cancelled",
        "b": "skipped",
        "c": "completed",
    }


@pytest.mark.parametrize(
    ("members", "seconds"),
    [
        ({"status": JobStatus.RUNNING}, "1"),
        ({"status": JobStatus.WAITING}, "5"),
        ({"status": JobStatus.RUNNING, "due_at": START + timedelta(seconds=2.5)}, "3"),
        ({"status": JobStatus.RUNNING, "due_at": START + timedelta(seconds=90)}, "5"),
        ({"status": JobStatus.RUNNING, "due_at": START - timedelta(seconds=90)}, "1"),
    ],
)
def test_when_to_ask_again(
    world: World, ada: Client, job_id: str, members: dict[str, Any], seconds: str
) -> None:
    world.change(job_id, **members)
    assert ada.get(f"/v1/jobs/{job_id}").headers["retry-after"] == seconds


@pytest.mark.parametrize("path", ["", "/events", "/logs"])
def test_a_job_of_somebody_else_is_as_one_that_is_not_there(
    world: World, bob: Client, job_id: str, path: str
) -> None:
    theirs = bob.get(f"/v1/jobs/{job_id}{path}")
    none = bob.get(f"/v1/jobs/{'x' * len(job_id)}{path}")
    assert theirs.status == none.status == 404
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}
