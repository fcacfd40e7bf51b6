"""POST /v1/jobs"""

from __future__ import annotations

from typing import Any

import pytest

from generation.engine.errors import OrderMoved
from generation.engine.model.checkpoint import Checkpoint
from tests.data.exams import UNEXPLAINED, load
from tests.unit.functions.contract import JOB_MEMBERS, STEP_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, question, small_exam


def test_a_start_answers_at_once_with_the_whole_job(world: World, ada: Client) -> None:
    answer = ada.post("/v1/jobs", {"pipeline": "exam_course", "input": {"exam": load(UNEXPLAINED)}})
    job = answer.json
    assert answer.status == 202
    assert answer.headers["location"] == f"/v1/jobs/{job['job_id']}"
    assert int(answer.headers["retry-after"]) == 1
    assert "idempotency-replayed" not in answer.headers
    assert set(job) >= JOB_MEMBERS
    assert "items" not in job
    assert all(set(step) == STEP_MEMBERS for step in job["steps"])
    assert [step["name"] for step in job["steps"]] == [
        "initialize",
        "fetch_ai_settings",
        "fetch_questions",
        "detect_topics",
        "generate_lessons",
        "save_course",
        "finalize",
    ]
    assert (job["status"], job["progress"], job["attempt"]) == ("pending", 0, 1)
    assert (job["is_finished"], job["can_resume"], job["error"], job["result"]) == (False, False, None, None)
    assert job["created_at"] == "2026-11-22T09:30:00.125Z"
    assert job["options"] == {
        "auto_publish": False,
        "mode": "auto",
        "priority": "normal",
        "max_cost_usd": 20,
        "fresh": False,
        "check": "on",
    }
    assert job["queue"] == {"position": 1, "ahead_of_own": 0, "expected_start_at": None}
    assert job["waiting_for"] is None
    assert job["usage"]["cost_usd"] is None
    assert job["estimated_duration_ms"] > 0


def test_a_started_job_is_queued_and_can_be_read(world: World, ada: Client) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    assert world.queue.receive() == job_id
    assert ada.get(f"/v1/jobs/{job_id}").json["job_id"] == job_id


def test_options_are_kept(world: World, ada: Client) -> None:
    options = {"auto_publish": True, "mode": "manual", "priority": "high", "max_cost_usd": 2.5}
    options |= {"fresh": True, "check": "off"}
    assert ada.post("/v1/jobs", course_request(options=options)).json["options"] == options


def test_no_request_gets_a_higher_cap_than_the_deployments(world: World, ada: Client) -> None:
    answer = ada.post("/v1/jobs", course_request(options={"max_cost_usd": 10_000}))
    assert (answer.status, answer.json["options"]["max_cost_usd"]) == (202, 20)


