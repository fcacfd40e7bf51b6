"""/v1/batches over HTTP: places, counts, pages, cancel, retry, repeats, and nobody else's."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generation import wiring
from generation.engine.errors import Unavailable
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import JobStatus
from testing.lives import Died
from tests.unit.functions.http import Client, Context, answer_of, handler
from tests.unit.functions.world import World, small_exam

KEY = {"Idempotency-Key": "batch-1"}
BAD: list[dict[str, Any]] = [
    {"pipeline": "of_nobody", "input": {}},
    {"pipeline": "exam_course"},
    {"pipeline": "exam_course", "input": {"exam_id": "not-there"}},
    {"pipeline": "course_outline", "input": {"topic": ""}},
]


def outline(topic: str = "Bread") -> dict[str, Any]:
    return {"pipeline": "course_outline", "input": {"topic": topic}}


@pytest.fixture(autouse=True)
def many_may_be_active(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setenv("MAX_ACTIVE_JOBS", "150")
    wiring.settings.cache_clear()
    wiring.limits.cache_clear()


def start(client: Client, *jobs: dict[str, Any], **members: Any) -> Any:
    return client.post("/v1/batches", {"jobs": list(jobs), **members}, headers=KEY)


def ids(answer: Any) -> list[str]:
    return [place["job_id"] for place in answer.json["jobs"] if "job_id" in place]


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


def test_sent_again_under_its_key_it_is_the_same_batch(world: World, ada: Client) -> None:
    first = start(ada, outline(), *BAD, name="a")
    again = start(ada, outline(), *BAD, name="a")
    assert (again.status, again.json) == (202, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(world.memory.jobs) == 1
    assert start(ada, outline(), name="a").code == "idempotency-key-reused"
    assert len(ada.get("/v1/batches").json["batches"]) == 1


def die_at_the_second_job(
    world: World, monkeypatch: pytest.MonkeyPatch, client: Client, *jobs: dict[str, Any]
) -> None:
    """Starts a batch whose function dies before it writes its second job."""
    create, calls = world.store.create, [0]

    def dying(checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise Died
        create(checkpoint, request)

    with monkeypatch.context() as patch:
        patch.setattr(world.store, "create", dying)
        with pytest.raises(Died):
            start(client, *jobs)


def test_a_batch_that_was_cut_is_completed_by_the_repeat(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after each of its calls: tests/unit/engine/service/test_batches.py."""
    jobs = [outline("a"), BAD[2], outline("b"), outline("c")]
    die_at_the_second_job(world, monkeypatch, ada, *jobs)
    before = set(world.memory.jobs)
    assert len(before) == 1
    answer = start(ada, *jobs)
    assert answer.status == 202
    assert set(ids(answer)) == set(world.memory.jobs) >= before
    assert len(world.memory.jobs) == 3
    assert answer.json["jobs"][1]["problem"]["code"] == "exam-not-found"
    assert start(ada, *jobs).json == answer.json


def test_a_start_whose_answer_got_lost_is_no_problem(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = world.store.create

    def unheard(checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        create(checkpoint, request)
        raise Unavailable("no answer")

    monkeypatch.setattr(world.store, "create", unheard)
    assert len(ids(start(ada, outline(), outline("Wine")))) == 2


def test_what_there_was_no_time_for_is_started_by_the_repeat(world: World, ada: Client) -> None:
    event = ada.event(
        "POST",
        "/v1/batches",
        query="",
        headers=KEY,
        raw='{"jobs": [{"pipeline": "course_outline", "input": {"topic": "Bread"}}]}',
    )
    cut = answer_of(handler("start")(event, Context(remaining_ms=2_000)))
    assert cut.status == 202
    assert cut.json["jobs"][0]["problem"]["code"] == "unavailable"
    assert not world.memory.jobs
    whole = answer_of(handler("start")(event, Context()))
    assert whole.json["batch_id"] == cut.json["batch_id"]
    assert "job_id" in whole.json["jobs"][0]
    assert len(world.memory.jobs) == 1


def test_cancel_ends_what_has_not_ended(world: World, ada: Client) -> None:
    answer = start(ada, outline("a"), outline("b"), outline("c"), BAD[0])
    world.change(ids(answer)[0], status=JobStatus.COMPLETED)
    address = f"/v1/batches/{answer.json['batch_id']}/cancel"
    cancelled = ada.post(address, {"reason": "The wrong exams."})
    assert cancelled.status == 202
    counts = cancelled.json["counts"]
    assert (counts["completed"], counts["cancelled"], counts["refused"]) == (1, 2, 1)
    assert cancelled.json["is_finished"]
    assert ada.post(address).status == 200


def test_a_cancelled_batch_that_was_cut_starts_nothing_more(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_at_the_second_job(world, monkeypatch, ada, outline("a"), outline("b"))
    batch_id = ada.get("/v1/batches").json["batches"][0]["batch_id"]
    early = ada.get(f"/v1/batches/{batch_id}")
    assert early.json["jobs"][1]["problem"]["code"] == "unavailable"
    assert "retry-after" in early.headers
    assert ada.post(f"/v1/batches/{batch_id}/cancel").status == 202
    first, second = start(ada, outline("a"), outline("b")).json["jobs"]
    assert set(first) == {"job_id"}
    assert second["problem"]["code"] == "batch-cancelled"
    counts = ada.get(f"/v1/batches/{batch_id}").json["counts"]
    assert (counts["cancelled"], counts["refused"], counts["gone"]) == (1, 1, 0)
    assert [job.status for job in world.store.read_all(list(world.memory.jobs)).values()] == [
        JobStatus.CANCELLED
    ]


def test_retry_is_for_the_failed_ones_and_once_under_a_key(world: World, ada: Client) -> None:
    answer = start(ada, outline("a"), outline("b"), outline("c"))
    failed, cancelled, other = ids(answer)
    world.fail(failed)
    world.fail(other)
    ada.post(f"/v1/jobs/{cancelled}/cancel")
    address = f"/v1/batches/{answer.json['batch_id']}/retry"
    key = {"Idempotency-Key": "again"}
    retried = ada.post(address, headers=key)
    assert retried.status == 202
    assert retried.json == {
        "batch_id": answer.json["batch_id"],
        "jobs": [{"job_id": failed}, {"job_id": other}],
    }
    assert "idempotency-replayed" not in retried.headers
    world.fail(failed)  # once more, before the request comes again
    again = ada.post(address, headers=key)
    assert (again.json, again.headers["idempotency-replayed"]) == (retried.json, "true")
    for other_request in ("/v1/jobs", "/v1/batches"):
        body = outline("d") if other_request == "/v1/jobs" else {"jobs": [outline("d")]}
        assert ada.post(other_request, body, headers=key).code == "idempotency-key-reused"
    assert [world.job(job_id).attempt for job_id in (failed, cancelled, other)] == [2, 1, 2]
    assert ada.post(address).json["jobs"] == [{"job_id": failed}]
    assert world.job(failed).attempt == 3


def test_a_retry_that_is_refused_is_a_problem_in_its_place(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = start(ada, outline("a"), outline("b"))
    for job_id in ids(answer):
        world.fail(job_id)
    monkeypatch.setenv("MAX_ACTIVE_JOBS", "1")
    for builder in (wiring.settings, wiring.limits, wiring.job_service, wiring.batches):
        builder.cache_clear()
    first, second = ada.post(f"/v1/batches/{answer.json['batch_id']}/retry").json["jobs"]
    assert set(first) == {"job_id"}
    assert second["problem"]["code"] == "too-many-jobs"
    assert second["job_id"] == ids(answer)[1]
