"""/v1/batches over HTTP: places, counts, pages, cancel, retry, repeats, and nobody else's."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generation import wiring
from generation.engine.model.job import JobStatus
from tests.unit.functions.batches import (
    BAD,
    ids,
    many_may_be_active,  # noqa: F401  (fixture)
    outline,
    start,
)
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, small_exam


def test_each_start_is_a_job_of_its_own_or_a_problem_in_its_place(world: World, ada: Client) -> None:
    answer = start(ada, outline(), *BAD, outline("Wine"), name="Monday")
    places = answer.json["jobs"]
    assert answer.status == 202
    assert answer.headers["location"] == f"/v1/batches/{answer.json['batch_id']}"
    assert [set(place) for place in places] == [{"job_id"}, *[{"problem"}] * 4, {"job_id"}]
    problems = [place["problem"] for place in places[1:5]]
    assert [(one["status"], one["code"]) for one in problems] == [
        (422, "invalid-input"),
        (422, "invalid-input"),
        (404, "exam-not-found"),
        (422, "invalid-input"),
    ]
    assert [one["errors"] and one["errors"][0]["pointer"] for one in problems] == [
        "/jobs/1/pipeline",
        "/jobs/2/input",
        None,
        "/jobs/4/input/topic",
    ]
    for place in (places[0], places[5]):
        assert ada.get(f"/v1/jobs/{place['job_id']}").json["status"] == "pending"
    assert {world.queue.receive(), world.queue.receive(), world.queue.receive()} == {*ids(answer), None}


def test_a_hundred_starts_and_no_more(world: World, ada: Client) -> None:
    hundred = [outline(f"Bread {number}") for number in range(100)]
    assert len(set(ids(start(ada, *hundred)))) == 100
    for wrong in ([], [*hundred, outline()]):
        refused = ada.post("/v1/batches", {"jobs": wrong})
        assert (refused.status, refused.pointers) == (422, ["/jobs"])
    assert len(world.memory.jobs) == 100


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/jobs"),
        ({"jobs": "all"}, "/jobs"),
        ({"jobs": [1]}, "/jobs/0"),
        ({"jobs": [outline()], "name": ""}, "/name"),
        ({"jobs": [outline()], "more": 1}, "/more"),
    ],
)
def test_what_is_no_batch_is_refused_whole(world: World, ada: Client, body: Any, pointer: str) -> None:
    answer = ada.post("/v1/batches", body)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert world.is_empty


def test_over_the_limit_a_start_is_a_problem_in_its_place(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_ACTIVE_JOBS", "2")
    wiring.settings.cache_clear()
    answer = start(ada, outline("a"), outline("b"), outline("c"))
    assert len(ids(answer)) == 2
    assert answer.json["jobs"][2]["problem"]["code"] == "too-many-jobs"


def test_two_starts_of_one_exam_are_one_job_and_a_duplicate(ada: Client) -> None:
    exam = {"pipeline": "exam_course", "input": {"exam": small_exam()}}
    first, second = start(ada, exam, exam).json["jobs"]
    assert second["problem"]["code"] == "duplicate-job"
    assert second["problem"]["job_id"] == first["job_id"]


def test_counts_are_those_of_all_jobs_and_jobs_come_by_page(world: World, ada: Client) -> None:
    answer = start(ada, *[outline(str(number)) for number in range(6)], BAD[0], name="Exams")
    done, failed, *_ = ids(answer)
    world.change(done, status=JobStatus.COMPLETED)
    world.fail(failed)
    address = f"/v1/batches/{answer.json['batch_id']}"
    first = ada.get(address, query={"limit": 4})
    expected = {"pending": 4, "running": 0, "waiting": 0, "completed": 1, "failed": 1, "cancelled": 0}
    assert first.status == 200
    assert first.json["counts"] == {**expected, "refused": 1, "gone": 0}
    assert (first.json["name"], first.json["jobs_total"], first.json["is_finished"]) == ("Exams", 7, False)
    assert [job["job_id"] for job in first.json["jobs"]] == ids(answer)[:4]
    assert first.headers["retry-after"] == "5"
    second = ada.get(address, query={"limit": 4, "cursor": first.json["next_cursor"]}).json
    assert [job.get("job_id") for job in second["jobs"]] == [*ids(answer)[4:], None]
    assert second["jobs"][2]["problem"]["code"] == "invalid-input"
    assert second["next_cursor"] is None
    assert second["counts"] == first.json["counts"]
    for cursor in ("7", "x", "1e1", "٣"):
        assert ada.get(address, query={"cursor": cursor}).pointers == ["/query/cursor"]


def test_a_finished_batch_says_so(world: World, ada: Client) -> None:
    answer = start(ada, outline(), BAD[0])
    world.change(ids(answer)[0], status=JobStatus.COMPLETED)
    found = ada.get(f"/v1/batches/{answer.json['batch_id']}")
    assert found.json["is_finished"]
    assert "retry-after" not in found.headers


def test_a_job_that_is_gone_is_told_of(world: World, ada: Client) -> None:
    answer = start(ada, outline(), outline("Wine"))
    del world.memory.jobs[ids(answer)[0]]
    found = ada.get(f"/v1/batches/{answer.json['batch_id']}").json
    assert (found["counts"]["gone"], found["counts"]["pending"]) == (1, 1)
    assert found["jobs"][0]["problem"]["code"] == "job-not-found"


def test_batches_are_listed_newest_first(ada: Client, bob: Client) -> None:
    for name in ("one", "two", "three"):
        ada.post("/v1/batches", {"jobs": [outline(name)], "name": name})
        time.sleep(0.002)  # Ids have the millisecond: of two in one of them either may be the newer.
    page = ada.get("/v1/batches", query={"limit": 2}).json
    assert [batch["name"] for batch in page["batches"]] == ["three", "two"]
    assert set(page["batches"][0]) == {"batch_id", "name", "jobs_total", "created_at"}
    rest = ada.get("/v1/batches", query={"cursor": page["next_cursor"]}).json
    assert ([batch["name"] for batch in rest["batches"]], rest["next_cursor"]) == (["one"], None)
    assert bob.get("/v1/batches").json == {"batches": [], "next_cursor": None}


def test_nobody_elses_batch_is_there(ada: Client, bob: Client) -> None:
    batch_id = start(ada, outline()).json["batch_id"]
    for client, name in ((bob, batch_id), (ada, "batch_not_there")):
        asked = [
            client.get(f"/v1/batches/{name}"),
            client.post(f"/v1/batches/{name}/cancel"),
            client.post(f"/v1/batches/{name}/retry"),
        ]
        assert [(answer.status, answer.code) for answer in asked] == [(404, "batch-not-found")] * 3
    assert ada.get(f"/v1/batches/{batch_id}").json["counts"]["pending"] == 1
