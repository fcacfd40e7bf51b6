"""POST /v1/courses/{course_id}/copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document, Edit
from generation.http.courses import CourseHead, CourseView
from testing.memory.stores import MemoryDocuments
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.test_library import store_course_being_written, store_draft
from tests.unit.functions.world import World

COURSE = "/v1/courses/course_1"
OWN = {"course_id", "created_at", "published_at", "status", "share", "lesson_changes", "revisions", "is_copy"}
"""What a copy does not have of its course."""


def _copy(client: Client, path: str = COURSE, **headers: str) -> HttpAnswer:
    return client.post(f"{path}/copy", headers=headers)


def _path(copy: HttpAnswer) -> str:
    assert copy.status == 201, copy.text
    return f"/v1/courses/{copy.json['course_id']}"


def _content(course: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in course.items() if name not in OWN}


def test_a_copy_is_a_draft_with_all_that_the_course_holds(world: World, ada: Client) -> None:
    store_draft(world)
    ada.post(f"{COURSE}/publish", {"link": "anyone"})
    course = ada.get(COURSE).json
    copy = _copy(ada)
    CourseHead.model_validate(copy.json)
    assert copy.headers["location"] == _path(copy) != COURSE
    shown = ada.get(_path(copy)).json
    CourseView.model_validate(shown)
    assert _content(shown) == _content(course)
    assert shown["topics"][0]["lessons"]
    assert (shown["status"], shown["published_at"], shown["share"]) == ("draft", None, None)
    assert {one["course_id"] for one in ada.get("/v1/courses").json["courses"]} == {
        "course_1",
        shown["course_id"],
    }
    assert copy.json in ada.get("/v1/courses").json["courses"]


def test_what_happens_to_the_one_does_not_reach_the_other(world: World, ada: Client) -> None:
    store_draft(world)
    before = ada.get(COURSE).json
    path = _path(_copy(ada))
    ada.patch(path, {"title": "For the second year"})
    slug = ada.post(f"{path}/publish", {"link": "anyone"}).json["share"]["slug"]
    assert ada.get(COURSE).json == before
    ada.delete(COURSE)
    assert ada.get(path).json["title"] == "For the second year"
    assert Client(None).get(f"/v1/shared/{slug}").status == 200
    ada.delete(path)
    assert ada.post(f"{COURSE}/restore").status == 200
    assert ada.get(COURSE).json == before


def test_a_copy_was_never_changed(world: World, ada: Client) -> None:
    store_draft(world)
    stored = world.documents.get("course", "ada", "course_1")
    assert stored is not None
    world.documents.put(replace(stored, summary={**stored.summary, "lesson_changes": 2, "revisions": 1}))
    copy = _copy(ada).json
    assert (copy["lesson_changes"], copy["revisions"]) == (0, 0)


def test_versions_of_a_copy_begin_with_the_copy(world: World, ada: Client) -> None:
    store_draft(world)
    path = _path(_copy(ada))
    lesson = ada.get(path).json["topics"][0]["lessons"][0]["lesson_id"]
    (version,) = ada.get(f"{path}/lessons/{lesson}/versions").json["versions"]
    assert (version["made_by"], version["note"]) == (None, "As it was copied")


def test_a_copy_has_the_title_that_its_author_gave(world: World, ada: Client) -> None:
    store_draft(world)
    ada.patch(COURSE, {"title": "Renamed"})
    assert ada.get(_path(_copy(ada))).json["title"] == "Renamed"


def test_a_course_that_is_being_written_is_not_copied(world: World, ada: Client) -> None:
    store_course_being_written(world)
    path = f"/v1/courses/{ada.get('/v1/courses').json['courses'][0]['course_id']}"
    answer = _copy(ada, path)
    assert (answer.status, answer.code) == (409, "course-unfinished")


def test_nobody_copies_somebody_elses(world: World, ada: Client, bob: Client) -> None:
    store_draft(world)
    ada.post(f"{COURSE}/publish", {"link": "anyone"})
    theirs, nobodys = _copy(bob), _copy(bob, "/v1/courses/course_2")
    assert (theirs.status, theirs.code) == (404, "course-not-found")
    assert theirs.text == nobodys.text.replace("course_2", "course_1")
    assert bob.get("/v1/courses").json["courses"] == []


def test_under_a_key_it_is_made_once(world: World, ada: Client) -> None:
    store_draft(world)
    first = _copy(ada, **{"Idempotency-Key": "copy-1"})
    ada.patch(_path(first), {"title": "Renamed since"})
    again = _copy(ada, **{"Idempotency-Key": "copy-1"})
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == _path(first)
    assert len(ada.get("/v1/courses").json["courses"]) == 2
    other = _copy(ada, _path(first), **{"Idempotency-Key": "copy-1"})
    assert (other.status, other.code) == (422, "idempotency-key-reused")


def test_a_plan_bounds_copies_and_not_courses(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_STORED_EXAMS", "free=2,pro=3")
    store_draft(world)
    copies = [_path(_copy(ada)) for _ in range(2)]
    refused = _copy(ada)
    assert (refused.status, refused.code) == (403, "course-quota-exceeded")
    assert (refused.json["stored"], refused.json["max_stored"]) == (2, 2)
    assert "copies of courses" in refused.json["detail"]
    ada.delete(copies[0])
    _path(_copy(ada))
    assert (answer := ada.post(f"{copies[0]}/restore")).code == "course-quota-exceeded", answer.text
    assert ada.delete(COURSE).status == 204
    assert ada.post(f"{COURSE}/restore").status == 200, "no copy"


def test_head_and_lessons_are_of_one_moment(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_draft(world)
    get = MemoryDocuments.get
    meanwhile = [Edit(kind="course", owner="ada", document_id="course_1", edits={"title": "Renamed"})]

    def changed_after(
        self: MemoryDocuments, kind: str, owner: str, document_id: str, *, parts: bool = True
    ) -> Document | None:
        found = get(self, kind, owner, document_id, parts=parts)
        if parts and meanwhile:
            self.edit(meanwhile.pop())
        return found and replace(found)

    monkeypatch.setattr(MemoryDocuments, "get", changed_after)
    assert _copy(ada).json["title"] == "Renamed"
