"""What the quality rules find in a lesson that its owner changed."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import exam_document
from generation.pipelines.shared.courses import view
from generation.pipelines.shared.lessons import all_of, parts_with
from generation.quality.artifact import artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.findings import report
from tests.unit.functions.http import Client
from tests.unit.functions.lessons import BLOCKING, address, edit, put, store
from tests.unit.functions.world import World


def test_the_quality_rules_look_at_what_was_changed(world: World, ada: Client, course: Document) -> None:
    other = {"rule": "near-lesson", "level": "warn", "message": "Like another one."}
    first, second = (place.pointer for place in list(all_of(course).values())[:2])
    findings = [
        {**other, "pointer": f"{first}/body"},
        {**other, "rule": "placeholder", "pointer": f"{first}/title"},
        {**other, "pointer": f"{second}/body"},
    ]
    parts = {**(course.parts or {}), "quality": {**(course.parts or {})["quality"], "findings": findings}}
    world.documents.put(replace(course, parts=parts))
    path = f"/v1/courses/{course.document_id}"

    edit(ada, address(course), title="A title of my own")
    found = ada.get(path).json["quality"]["findings"]
    assert [one["pointer"] for one in found if one["message"] == "Like another one."] == [
        f"{first}/body",
        f"{second}/body",
    ]
    lesson = ada.get(address(course)).json
    edit(ada, address(course), body=lesson["body"] + "\n\n" + BLOCKING)
    whole = ada.get(path).json
    assert (whole["blocked"], whole["quality"]["blocked"]) == (True, True)
    blocking = {one["pointer"] for one in whole["quality"]["findings"] if one["level"] == "block"}
    assert blocking == {f"{first}/body"}
    assert [
        one["pointer"] for one in whole["quality"]["findings"] if one["message"] == "Like another one."
    ] == [f"{second}/body"]
    assert ada.post(f"{path}/publish").code == "quality-blocked"
    edit(ada, address(course), body=lesson["body"])
    assert ada.get(path).json["blocked"] is False
    assert ada.post(f"{path}/publish").status == 200
    # What is published can be changed too.
    assert edit(ada, address(course), title="Better still").status == 200


def stored_with(world: World, course: Document, *lessons: dict[str, Any], **outline: Any) -> None:
    """The course with these lessons in place of those with their ids, and what the rules find in it."""
    for lesson in lessons:
        place = all_of(course)[lesson["lesson_id"]]
        course = replace(course, parts={**(course.parts or {}), **parts_with(course, place, lesson)})
    parts = {**(course.parts or {})}
    parts["outline"] = {**parts["outline"], **outline}
    course = replace(course, parts=parts)
    exam = course.summary.get("exam_id")
    known = world.documents.get("exam", "ada", exam) if exam else None
    content = (known.parts or {})[exam_document.PART] if known else None
    found = check(artifact(view(course)), read_exam(content) if content else None)
    parts["quality"] = report(found, "2026-01-01T00:00:00Z")
    world.documents.put(
        replace(course, parts=parts, summary={**course.summary, "blocked": bool(parts["quality"]["blocked"])})
    )


def found_by(client: Client, course: Document, rule: str) -> list[str]:
    whole = client.get(f"/v1/courses/{course.document_id}").json
    findings = [one for one in whole["quality"]["findings"] if one["rule"] == rule]
    assert whole["blocked"] is whole["quality"]["blocked"]
    assert whole["blocked"] or not any(one["level"] == "block" for one in findings)
    return [one["pointer"] for one in findings]


def own_lessons(course: Document) -> list[dict[str, Any]]:
    return [copy.deepcopy(dict(place.lesson)) for place in all_of(course).values()]


def other_stem(quiz: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    stem = "Where would a reader of this course look first for an answer of quite another kind?"
    return [{**one, "question": stem} if n == place else one for n, one in enumerate(quiz)]


@pytest.mark.parametrize("is_within", [False, True])
def test_a_question_that_the_course_asks_twice_is_found_until_it_is_another_one(
    world: World, ada: Client, *, is_within: bool
) -> None:
    course = store(world, "exam_course")
    first, second, *_ = own_lessons(course)
    source = second if is_within else first
    second["quiz"][1] = copy.deepcopy(source["quiz"][0])
    stored_with(world, course, second)
    at = f"{all_of(course)[second['lesson_id']].pointer}/quiz/1/question"
    assert found_by(ada, course, "same-question") == [at]
    edit(ada, address(course, 1), title="Another title of mine")
    edit(ada, address(course, 1), title="And yet another one")
    assert found_by(ada, course, "same-question") == [at]
    assert ada.post(f"/v1/courses/{course.document_id}/publish").code == "quality-blocked"
    edit(ada, address(course, 1), quiz=other_stem(second["quiz"], 0 if is_within else 1))
    assert found_by(ada, course, "same-question") == []


def test_no_lesson_asks_a_question_of_the_exam_that_another_one_works(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    first, second, *_ = own_lessons(course)
    exam = world.documents.get("exam", "ada", course.summary["exam_id"])
    assert exam is not None
    questions = {one["question_id"]: one for one in (exam.parts or {})[exam_document.PART]["questions"]}
    plain_quiz = copy.deepcopy(second["quiz"])
    second["quiz"][0]["question"] = questions[first["question_ids"][0]]["text"]
    stored_with(world, course, second)
    at = [f"{all_of(course)[second['lesson_id']].pointer}/quiz/0/question"]
    assert found_by(ada, course, "quiz-from-exam") == at
    edit(ada, address(course, 1), title="Another title of mine")
    assert found_by(ada, course, "quiz-from-exam") == at
    edit(ada, address(course, 1), quiz=plain_quiz)
    assert found_by(ada, course, "quiz-from-exam") == []
    edit(ada, address(course, 1), quiz=second["quiz"])
    assert found_by(ada, course, "quiz-from-exam") == at


def test_a_lesson_whose_exam_is_gone_is_not_blocked_for_it(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    world.documents.delete("exam", "ada", course.summary["exam_id"], until=world.clock.now())
    edit(ada, address(course), title="Another title of mine")
    assert found_by(ada, course, "unknown-question") == []


def test_what_the_outline_agreed_on_holds_for_a_changed_lesson(world: World, ada: Client) -> None:
    course = store(world, "project_course")
    lesson = own_lessons(course)[0]
    plain_body = lesson["body"]
    lesson["body"] += "\n\nThe starter weighs 120 g."
    stored_with(world, course, lesson, facts=["The starter weighs 100 g"])
    at = [f"{all_of(course)[lesson['lesson_id']].pointer}/body"]
    assert found_by(ada, course, "contradicts-fact") == at
    edit(ada, address(course), title="Another title of mine")
    assert found_by(ada, course, "contradicts-fact") == at
    edit(ada, address(course), body=plain_body)
    assert found_by(ada, course, "contradicts-fact") == []
    edit(ada, address(course), body=lesson["body"])
    assert found_by(ada, course, "contradicts-fact") == at


def test_a_version_that_is_named_comes_with_its_findings(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    before = ada.get(path)
    blocked = edit(ada, path, body=before.json["body"] + "\n\n" + BLOCKING)
    edit(ada, path, body=before.json["body"], title="Better")

    found = ada.get(path, query={"version": blocked.json["version"]}).json
    assert {one["pointer"] for one in found["findings"] if one["level"] == "block"} == {"/body"}
    live = ada.get(path).json
    assert "findings" not in live
    named = ada.get(
        path, query={"version": live["version"]}, headers={"If-None-Match": f'"{live["version"]}"'}
    )
    assert named.status == 200
    assert named.json == {**live, "findings": named.json["findings"]}
    # As it is shown it can be sent back.
    tag = ada.get(path).headers["etag"]
    assert put(ada, path, found, tag).status == 200


def test_a_version_that_cannot_come_back_is_not_looked_at(world: World, ada: Client) -> None:
    course = store(world, "project_course", "manual")
    path = address(course)
    first = ada.get(path).json["version"]
    edit(ada, path, title="Better")
    found = ada.get(path, query={"version": first})
    assert (found.status, found.json["version"], "findings" in found.json) == (200, first, False)
