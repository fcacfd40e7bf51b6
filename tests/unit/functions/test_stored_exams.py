"""How many exams may be stored, and DELETE /v1/exams/{exam_id}."""

from __future__ import annotations

import pytest

from generation.settings import settings
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, question, small_exam


@pytest.fixture(autouse=True)
def quotas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_STORED_EXAMS", "free=2,pro=3")
    monkeypatch.setenv("MAX_STORED_MEGABYTES", "free=1,pro=2")


def _store(client: Client, number: int, **members: object) -> int:
    return client.post(
        "/v1/exams", small_exam(title=f"Exam {number}", exam_id=f"e{number}", **members)
    ).status


def test_an_exam_over_the_quota_is_refused_with_what_helps(world: World, ada: Client) -> None:
    assert [_store(ada, n) for n in (1, 2)] == [201, 201]
    answer = ada.post("/v1/exams", small_exam(title="One more"))
    assert (answer.status, answer.code) == (403, "exam-quota-exceeded")
    assert (answer.json["stored"], answer.json["max_stored"]) == (2, 2)
    assert "Delete one" in answer.json["detail"]
    assert ada.delete("/v1/exams/e1").status == 204
    assert _store(ada, 3) == 201


@pytest.mark.parametrize(("plan", "most"), [("free", 2), ("pro", 3), ("trial", 2)])
def test_the_quota_is_that_of_the_plan(world: World, plan: str, most: int) -> None:
    client = Client({"sub": "ada", "plan": plan})
    assert [_store(client, n) for n in range(4)].count(201) == most


def test_bytes_count_too(world: World, ada: Client) -> None:
    texts = [question(f"q{n}", text="x" * 4_000) for n in range(150)]
    assert _store(ada, 1, questions=texts) == 201
    answer = ada.post("/v1/exams", small_exam(title="Two", questions=texts))
    assert (answer.status, answer.code, answer.json["max_bytes"]) == (403, "exam-quota-exceeded", 1_000_000)


def test_the_very_same_exam_needs_no_more_room(world: World, ada: Client) -> None:
    assert [_store(ada, n) for n in (1, 2, 2, 1)] == [201] * 4


def test_a_job_stores_no_exam_over_the_quota_either(world: World, ada: Client) -> None:
    assert [_store(ada, n) for n in (1, 2)] == [201, 201]
    answer = ada.post("/v1/jobs", course_request(input={"exam": small_exam(title="Inline")}))
    assert (answer.status, answer.code) == (403, "exam-quota-exceeded")
    assert ada.get("/v1/jobs").json["jobs"] == []
    assert ada.post("/v1/jobs", course_request(input={"exam_id": "e1"})).status == 202


def test_a_deleted_exam_is_as_if_it_had_never_been(world: World, ada: Client) -> None:
    _store(ada, 1)
    deleted = ada.delete("/v1/exams/e1")
    assert (deleted.status, deleted.text, deleted.headers["cache-control"]) == (204, "", "no-store")
    assert ada.get("/v1/exams/e1").code == "exam-not-found"
    assert ada.get("/v1/exams").json["exams"] == []
    assert (ada.delete("/v1/exams/e1").status, ada.delete("/v1/exams/e1").code) == (404, "exam-not-found")
    started = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"}))
    assert (started.status, started.code) == (404, "exam-not-found")
    assert _store(ada, 1) == 201
    assert ada.get("/v1/exams/e1").status == 200


def test_nobody_deletes_somebody_elses(world: World, ada: Client, bob: Client) -> None:
    _store(ada, 1)
    theirs, nobodys = bob.delete("/v1/exams/e1"), bob.delete("/v1/exams/e2")
    assert theirs.status == nobodys.status == 404
    assert theirs.text.replace("e1", "e2") == nobodys.text
    assert ada.get("/v1/exams/e1").status == 200


def test_an_exam_that_a_job_needs_stays(world: World, ada: Client) -> None:
    _store(ada, 1)
    job_id = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"})).json["job_id"]
    answer = ada.delete("/v1/exams/e1")
    assert (answer.status, answer.code, answer.json["job_id"]) == (409, "exam-in-use", job_id)
    ada.post(f"/v1/jobs/{job_id}/cancel")
    assert ada.delete("/v1/exams/e1").status == 204


def test_a_key_gives_its_first_answer_though_the_exam_is_deleted(world: World, ada: Client) -> None:
    key = {"Idempotency-Key": "k"}
    exam = small_exam(exam_id="e1")
    first = ada.post("/v1/exams", exam, headers=key)
    ada.delete("/v1/exams/e1")
    again = ada.post("/v1/exams", exam, headers=key)
    assert (again.status, again.json, again.headers["idempotency-replayed"]) == (201, first.json, "true")
    assert ada.get("/v1/exams/e1").status == 404


@pytest.mark.parametrize("given", ["%00", "x" * 101, "x" * 3_000, "%F0%9F%98%80", "%ff", ".", "a%25b"])
def test_an_id_that_nothing_has(world: World, ada: Client, given: str) -> None:
    assert ada.delete(f"/v1/exams/{given}").status == 404


def test_a_plan_without_megabytes_of_its_own_has_those_of_free(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    monkeypatch.setenv("MAX_STORED_EXAMS", "free=2,school=9")
    assert settings().max_stored_exams == {"free": 2, "school": 9}
    assert _store(Client({"sub": "ada", "plan": "school"}), 1) == 201
