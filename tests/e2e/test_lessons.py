"""A lesson edited, revised and restored, and an exam revised, through HTTP and the table."""

from __future__ import annotations

import copy

from tests.e2e.exams import topics
from tests.e2e.service import Document, Person, Service


def lessons_of(person: Person, course_id: str) -> dict[str, Document]:
    course = person.course(course_id)
    return {lesson["lesson_id"]: lesson for topic in course["topics"] for lesson in topic["lessons"]}


def test_an_author_changes_one_lesson_and_then_the_exam(shared_service: Service) -> None:
    shared_service.model.reset()
    author = shared_service.person(plan="pro")
    exam = topics(3, 2)
    course_id = author.await_job(author.start_exam_course(exam)["job_id"])["result"]["course_id"]
    lesson_id, other_id, *_ = lessons_of(author, course_id)
    path = f"/v1/courses/{course_id}/lessons/{lesson_id}"

    found = author.get(path)
    first = found.json()["version"]
    body = found.json()["body"] + "\n\nAdded by hand: `x` \u00a0\n"
    answer = author.put(path, {**found.json(), "body": body}, headers={"if-match": found.headers["etag"]})
    assert (answer.status_code, answer.json()["body"]) == (200, body)
    late = author.put(path, {**found.json(), "title": "Late"}, headers={"if-match": found.headers["etag"]})
    assert late.status_code == 412

    wanted = {"course_id": course_id, "lesson_id": lesson_id, "instructions": "Shorter", "keep": ["quiz"]}
    job = author.await_job(author.start("lesson_revision", wanted)["job_id"])
    assert job["status"] == "completed", job["error"]
    assert author.get(path).json()["body"] == body
    revised = author.post(f"{path}/restore", {"version": job["result"]["version"]})
    assert revised.status_code == 200
    assert revised.json()["quiz"] == found.json()["quiz"]
    assert revised.json()["version"] == job["result"]["version"]
    back = author.post(f"{path}/restore", {"version": first})
    assert (back.json(), back.headers["etag"]) == (found.json(), found.headers["etag"])
    listed = author.get(f"{path}/versions").json()["versions"]
    assert len(listed) == 3
    assert [one["version"] for one in listed if one["is_live"]] == [first]

    before, exam_id = lessons_of(author, course_id), author.course(course_id)["exam_id"]
    other = copy.deepcopy(exam)
    changed = before[other_id]["question_ids"][0]
    for question in other["questions"]:
        if question["question_id"] == changed:
            question["explanation"] = "The rule was put the other way round last year."
    asked = author.start("exam_course", {"course_id": course_id, "exam": other})
    job = author.await_job(asked["job_id"])
    assert (job["status"], job["usage"]["model_calls"]) == ("completed", 1), job["error"]
    after = lessons_of(author, course_id)
    assert {name for name in after if after[name] != before[name]} == {other_id}
    assert author.course(course_id)["exam_id"] != exam_id
