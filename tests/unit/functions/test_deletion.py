"""DELETE and restore of exams, courses, programs and jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from generation import wiring
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import Job, JobStatus
from tests.unit.functions.http import Client, Context, handler
from tests.unit.functions.test_library import store_course_being_written, store_draft
from tests.unit.functions.test_programs import store_program
from tests.unit.functions.world import World, course_request, small_exam

EXAM, COURSE, PROGRAM = "/v1/exams/e1", "/v1/courses/course_1", "/v1/programs/program_1"
WEEK = timedelta(days=7)


@pytest.fixture
def things(world: World, ada: Client) -> dict[str, str]:
    """What can be deleted: paths by kind."""
    ada.post("/v1/exams", small_exam(exam_id="e1"))
    store_draft(world)
    store_program(world)
    job_id = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"})).json["job_id"]
    world.fail(job_id)
    return {"exam": EXAM, "course": COURSE, "program": PROGRAM, "job": f"/v1/jobs/{job_id}"}


def _sweep() -> int:
    purged: int = handler("sweep")({}, Context())["purged"]
    return purged


KINDS = ("exam", "course", "program", "job")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_gone_at_once_and_comes_back_as_it_was(
    world: World, ada: Client, things: dict[str, str], kind: str
) -> None:
    path = things[kind]
    name = path.split("/")[2]
    before, listed = ada.get(path), ada.get(f"/v1/{name}").json[name]
    deleted = ada.delete(path)
    assert (deleted.status, deleted.text, deleted.headers["cache-control"]) == (204, "", "no-store")
    for answer in (ada.get(path), ada.delete(path)):
        assert (answer.status, answer.code) == (404, f"{kind}-not-found")
    assert ada.get(f"/v1/{name}").json[name] == []
    world.clock.time += WEEK - timedelta(seconds=1)
    assert _sweep() == 0
    restored = ada.post(f"{path}/restore")
    assert restored.status == 200, restored.text
    assert restored.json[f"{kind}_id"] == path.rpartition("/")[2]
    assert ada.get(path).json == before.json
    assert ada.get(f"/v1/{name}").json[name] == listed
    again = ada.post(f"{path}/restore")
    assert (again.status, again.json) == (200, restored.json), "the answer may have got lost"


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_week_it_is_gone_for_good(
    world: World, ada: Client, things: dict[str, str], kind: str
) -> None:
    path = things[kind]
    ada.delete(path)
    world.clock.time += WEEK
    answer = ada.post(f"{path}/restore")
    assert (answer.status, answer.code) == (404, f"{kind}-not-found")
    assert _sweep() == 1
    assert _sweep() == 0
    assert ada.post(f"{path}/restore").status == 404


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_deletes_or_restores(
    world: World, ada: Client, bob: Client, things: dict[str, str], kind: str
) -> None:
    path, missing = things[kind], things[kind][:-1] + "0"
    theirs, nobodys = bob.delete(path), bob.delete(missing)
    assert theirs.status == nobodys.status == 404
    assert theirs.text == nobodys.text.replace(missing, path)
    assert ada.get(path).status == 200
    ada.delete(path)
    theirs, nobodys = bob.post(f"{path}/restore"), bob.post(f"{missing}/restore")
    assert theirs.status == nobodys.status == 404
    assert theirs.text == nobodys.text.replace(missing, path)
    assert ada.get(path).status == 404


def test_an_admin_of_the_organization_deletes_nobodys_job(world: World) -> None:
    ada = Client({"sub": "ada", "org_id": "mill"})
    admin = Client({"sub": "eve", "org_id": "mill", "roles": "[org_admin]"})
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.fail(job_id)
    assert admin.get(f"/v1/jobs/{job_id}").status == 200
    assert admin.delete(f"/v1/jobs/{job_id}").status == 404
    ada.delete(f"/v1/jobs/{job_id}")
    assert admin.get(f"/v1/jobs/{job_id}").status == 404
    assert admin.get("/v1/jobs", query="scope=org").json["jobs"] == []


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.RUNNING, JobStatus.WAITING])
def test_an_active_job_is_cancelled_first(world: World, ada: Client, status: JobStatus) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.change(job_id, status=status)
    answer = ada.delete(f"/v1/jobs/{job_id}")
    assert (answer.status, answer.code) == (409, "job-not-finished")
    ada.post(f"/v1/jobs/{job_id}/cancel")
    assert ada.delete(f"/v1/jobs/{job_id}").status == 204


@pytest.mark.parametrize("route", ["", "/events", "/logs", "/cancel", "/retry", "/continue"])
def test_of_a_deleted_job_nothing_answers(
    world: World, ada: Client, things: dict[str, str], route: str
) -> None:
    ada.delete(things["job"])
    ask = ada.post if route in ("/cancel", "/retry", "/continue") else ada.get
    answer = ask(things["job"] + route)
    assert (answer.status, answer.code) == (404, "job-not-found")


def test_what_a_deleted_job_made_stays(world: World, ada: Client, things: dict[str, str]) -> None:
    ada.delete(things["job"])
    world.clock.time += WEEK
    _sweep()
    assert ada.get(COURSE).status == ada.get(EXAM).status == 200


@pytest.mark.parametrize(
    ("method", "route", "body"),
    [
        ("GET", "", None),
        ("GET", "/export", None),
        ("PATCH", "", {"title": "T"}),
        ("POST", "/publish", {}),
        ("DELETE", "", None),
    ],
)
def test_of_a_deleted_course_nothing_answers(
    world: World, ada: Client, things: dict[str, str], method: str, route: str, body: Any
) -> None:
    ada.delete(COURSE)
    raw = None if body is None else '{"title": "T"}' if body else "{}"
    query = "format=md" if route == "/export" else ""
    answer = ada.ask(method, COURSE + route, raw=raw, query=query)
    assert (answer.status, answer.code) == (404, "course-not-found")


def test_no_job_starts_from_a_deleted_exam(world: World, ada: Client, things: dict[str, str]) -> None:
    ada.delete(EXAM)
    answer = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"}))
    assert (answer.status, answer.code) == (404, "exam-not-found")


def test_nor_does_one_go_on(world: World, ada: Client, things: dict[str, str]) -> None:
    """It is said at the retry, not by a worker a minute later."""
    ada.delete(EXAM)
    before = ada.get(things["job"]).json
    answer = ada.post(f"{things['job']}/retry")
    assert (answer.status, answer.code) == (404, "exam-not-found")
    assert ada.get(things["job"]).json == before
    assert world.job(before["job_id"]).lease_until is None
    ada.post(f"{EXAM}/restore")
    assert ada.post(f"{things['job']}/retry").status == 202


def test_nor_one_whose_course_was_deleted(world: World, ada: Client) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    store_course_being_written(world)
    world.change(job_id, artifact={"course_id": "course_1"})
    world.fail(job_id)
    ada.delete(COURSE)
    answer = ada.post(f"/v1/jobs/{job_id}/retry")
    assert (answer.status, answer.code) == (404, "course-not-found")
    ada.post(f"{COURSE}/restore")
    assert ada.post(f"/v1/jobs/{job_id}/retry").status == 202


def test_a_course_that_is_being_written_stays(world: World, ada: Client) -> None:
    store_course_being_written(world)
    job_id = ada.get(COURSE).json["job_id"]
    world.store.create(*_job_of(world, job_id))
    answer = ada.delete(COURSE)
    assert (answer.status, answer.code, answer.json["job_id"]) == (409, "course-in-use", job_id)
    world.fail(job_id)
    assert ada.delete(COURSE).status == 204


def _job_of(world: World, job_id: str) -> tuple[Any, dict[str, Any]]:
    job = Job(
        job_id=job_id,
        owner="ada",
        org_id=None,
        pipeline="exam_course",
        subject="exam_course:e1",
        title="T",
        status=JobStatus.RUNNING,
        steps=(),
        created_at=world.clock.now(),
    )
    return Checkpoint(job=job, slot=ActiveSlot.CLAIM, max_active=3), {}


def test_the_very_same_exam_uploaded_again_is_restored(
    world: World, ada: Client, things: dict[str, str]
) -> None:
    ada.patch(EXAM, {"title": "Mine"})
    ada.delete(EXAM)
    again = ada.post("/v1/exams", small_exam(exam_id="e1"))
    assert (again.status, again.json["exam_id"], again.json["title"]) == (201, "e1", "Mine")
    assert len(ada.get("/v1/exams").json["exams"]) == 1


def test_the_id_of_a_deleted_exam_is_not_free_for_another(
    world: World, ada: Client, things: dict[str, str]
) -> None:
    ada.delete(EXAM)
    other = ada.post("/v1/exams", small_exam(exam_id="e1", title="Another"))
    assert other.status == 201
    assert other.json["exam_id"] != "e1"
    assert ada.post(f"{EXAM}/restore").json["title"] == "First aid"
    ada.delete(EXAM)
    world.clock.time += WEEK
    _sweep()
    free = ada.post("/v1/exams", small_exam(exam_id="e1", title="A third"))
    assert free.json["exam_id"] == "e1"


def test_an_inline_exam_that_was_deleted_is_stored_anew(
    world: World, ada: Client, things: dict[str, str]
) -> None:
    ada.delete(EXAM)
    started = ada.post("/v1/jobs", course_request(input={"exam": small_exam(exam_id="e1")}))
    assert started.status == 202
    (exam,) = ada.get("/v1/exams").json["exams"]
    assert exam["exam_id"] != "e1"
    assert ada.post(f"{EXAM}/restore").status == 200


def test_a_restoration_needs_room(
    world: World, ada: Client, things: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_STORED_EXAMS", "free=1")
    for built in (wiring.settings, wiring.limits, wiring.library, wiring.authoring):
        built.cache_clear()
    ada.delete(EXAM)
    ada.post("/v1/exams", small_exam(title="Another"))
    answer = ada.post(f"{EXAM}/restore")
    assert (answer.status, answer.code) == (403, "exam-quota-exceeded")
    (another,) = ada.get("/v1/exams").json["exams"]
    ada.delete(f"/v1/exams/{another['exam_id']}")
    assert ada.post(f"{EXAM}/restore").status == 200