def test_a_start_that_meets_another_one_of_its_owner_gets_the_next_place(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    create, tags = world.store.create, list[int]()

    def refuse_once(checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        tags.append(checkpoint.job.tag or 0)
        if len(tags) == 1:
            raise OrderMoved
        create(checkpoint, request)

    monkeypatch.setattr(world.store, "create", refuse_once)
    exams = [small_exam(questions=[question(f"q{n}")]) for n in range(2)]
    answers = [ada.post("/v1/jobs", course_request(input={"exam": exam})) for exam in exams]
    assert [answer.status for answer in answers] == [202, 202]
    assert tags == [tags[0], tags[0], 2 * tags[0]]


def test_jobs_that_are_started_together_stand_in_line(world: World, ada: Client) -> None:
    exams = [small_exam(questions=[question(f"q{n}")]) for n in range(3)]
    started = [ada.post("/v1/jobs", course_request(input={"exam": exam})).json for exam in exams]
    places = [(job["queue"]["position"], job["queue"]["ahead_of_own"]) for job in started]
    assert places == [(1, 0), (2, 1), (3, 2)]
    assert [job["waiting_for"] for job in started] == [None, "turn", "turn"]


@pytest.mark.parametrize("priority", ["urgent", "", None, 1, ["high"], "HIGH"])
def test_a_priority_that_there_is_not_is_refused(world: World, ada: Client, priority: object) -> None:
    answer = ada.post("/v1/jobs", course_request(options={"priority": priority}))
    assert answer.status == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["/options/priority"]
    assert world.is_empty


def test_a_cap_may_be_a_whole_number(world: World, ada: Client) -> None:
    answer = ada.post("/v1/jobs", course_request(options={"max_cost_usd": 3}))
    assert answer.json["options"]["max_cost_usd"] == 3


def test_a_stored_exam_can_be_named(world: World, ada: Client) -> None:
    exam_id = ada.post("/v1/exams", small_exam()).json["exam_id"]
    answer = ada.post("/v1/jobs", {"pipeline": "exam_course", "input": {"exam_id": exam_id}})
    assert (answer.status, answer.json["title"]) == (202, "First aid")


@pytest.mark.parametrize("owner", ["ada", "bob"])
def test_an_exam_of_somebody_else_is_not_there(world: World, ada: Client, bob: Client, owner: str) -> None:
    exam_id = bob.post("/v1/exams", small_exam(exam_id="bobs")).json["exam_id"] if owner == "bob" else "none"
    answer = ada.post("/v1/jobs", {"pipeline": "exam_course", "input": {"exam_id": exam_id}})
    assert (answer.status, answer.code) == (404, "exam-not-found")
    assert not world.memory.jobs


def test_the_same_key_and_body_give_the_first_answer_again(world: World, ada: Client) -> None:
    key = {"Idempotency-Key": "key,with-a-comma"}
    first = ada.post("/v1/jobs", course_request(), headers=key)
    world.change(first.json["job_id"], progress=40)
    again = ada.post("/v1/jobs", course_request(), headers=key)
    assert (again.status, again.text) == (202, first.text)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert len(world.memory.jobs) == 1


def test_another_body_under_the_same_key_is_refused(world: World, ada: Client) -> None:
    key = {"Idempotency-Key": "key-1"}
    ada.post("/v1/jobs", course_request(), headers=key)
    answer = ada.post("/v1/jobs", course_request(options={"mode": "manual"}), headers=key)
    assert (answer.status, answer.code) == (422, "idempotency-key-reused")


def test_a_key_counts_for_one_owner_and_one_route(world: World, ada: Client, bob: Client) -> None:
    key = {"Idempotency-Key": "key-1"}
    first = ada.post("/v1/jobs", course_request(), headers=key).json["job_id"]
    assert bob.post("/v1/jobs", course_request(), headers=key).json["job_id"] != first
    assert ada.post("/v1/exams", small_exam(), headers=key).code == "idempotency-key-reused"


@pytest.mark.parametrize("key", ["", "with space", "ü", "x" * 256])
def test_a_key_that_is_none_is_refused(world: World, ada: Client, key: str) -> None:
    answer = ada.post("/v1/jobs", course_request(), headers={"Idempotency-Key": key})
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert answer.pointers == ["/header/idempotency-key"]
    assert world.is_empty


def test_a_second_job_for_the_same_exam_names_the_first(world: World, ada: Client) -> None:
    first = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.post("/v1/jobs", course_request())
    assert (answer.status, answer.code, answer.json["job_id"]) == (409, "duplicate-job", first)


def test_too_many_active_jobs_are_refused_with_a_time_to_come_again(world: World, ada: Client) -> None:
    def start(n: int) -> Any:
        exam = small_exam(questions=[question(f"only-{n}")])
        return ada.post("/v1/jobs", course_request(input={"exam": exam}))

    assert [start(n).status for n in range(3)] == [202, 202, 202]
    answer = start(3)
    assert (answer.status, answer.code) == (429, "too-many-jobs")
    assert int(answer.headers["retry-after"]) > 0
    assert len(world.memory.jobs) == 3
