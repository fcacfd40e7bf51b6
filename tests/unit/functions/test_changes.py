"""POST /v1/jobs/{job_id}/cancel, /retry and /continue"""

from __future__ import annotations

import pytest

from generation.engine.errors import LeaseLost
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import JobStatus
from tests.unit.functions.contract import JOB_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, question, small_exam


@pytest.fixture
def job_id(world: World, ada: Client) -> str:
    started: str = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.queue.receive()
    return started


@pytest.mark.parametrize("body", [None, {}, {"reason": None}, {"reason": "x" * 500}])
def test_a_job_is_cancelled(world: World, ada: Client, job_id: str, body: dict[str, str] | None) -> None:
    answer = ada.post(f"/v1/jobs/{job_id}/cancel", body)
    assert (answer.status, answer.json["status"]) == (202, "cancelled")
    assert set(answer.json) >= JOB_MEMBERS
    assert answer.headers["location"] == f"/v1/jobs/{job_id}"
    assert int(answer.headers["retry-after"]) >= 1
    assert world.job(job_id).status is JobStatus.CANCELLED


def test_null_is_a_cancel_without_a_reason(world: World, ada: Client, job_id: str) -> None:
    assert ada.ask("POST", f"/v1/jobs/{job_id}/cancel", raw="null").status == 202


def test_a_job_that_was_cancelled_stays_as_it_is(world: World, ada: Client, job_id: str) -> None:
    first = ada.post(f"/v1/jobs/{job_id}/cancel")
    again = ada.post(f"/v1/jobs/{job_id}/cancel")
    assert (again.status, again.json) == (200, first.json)
    assert "retry-after" not in again.headers


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED])
def test_a_job_that_has_ended_cannot_be_cancelled(
    world: World, ada: Client, job_id: str, status: JobStatus
) -> None:
    world.change(job_id, status=status)
    answer = ada.post(f"/v1/jobs/{job_id}/cancel")
    assert (answer.status, answer.code) == (409, "job-already-finished")


def test_a_failed_job_goes_on(world: World, ada: Client, job_id: str) -> None:
    world.fail(job_id)
    answer = ada.post(f"/v1/jobs/{job_id}/retry")
    assert (answer.status, answer.json["status"], answer.json["attempt"]) == (202, "pending", 2)
    assert answer.headers["location"] == f"/v1/jobs/{job_id}"
    assert answer.headers["retry-after"] == "1"
    assert world.queue.receive() == job_id


def test_a_retry_that_begins_anew_asks_anew_where_its_owner_stands(
    world: World, ada: Client, job_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer was faster, and meanwhile the owner has queued another job: no place is reserved, which
    would be a turn lost."""
    world.fail(job_id)
    commit, tags, reserved = world.store.commit, list[int](), list[str]()

    def refuse_once(checkpoint: Checkpoint) -> None:
        if checkpoint.job.job_id == job_id:
            tags.append(checkpoint.job.tag or 0)
            if len(tags) == 1:
                other = course_request(input={"exam": small_exam(questions=[question("q9")])})
                assert ada.post("/v1/jobs", other).status == 202
                raise LeaseLost("somebody else was faster")
        commit(checkpoint)

    monkeypatch.setattr(world.store, "commit", refuse_once)
    monkeypatch.setattr(world.store, "reserve", lambda owner, *_: reserved.append(owner))
    assert ada.post(f"/v1/jobs/{job_id}/retry").status == 202
    assert (len(tags), reserved) == (2, [])
    assert tags[1] > tags[0]


def test_a_retry_under_the_same_key_is_one_retry(world: World, ada: Client, job_id: str) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel")
    key = {"Idempotency-Key": "again"}
    first = ada.post(f"/v1/jobs/{job_id}/retry", headers=key)
    again = ada.post(f"/v1/jobs/{job_id}/retry", headers=key)
    assert (again.status, again.text) == (202, first.text)
    assert again.headers["idempotency-replayed"] == "true"
    assert world.job(job_id).attempt == 2


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.RUNNING, JobStatus.COMPLETED])
def test_only_what_failed_or_was_cancelled_is_retried(
    world: World, ada: Client, job_id: str, status: JobStatus
) -> None:
    world.change(job_id, status=status)
    answer = ada.post(f"/v1/jobs/{job_id}/retry")
    assert (answer.status, answer.code) == (409, "job-not-resumable")


def test_a_retry_does_not_pass_a_job_for_the_same_exam(world: World, ada: Client, job_id: str) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel")
    second = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.post(f"/v1/jobs/{job_id}/retry")
    assert (answer.code, answer.json["job_id"]) == ("duplicate-job", second)


def test_a_job_that_waits_for_a_person_goes_on(world: World, ada: Client, job_id: str) -> None:
    world.change(job_id, status=JobStatus.WAITING)
    answer = ada.post(f"/v1/jobs/{job_id}/continue")
    assert (answer.status, answer.json["is_finished"]) == (202, False)
    assert world.queue.receive() == job_id


def test_no_other_job_is_continued(world: World, ada: Client, job_id: str) -> None:
    answer = ada.post(f"/v1/jobs/{job_id}/continue")
    assert (answer.status, answer.code) == (409, "job-not-waiting")


@pytest.mark.parametrize("change", ["cancel", "retry", "continue"])
def test_nobody_changes_the_job_of_somebody_else(world: World, bob: Client, job_id: str, change: str) -> None:
    before = world.job(job_id)
    theirs = bob.post(f"/v1/jobs/{job_id}/{change}")
    none = bob.post(f"/v1/jobs/{'x' * len(job_id)}/{change}")
    assert theirs.status == none.status == 404
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}
    assert world.job(job_id) == before
