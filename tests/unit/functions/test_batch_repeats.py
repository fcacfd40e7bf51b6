"""Batches that are sent again, cancelled or retried."""

from __future__ import annotations

from typing import Any

import pytest

from generation import wiring
from generation.engine.errors import Unavailable
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import JobStatus
from testing.lives import Died
from tests.unit.functions.batches import (
    BAD,
    KEY,
    ids,
    many_may_be_active,  # noqa: F401  (fixture)
    outline,
    start,
)
from tests.unit.functions.http import Client, Context, answer_of, handler
from tests.unit.functions.world import World


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
