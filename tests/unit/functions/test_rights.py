"""Everything of the caller, exported or erased: the routes, and the jobs as a worker carries them on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import pytest

from generation import wiring
from generation.catalogue import PIPELINES
from generation.engine.model.checkpoint import Edit, Link
from generation.engine.model.job import JobStatus
from generation.engine.ports import Model
from generation.engine.worker.runner import Runner
from generation.rights import archive
from generation.rights.pipelines import rights_pipelines
from testing.memory.stores import MemoryTrash
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.test_library import store_draft
from tests.unit.functions.test_programs import store_program
from tests.unit.functions.world import World, course_request, small_exam

PROFILE = {"age": 30, "sex": "female", "height_cm": 170, "mass_kg": 65, "experience": "beginner"}
NO_MODEL = cast(Model, None)
"""A call would be an AttributeError."""


def carry_on(world: World, job_id: str) -> dict[str, Any]:
    runner = Runner(
        store=world.store,
        documents=world.documents,
        control=world.control,
        queue=world.queue,
        model=NO_MODEL,
        pipelines={**PIPELINES, **rights_pipelines(wiring.archivist, wiring.erasure)},
        clock=world.clock,
        ids=wiring.ids(),
        limits=wiring.limits(),
    )
    asyncio.run(runner.carry_on(job_id, world.clock.now() + timedelta(minutes=10)))
    job: dict[str, Any] = Client().get(f"/v1/jobs/{job_id}").json
    return job


def piece(client: Client, archive_id: str, number: int | str | None = None) -> HttpAnswer:
    query = {} if number is None else {"piece": number}
    return client.get(f"/v1/me/archives/{archive_id}", query=query)


def filled(world: World, ada: Client) -> str:
    """Something of everything; the id of a job that was cancelled."""
    ada.post("/v1/exams", small_exam(exam_id="e1", title="Erste Hilfe é"), headers={"idempotency-key": "k"})
    ada.post("/v1/exams", small_exam(exam_id="e2", title="Put away"))
    assert ada.delete("/v1/exams/e2").status == 204
    ada.put("/v1/profile", PROFILE)
    store_draft(world)
    store_program(world)
    world.documents.put_link(Link(slug="s-1", owner="ada", document_id="course_1"))
    edits = {"slug": "s-1", "link": "anyone"}
    world.documents.edit(
        Edit(kind="course", owner="ada", document_id="course_1", edits=edits, status="published")
    )
    job_id: str = ada.post("/v1/jobs", course_request()).json["job_id"]
    assert ada.post(f"/v1/jobs/{job_id}/cancel", {"reason": "Enough"}).status == 202
    assert ada.post("/v1/batches", {"jobs": [{"pipeline": "course_outline", "input": {}}]}).status == 202
    return job_id


def exported(world: World, ada: Client) -> Mapping[str, Any]:
    job = carry_on(world, ada.get("/v1/me/export").json["job_id"])
    assert job["status"] == "completed", job["error"]
    result = job["result"]
    texts = [piece(ada, result["archive_id"], number + 1).text for number in range(result["pieces"])]
    text = "".join(texts)
    assert len(text) == result["size"]
    found: Mapping[str, Any] = json.loads(text)
    return found


def test_an_export_has_what_the_routes_give(world: World, ada: Client) -> None:
    job_id = filled(world, ada)
    found = exported(world, ada)
    assert {name: found[name] for name in ("format", "version", "owner")} == {
        "format": "coursemill-archive",
        "version": 1,
        "owner": "ada",
    }
    assert found["profile"] == ada.get("/v1/profile").json
    for kind in ("exam", "course", "program"):
        ids = [one[f"{kind}_id"] for one in ada.get(f"/v1/{kind}s").json[f"{kind}s"]]
        assert found[f"{kind}s"] == [ada.get(f"/v1/{kind}s/{one}").json for one in ids]
        assert found[f"{kind}s"]
    assert found["courses"][0]["share"]["slug"] == "s-1"
    assert len(found["batches"]) == 1
    (job,) = [one for one in found["jobs"] if one["job"]["job_id"] == job_id]
    assert job["job"] == ada.get(f"/v1/jobs/{job_id}").json
    assert job["events"] == ada.get(f"/v1/jobs/{job_id}/events").json["events"]
    assert job["logs"] == ada.get(f"/v1/jobs/{job_id}/logs").json["logs"]
    assert job["request"]["exam_id"]


def test_an_export_of_nothing_is_whole_too(world: World, ada: Client) -> None:
    found = exported(world, ada)
    assert found["profile"] is None
    assert {name: found[name] for name in archive.SECTIONS} == {name: [] for name in archive.SECTIONS}


def test_a_long_one_comes_in_pieces(world: World, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PIECE_CHARS", 100)
    filled(world, ada)
    whole = exported(world, ada)
    assert {exam["title"] for exam in whole["exams"]} == {"Erste Hilfe é", "First aid"}
    pieces = world.memory.heads["archive", "ada"]
    assert len(pieces) > 20


def test_an_archive_is_its_owner_s_for_a_week(world: World, ada: Client, bob: Client) -> None:
    result = carry_on(world, ada.get("/v1/me/export").json["job_id"])["result"]
    assert result["url"] == f"/v1/me/archives/{result['archive_id']}"
    assert result["expires_at"][:16] == "2026-11-29T09:30"
    first = piece(ada, result["archive_id"])
    assert (first.status, first.headers["content-type"]) == (200, "text/plain; charset=us-ascii")
    assert first.headers["cache-control"] == "no-store"
    for client, archive_id, number in (
        (bob, result["archive_id"], 1),
        (ada, result["archive_id"], result["pieces"] + 1),
        (ada, "archive_of_nobody", 1),
    ):
        answer = piece(client, archive_id, number)
        assert (answer.status, answer.code) == (404, "archive-not-found")
    assert piece(ada, result["archive_id"], 0).pointers == ["/query/piece"]
    assert piece(ada, result["archive_id"], "x").pointers == ["/query/piece"]
    world.clock.time += timedelta(days=7)
    assert piece(ada, result["archive_id"]).code == "archive-not-found"


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/me/export"), ("DELETE", "/v1/me")])
def test_a_second_request_is_answered_with_the_job_that_is_active(
    world: World, ada: Client, bob: Client, method: str, path: str
) -> None:
    first, second, other = (client.ask(method, path) for client in (ada, ada, bob))
    assert first.status == second.status == other.status == 202
    assert first.headers["location"] == second.headers["location"] == f"/v1/jobs/{first.json['job_id']}"
    assert first.headers["retry-after"]
    assert first.json["job_id"] == second.json["job_id"] != other.json["job_id"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/me/export"), ("DELETE", "/v1/me")])
def test_neither_a_pause_nor_the_limits_refuse_it(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    monkeypatch.setenv("OWNER_DAILY_USD", "free=0.01")
    for number in range(3):
        assert ada.post("/v1/jobs", _request(f"Exam {number}")).status == 202
    assert ada.post("/v1/jobs", course_request()).code == "too-many-jobs"
    olga = Client({"sub": "olga", "roles": "[operator]"})
    olga.post("/v1/admin/pause", {"scope": "all", "reason": "x"})
    asked = ada.ask(method, path)
    assert asked.status == 202
    # While paused it waits as all others do.
    assert carry_on(world, asked.json["job_id"])["status"] == "pending"
    olga.post("/v1/admin/resume", {"scope": "all"})


@pytest.mark.parametrize("pipeline", ["data_export", "data_erasure"])
def test_neither_is_started_as_other_jobs_are(ada: Client, pipeline: str) -> None:
    body = {"pipeline": pipeline, "input": {}}
    assert ada.post("/v1/jobs", body).pointers == ["/pipeline"]
    assert ada.post("/v1/quote", body).pointers == ["/pipeline"]
    (refused,) = ada.post("/v1/batches", {"jobs": [body]}).json["jobs"]
    assert refused["problem"]["code"] == "invalid-input"


def test_an_erasure_leaves_nothing_but_its_receipt(world: World, ada: Client, bob: Client) -> None:
    bob.post("/v1/exams", small_exam(title="Of bob"))
    bob.put("/v1/profile", PROFILE)
    filled(world, ada)
    running = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"})).json["job_id"]
    world.change(running, status=JobStatus.RUNNING, tag=None)
    carry_on(world, ada.get("/v1/me/export").json["job_id"])
    before = _of(world, "bob")
    job = carry_on(world, ada.delete("/v1/me").json["job_id"])
    assert (job["status"], job["title"]) == ("completed", "Erasure of everything")
    receipt = job["result"]["receipt"]
    assert receipt["erased"] == {
        "exam": 3,
        "course": 1,
        "program": 1,
        "profile": 1,
        "batch": 1,
        "archive": 1,
        "job": 3,
        "idempotency_key": 1,
        "share": 1,
    }
    assert (receipt["kept"], receipt["erased_at"][:16]) == (["spend", "figures"], "2026-11-22T09:30")
    assert [one["job_id"] for one in ada.get("/v1/jobs").json["jobs"]] == [job["job_id"]]
    assert ada.get(f"/v1/jobs/{running}").code == "job-not-found"
    assert ada.get("/v1/shared/s-1").status == 404
    assert ada.get("/v1/profile").status == 404
    assert ada.post("/v1/exams/e2/restore").status == 404
    for kind in ("exam", "course", "program"):
        assert ada.get(f"/v1/{kind}s").json[f"{kind}s"] == []
    for said in ("Erste", "First aid", "Put away", "Enough"):
        assert said not in repr(_everything(world))
    assert _of(world, "bob") == before
    # And who comes back begins anew.
    again = ada.post("/v1/exams", small_exam(exam_id="e1"), headers={"idempotency-key": "k"})
    assert (again.status, again.json["exam_id"]) == (201, "e1")
    (late,) = world.memory.deleted.values()
    assert MemoryTrash(world.memory).purge(late, world.clock.now() + timedelta(hours=1))
    assert ada.get("/v1/exams/e1").status == 200


def _everything(world: World) -> Any:
    kept = {name: value for name, value in vars(world.memory).items() if name != "lock"}
    return kept, [vars(record) if hasattr(record, "__dict__") else record for record in kept["jobs"].values()]


def _of(world: World, owner: str) -> Any:
    return (
        {key: value for key, value in world.memory.heads.items() if key[1] == owner},
        {key: value for key, value in world.memory.parts.items() if key[1] == owner},
        {key: value for key, value in world.memory.room.items() if key[1] == owner},
    )


def _request(title: str) -> dict[str, Any]:
    return {"pipeline": "exam_course", "input": {"exam": small_exam(title=title)}}


def test_while_it_is_active_nothing_can_be_started(world: World, ada: Client, bob: Client) -> None:
    failed = ada.post("/v1/jobs", _request("Failed")).json["job_id"]
    world.fail(failed)
    waiting = ada.post("/v1/jobs", _request("Waiting")).json["job_id"]
    world.change(waiting, status=JobStatus.WAITING, tag=None)
    job_id = ada.delete("/v1/me").json["job_id"]
    export = ada.get("/v1/me/export")
    for answer in (export, ada.post("/v1/jobs", course_request()), ada.post(f"/v1/jobs/{failed}/retry")):
        assert (answer.status, answer.code) == (409, "erasure-in-progress")
        assert answer.json["job_id"] == job_id
    (refused,) = ada.post("/v1/batches", {"jobs": [course_request()]}).json["jobs"]
    assert refused["problem"]["code"] == "erasure-in-progress"
    assert carry_on(world, job_id)["status"] == "completed"
    assert bob.post("/v1/jobs", course_request()).status == 202
    assert ada.post("/v1/jobs", course_request()).status == 202


def test_an_erasure_that_was_cancelled_stops_and_can_be_asked_for_again(world: World, ada: Client) -> None:
    filled(world, ada)
    job_id = ada.delete("/v1/me").json["job_id"]
    assert ada.post(f"/v1/jobs/{job_id}/cancel").status == 202
    assert carry_on(world, job_id)["status"] == "cancelled"
    assert ada.get("/v1/exams/e1").status == 200
    again = carry_on(world, ada.delete("/v1/me").json["job_id"])
    assert again["status"] == "completed"
    assert [one["job_id"] for one in ada.get("/v1/jobs").json["jobs"]] == [again["job_id"]]
