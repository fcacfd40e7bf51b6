"""/v1/courses/{course_id}/lessons/{lesson_id}: read and changed, by its owner alone."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.http.lesson_routes import LessonOfExam, LessonOfProject
from generation.pipelines.shared.lessons import all_of
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.lessons import address, changed, edit, put, store
from tests.unit.functions.world import World


def shown_in_course(client: Client, course: Document, lesson_id: str) -> dict[str, Any]:
    whole = client.get(f"/v1/courses/{course.document_id}").json
    of = whole.get("topics") or whole["projects"]
    return next(one for part in of for one in part["lessons"] if one["lesson_id"] == lesson_id)


def test_a_lesson_is_shown_with_its_version_as_in_the_course(
    world: World, ada: Client, course: Document
) -> None:
    found = ada.get(address(course, 1))
    lesson = found.json
    (LessonOfExam if course.summary["kind"] == "exam" else LessonOfProject).model_validate(lesson)
    assert found.headers["etag"] == f'"{lesson["version"]}"'
    shown = shown_in_course(ada, course, lesson["lesson_id"])
    assert {**shown, "version": lesson["version"]} == lesson
    again = ada.get(address(course, 1), headers={"If-None-Match": found.headers["etag"]})
    assert (again.status, again.text) == (304, "")


def test_every_lesson_comes_back_to_the_byte_and_nothing_is_written(
    world: World, ada: Client, course: Document
) -> None:
    before = ada.get(f"/v1/courses/{course.document_id}").text
    for number in range(len(all_of(course))):
        found = ada.get(address(course, number))
        answer = put(ada, address(course, number), found.json, found.headers["etag"])
        assert (answer.status, answer.text) == (200, found.text)
    assert ada.get(f"/v1/courses/{course.document_id}").text == before


def test_a_change_is_live_to_the_byte_and_the_rest_stays(world: World, ada: Client, course: Document) -> None:
    body = "  \r\n# Mine\n\n`<b>`  \n\n\t* one\u00a0\n" + "Plain words about the matter. " * 40 + "\n\n "
    before = ada.get(f"/v1/courses/{course.document_id}").json
    found = ada.get(address(course))
    answer = edit(ada, address(course), body=body, title="Another title of mine")
    assert answer.status == 200
    assert answer.headers["etag"] == f'"{answer.json["version"]}"' != found.headers["etag"]
    assert ada.get(address(course)).text == answer.text
    lesson = {**found.json, "body": body, "title": "Another title of mine", "version": answer.json["version"]}
    if lesson.get("checked_by"):
        lesson["checked_by"] = None
    assert answer.json == lesson
    after = ada.get(f"/v1/courses/{course.document_id}").json
    key = "topics" if "topics" in after else "projects"
    assert after[key][0]["lessons"][1:] == before[key][0]["lessons"][1:]
    assert after[key][1:] == before[key][1:]
    assert after["lesson_changes"] == 1


def test_a_change_needs_the_version_that_was_read(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    lesson, tag = ada.get(path).json, ada.get(path).headers["etag"]
    wanted = changed(lesson, title="Once more")
    assert (answer := put(ada, path, wanted, None)).status == 428
    assert answer.code == "if-match-required"
    for stale in ('"nothing"', f"W/{tag}", tag.strip('"')):
        assert (answer := put(ada, path, wanted, stale)).status == 412
        assert answer.code == "changed-meanwhile"
        assert f'"{answer.json["version"]}"' == tag
    assert ada.get(path).json == lesson
    assert put(ada, path, wanted, f'"other", {tag}').status == 200
    assert put(ada, path, changed(lesson, title="Late"), tag).status == 412
    # The answer to the first one got lost, and it is sent again.
    assert put(ada, path, wanted, tag).status == 200
    assert put(ada, path, changed(lesson, title="By force"), "*").status == 200


EXAM_FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "/title": lambda lesson: lesson.update(title=" "),
    "/body": lambda lesson: lesson.update(body=7),
    "/objectives": lambda lesson: lesson.update(objectives=[]),
    "/notes": lambda lesson: lesson.update(notes="x"),
    "/lesson_id": lambda lesson: lesson.update(lesson_id="topic-99-lesson-1"),
    "/question_ids": lambda lesson: lesson.update(question_ids=["q99"]),
    "/key_points/0": lambda lesson: lesson["key_points"].insert(0, ""),
    "/worked_questions": lambda lesson: lesson["worked_questions"].pop(),
    "/worked_questions/1/question_id": lambda lesson: lesson["worked_questions"][1].update(
        question_id=lesson["worked_questions"][0]["question_id"]
    ),
    "/worked_questions/0/why_wrong": lambda lesson: lesson["worked_questions"][0]["why_wrong"].pop(),
    "/quiz/0/correct": lambda lesson: lesson["quiz"][0].update(correct=["Z"]),
    "/quiz/0/options": lambda lesson: lesson["quiz"][0]["options"].append(lesson["quiz"][0]["options"][0]),
    "": lambda lesson: lesson.update(body=lesson["body"] + " " * 11_000),
}
PROJECT_FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "/title": lambda lesson: lesson.update(title="two\nlines"),
    "/example": lambda lesson: lesson.pop("example"),
    "/tasks": lambda lesson: lesson.update(tasks=lesson["tasks"][:1]),
    "/tasks/0/minutes": lambda lesson: lesson["tasks"][0].update(minutes=0),
    "/tasks/1/task_id": lambda lesson: lesson["tasks"][1].update(task_id=lesson["tasks"][0]["task_id"]),
    "/tasks/0/task_id": lambda lesson: lesson["tasks"][0].update(task_id=["x"]),
}


@pytest.mark.parametrize(
    ("pipeline", "pointer"),
    [*(("exam_course", one) for one in EXAM_FAULTS), *(("project_course", one) for one in PROJECT_FAULTS)],
)
def test_what_breaks_the_contract_is_told_with_its_place(
    world: World, ada: Client, pipeline: str, pointer: str
) -> None:
    course = store(world, pipeline)
    before = ada.get(address(course))
    lesson = copy.deepcopy(before.json)
    (EXAM_FAULTS if pipeline == "exam_course" else PROJECT_FAULTS)[pointer](lesson)
    answer = put(ada, address(course), lesson, before.headers["etag"])
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert pointer in answer.pointers
    assert ada.get(address(course)).text == before.text


def test_a_new_task_gets_an_id_and_the_others_keep_theirs(world: World, ada: Client) -> None:
    course = store(world, "project_course")
    lesson = ada.get(address(course)).json
    tasks = lesson["tasks"]
    new = {name: value for name, value in tasks[0].items() if name != "task_id"}
    made = edit(ada, address(course), tasks=[tasks[-1], {**new, "title": "Bake it twice"}]).json["tasks"]
    assert [task["task_id"] for task in made] == [
        tasks[-1]["task_id"],
        f"{lesson['lesson_id']}-task-{len(tasks) + 1}",
    ]
    edit(ada, address(course), tasks=[*made[:1], {**new, "title": "Bake it a third time"}])
    again = edit(ada, address(course), tasks=[*made[:1], {**new, "title": "And a fourth time"}]).json["tasks"]
    assert [task["task_id"].rpartition("-")[2] for task in again] == [str(len(tasks)), str(len(tasks) + 3)]


def test_a_dispute_stays_with_the_question_that_was_read(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    place = next(iter(all_of(course).values()))
    dispute = {"answer": ["A"], "reason": "It says so.", "claim": ""}
    lesson = copy.deepcopy(dict(place.lesson))
    lesson["checked_by"] = "claude-haiku"
    for part in ("quiz", "worked_questions"):
        lesson[part] = [{**one, "disputed": dispute} for one in lesson[part]]
    others = [
        one for one in (course.parts or {})[place.part]["lessons"] if one["lesson_id"] != lesson["lesson_id"]
    ]
    world.documents.put(
        replace(course, parts={**(course.parts or {}), place.part: {"lessons": [lesson, *others]}})
    )
    titled = edit(ada, address(course), title="Only the title").json
    assert titled["checked_by"] == "claude-haiku"
    assert titled["quiz"] == lesson["quiz"]
    quiz = copy.deepcopy(titled["quiz"])
    quiz[0]["question"] += " And why?"
    answer = edit(ada, address(course), quiz=quiz).json
    assert answer["checked_by"] is None
    assert "disputed" not in answer["quiz"][0]
    assert answer["quiz"][1:] == lesson["quiz"][1:]
    assert answer["worked_questions"] == lesson["worked_questions"]


# ---- What is not there, or somebody else's


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"title": "x", "objectives": [], "body": "x"}),
        ("GET", "/versions", None),
        ("POST", "/restore", {"version": "x"}),
    ],
)
def test_lessons_of_somebody_else_are_as_those_that_are_not_there(
    world: World, ada: Client, bob: Client, course: Document, method: str, path: str, body: Any
) -> None:
    how: dict[str, Any] = {"headers": {"If-Match": "*"}}

    def ask(client: Client, place: str) -> HttpAnswer:
        match method:
            case "GET":
                return client.get(f"{place}{path}")
            case "PUT":
                return client.put(f"{place}{path}", body, **how)
            case _:
                return client.post(f"{place}{path}", body)

    theirs, none = ask(bob, address(course)), ask(bob, "/v1/courses/course_none/lessons/x")
    assert (theirs.status, theirs.code) == (404, "course-not-found")
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}
    how.clear()
    assert ask(bob, address(course)).status == 404
    missing = ask(ada, f"/v1/courses/{course.document_id}/lessons/none")
    assert (missing.status, missing.code) == (404, "lesson-not-found")
