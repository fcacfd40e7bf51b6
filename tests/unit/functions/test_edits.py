"""PATCH /v1/exams, /v1/courses, /v1/programs: what an owner changes of a head."""

from __future__ import annotations

from typing import Any

import pytest

from generation.engine.model.checkpoint import Checkpoint, DocumentWrite
from generation.pipelines.exam_course import course
from tests.unit.functions.http import Client
from tests.unit.functions.test_library import store_draft
from tests.unit.functions.test_programs import store_program
from tests.unit.functions.world import World, course_request, small_exam

EXAM, COURSE, PROGRAM = "/v1/exams/e1", "/v1/courses/course_1", "/v1/programs/program_1"


@pytest.fixture(autouse=True)
def shelf(world: World, ada: Client) -> None:
    ada.post("/v1/exams", small_exam(exam_id="e1"))
    store_draft(world)
    store_program(world)


def _listed(client: Client, path: str) -> Any:
    name = path.split("/")[2]
    (entry,) = client.get(f"/v1/{name}").json[name]
    return entry


@pytest.mark.parametrize("path", [EXAM, COURSE, PROGRAM])
def test_a_title_is_the_owners_from_then_on(world: World, ada: Client, path: str) -> None:
    before = ada.get(path).json
    answer = ada.patch(path, {"title": "Mine & <b>mine</b>"})
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.json == _listed(ada, path)
    assert ada.get(path).json == {**before, "title": "Mine & <b>mine</b>"}


@pytest.mark.parametrize("path", [COURSE, PROGRAM])
def test_descriptions_come_and_go(world: World, ada: Client, path: str) -> None:
    assert ada.patch(path, {"description": "Two\nlines"}).json["description"] == "Two\nlines"
    assert ada.patch(path, {"title": "T"}).json["description"] == "Two\nlines"
    assert ada.patch(path, {"description": None}).json["description"] == ""


def test_a_course_says_for_whom_it_is(world: World, ada: Client) -> None:
    assert ada.patch(COURSE, {"audience": "Drivers"}).json["audience"] == "Drivers"
    assert ada.get(COURSE).json["audience"] == "Drivers"
    assert ada.patch(COURSE, {"audience": None}).json["audience"] is None


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        (COURSE, {}, [""]),
        (COURSE, {"title": " "}, ["/title"]),
        (COURSE, {"title": None}, ["/title"]),
        (COURSE, {"title": 5, "description": [], "audience": {}}, ["/title", "/description", "/audience"]),
        (COURSE, {"title": "x" * 201, "description": "x" * 2_001, "audience": "x" * 501}, None),
        (COURSE, {"title": "two\nlines"}, ["/title"]),
        (COURSE, {"title": "T", "status": "published", "owner": "bob"}, ["/status", "/owner"]),
        (PROGRAM, {"audience": "Drivers"}, ["/audience"]),
        (EXAM, {"description": "D"}, ["/description"]),
        (EXAM, {"questions": []}, ["/questions"]),
    ],
)
def test_what_cannot_be_changed_so(
    world: World, ada: Client, path: str, body: Any, pointers: list[str] | None
) -> None:
    before = ada.get(path).json
    answer = ada.patch(path, body)
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert answer.pointers == (pointers or ["/title", "/description", "/audience"])
    assert ada.get(path).json == before


@pytest.mark.parametrize("path", [EXAM, COURSE, PROGRAM])
def test_nobody_changes_somebody_elses(world: World, ada: Client, bob: Client, path: str) -> None:
    before = ada.get(path).json
    theirs, nobodys = bob.patch(path, {"title": "Mine"}), bob.patch(f"{path}0", {"title": "Mine"})
    assert theirs.status == nobodys.status == 404
    assert theirs.text == nobodys.text.replace(f"{path}0", path)
    assert ada.get(path).json == before


def test_a_job_that_writes_the_head_loses_no_edit(world: World, ada: Client) -> None:
    """The job knows the head as it was before, and makes it a draft under a title of its own."""
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    begun = world.documents.get("course", "ada", "course_1")
    assert begun is not None
    ada.patch(COURSE, {"title": "Mine", "audience": "Drivers"})
    head = course.saved(begun, made_by="model-x", published_at=None, title="The model's")
    write = DocumentWrite(kind="course", owner="ada", document_id="course_1", head=head)
    world.store.commit(Checkpoint(job=world.take(job_id), documents=(write,)))
    shown = ada.get(COURSE).json
    assert (shown["title"], shown["audience"]) == ("Mine", "Drivers")
    assert (shown["made_by"], shown["status"]) == ("model-x", "draft")


def test_an_exam_uploaded_again_keeps_its_new_title(world: World, ada: Client) -> None:
    ada.patch(EXAM, {"title": "Mine"})
    again = ada.post("/v1/exams", small_exam(exam_id="e1"))
    assert (again.status, again.json["exam_id"], again.json["title"]) == (201, "e1", "Mine")


def test_a_course_of_a_renamed_exam_has_its_new_title(world: World, ada: Client) -> None:
    ada.patch(EXAM, {"title": "Mine"})
    job = ada.post("/v1/jobs", course_request(input={"exam_id": "e1"}))
    assert job.json["title"] == "Mine"
