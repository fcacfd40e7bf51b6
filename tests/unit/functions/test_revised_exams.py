"""POST /v1/jobs with exam_course and `course_id`: the exam of a course was revised."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course.request import ExamCourseRequest
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.lessons import address, edit, store
from tests.unit.functions.world import World
from tests.unit.pipelines.exams import exam


def revised() -> dict[str, Any]:
    made = copy.deepcopy(exam(12))
    made["questions"][0]["text"] = "Which one follows, if the premise is false?"
    return made


def body(course: Document, **members: Any) -> dict[str, Any]:
    wanted = {"course_id": course.document_id, "exam": revised(), **members}
    given = {name: value for name, value in wanted.items() if value is not None}
    return {"pipeline": "exam_course", "input": given}


def start(client: Client, course: Document, **members: Any) -> HttpAnswer:
    return client.post("/v1/jobs", body(course, **members))


def test_a_revised_exam_is_stored_and_its_course_is_written_by_one_job(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    answer = start(ada, course)
    assert (answer.status, answer.json["title"]) == (202, course.summary["title"])
    stored = ExamCourseRequest.model_validate(world.store.load(answer.json["job_id"]).input)
    assert stored.course_id == course.document_id
    assert stored.revises_exam_id == course.summary["exam_id"] != stored.exam_id
    assert (stored.language, stored.audience) == (course.summary["language"], course.summary["audience"])
    again = start(ada, course)
    assert (again.status, again.code) == (409, "duplicate-job")
    meanwhile = edit(ada, address(course), title="Meanwhile")
    assert (meanwhile.status, meanwhile.code) == (409, "course-being-written")
    assert meanwhile.json["job_id"] == answer.json["job_id"]
    ada.post(f"/v1/jobs/{answer.json['job_id']}/cancel")
    assert edit(ada, address(course), title="Afterwards").status == 200


def test_a_stored_exam_is_taken_by_its_id(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    exam_id = ada.post("/v1/exams", revised()).json["exam_id"]
    assert start(ada, course, exam=None, exam_id=exam_id).status == 202


def test_a_quote_tells_of_the_lessons_that_changed(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    one = ada.post("/v1/quote", body(course)).json
    everything = ada.post("/v1/quote", {"pipeline": "exam_course", "input": {"exam": revised()}}).json
    assert one["model_calls"]["high"] < everything["model_calls"]["low"]
    nothing = ada.post("/v1/quote", body(course, exam=None, exam_id=course.summary["exam_id"])).json
    assert nothing["model_calls"]["low"] == 0


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"language": "de"}, "/input/language"),
        ({"audience": "nurses"}, "/input/audience"),
        ({"course_id": 7}, "/input/course_id"),
        ({"exam": None}, "/input"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(
    world: World, ada: Client, members: dict[str, Any], pointer: str
) -> None:
    answer = start(ada, store(world, "exam_course"), **members)
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.parametrize("route", ["/v1/jobs", "/v1/quote"])
@pytest.mark.parametrize(
    ("options", "pointers"),
    [
        ({"mode": "manual"}, ["/options/mode"]),
        ({"auto_publish": True}, ["/options/auto_publish"]),
        ({"mode": "manual", "auto_publish": True}, ["/options/mode", "/options/auto_publish"]),
    ],
)
def test_options_that_a_revision_has_no_use_for_are_told(
    world: World, ada: Client, route: str, options: dict[str, Any], pointers: list[str]
) -> None:
    course = store(world, "exam_course")
    answer = ada.post(route, {**body(course), "options": options})
    assert (answer.status, answer.pointers) == (422, pointers)
    plain = {"mode": "auto", "auto_publish": False}
    assert ada.post(route, {**body(course), "options": plain}).status in (200, 202)


def test_a_project_course_has_no_exam(world: World, ada: Client) -> None:
    answer = start(ada, store(world, "project_course"))
    assert (answer.status, answer.pointers) == (422, ["/input/course_id"])


def test_what_is_not_there_or_somebody_else_s_is_not_revised(world: World, ada: Client, bob: Client) -> None:
    course = store(world, "exam_course")
    theirs = start(bob, course)
    assert (theirs.status, theirs.code) == (404, "course-not-found")
    none = start(ada, course, exam=None, exam_id="none")
    assert (none.status, none.code) == (404, "exam-not-found")


def test_what_is_being_written_is_not_revised(world: World, ada: Client) -> None:
    answer = start(ada, store(world, "exam_course", "manual"))
    assert (answer.status, answer.code) == (409, "course-being-written")


def test_without_the_exam_before_nothing_tells_what_changed(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    world.documents.delete("exam", "ada", course.summary["exam_id"], until=world.clock.now())
    answer = start(ada, course)
    assert (answer.status, answer.code) == (409, "exam-missing")
    assert list(world.store.active_jobs()) == []
