"""/v1/exams and /v1/courses"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.http.courses import CoursePage, CourseView
from generation.http.exams import ExamView
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.outline import Topic
from generation.pipelines.exam_course.request import ExamCourseRequest
from tests.data.exams import UNEXPLAINED, load
from tests.unit.functions.contract import COURSE_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import START, World, question, small_exam

MARKUP = '<script>alert(1)</script> & <b>"x"</b> \u2028'


def test_an_exam_is_stored_and_read_as_it_was_sent(world: World, ada: Client) -> None:
    exam = load(UNEXPLAINED)
    stored = ada.post("/v1/exams", exam)
    assert stored.status == 201
    assert stored.headers["location"] == f"/v1/exams/{exam['exam_id']}"
    assert stored.json["exam_id"] == exam["exam_id"]
    shown = ada.get(stored.headers["location"]).json
    assert shown.pop("created_at") == "2026-11-22T09:30:00.125Z"
    assert shown.pop("raw")[0].keys() == {"question_id", "text"}, "what was cleaned"
    assert [one["question_id"] for one in shown["questions"]] == [
        one["question_id"] for one in exam["questions"]
    ]
    assert shown["title"] == exam["title"]


def test_what_is_shown_of_an_exam_is_what_the_document_says(world: World, ada: Client) -> None:
    location = ada.post("/v1/exams", load(UNEXPLAINED)).headers["location"]
    ExamView.model_validate(ada.get(location).json)


def test_markup_stays_text(world: World, ada: Client) -> None:
    exam = small_exam(title="A & <b>", questions=[question("q", text=MARKUP, explanation=MARKUP)])
    shown = ada.get(ada.post("/v1/exams", exam).headers["location"])
    assert shown.headers["content-type"] == "application/json"
    assert shown.json["questions"][0]["text"] == '<script>alert(1)</script> & "x"', "layout is gone"
    assert shown.json["raw"][0]["text"] == MARKUP


@pytest.mark.parametrize(
    "exam_id", ["C# exam", "a+b", "50%", "100%25", "ünïcode ☕", "a'b\"c`d", "a?b&c=d", "x.y~z"]
)
def test_an_id_of_ones_own_is_kept(world: World, ada: Client, exam_id: str) -> None:
    stored = ada.post("/v1/exams", small_exam(exam_id=exam_id))
    assert stored.json["exam_id"] == exam_id
    assert stored.headers["location"].isascii()
    assert ada.get(stored.headers["location"]).json["exam_id"] == exam_id


def test_an_id_that_another_exam_has_gives_way_to_a_new_one(world: World, ada: Client) -> None:
    ada.post("/v1/exams", small_exam(exam_id="mine"))
    other = ada.post("/v1/exams", small_exam(exam_id="mine", title="Another"))
    assert other.status == 201
    assert other.json["exam_id"] != "mine"
    assert ada.get(other.headers["location"]).json["title"] == "Another"
    assert ada.get("/v1/exams/mine").json["title"] == "First aid"


def test_the_very_same_exam_is_stored_once(world: World, ada: Client) -> None:
    first = ada.post("/v1/exams", small_exam())
    world.clock.time += timedelta(minutes=1)
    again = ada.post("/v1/exams", small_exam())
    assert (again.status, again.json) == (201, first.json)
    assert len(ada.get("/v1/exams").json["exams"]) == 1


def test_the_same_key_gives_the_same_exam(world: World, ada: Client) -> None:
    key = {"Idempotency-Key": "k"}
    first = ada.post("/v1/exams", small_exam(exam_id="mine"), headers=key)
    again = ada.post("/v1/exams", small_exam(exam_id="mine"), headers=key)
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers


def test_the_same_key_and_another_exam_are_refused(world: World, ada: Client) -> None:
    key = {"Idempotency-Key": "k"}
    ada.post("/v1/exams", small_exam(), headers=key)
    answer = ada.post("/v1/exams", small_exam(title="Another"), headers=key)
    assert (answer.status, answer.code) == (422, "idempotency-key-reused")
    assert len(ada.get("/v1/exams").json["exams"]) == 1


def test_exams_are_listed_in_pages(world: World, ada: Client, bob: Client) -> None:
    for n in range(5):
        ada.post("/v1/exams", small_exam(title=f"Exam {n}"))
    bob.post("/v1/exams", small_exam())
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        query: dict[str, Any] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = ada.get("/v1/exams", query=query).json
        seen += [exam["title"] for exam in page["exams"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == [f"Exam {n}" for n in range(5)]
    assert cursor is None


def test_an_exam_of_somebody_else_is_as_one_that_is_not_there(world: World, ada: Client, bob: Client) -> None:
    ada.post("/v1/exams", small_exam(exam_id="mine"))
    theirs, none = bob.get("/v1/exams/mine"), bob.get("/v1/exams/none")
    assert (theirs.status, theirs.code) == (404, "exam-not-found")
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}


def test_a_course_can_be_read_while_it_is_written(world: World, ada: Client) -> None:
    store_course_being_written(world)
    shown = ada.get("/v1/courses/course_1").json
    assert set(shown) == COURSE_MEMBERS
    assert shown["status"] == "generating"
    assert [topic["status"] for topic in shown["topics"]] == ["completed", "pending"]
    assert [len(topic["lessons"]) for topic in shown["topics"]] == [1, 0]
    assert shown["coverage"] == {"questions_total": 2, "questions_covered": 1, "missing": ["q2"]}
    CourseView.model_validate(shown)


def test_a_finished_course_covers_all_its_questions(world: World, ada: Client) -> None:
    store_draft(world)
    shown = ada.get("/v1/courses/course_1").json
    assert (shown["status"], shown["made_by"], shown["published_at"]) == ("draft", "offline", None)
    assert shown["coverage"] == {"questions_total": 2, "questions_covered": 2, "missing": []}
    CourseView.model_validate(shown)


def test_courses_are_listed_without_their_lessons(world: World, ada: Client, bob: Client) -> None:
    store_draft(world)
    page = ada.get("/v1/courses").json
    assert [shown["course_id"] for shown in page["courses"]] == ["course_1"]
    assert "topics" not in page["courses"][0]
    assert page["next_cursor"] is None
    CoursePage.model_validate(page)
    assert bob.get("/v1/courses").json["courses"] == []


def test_a_draft_is_published_once(world: World, ada: Client) -> None:
    store_draft(world)
    first = ada.post("/v1/courses/course_1/publish")
    assert (first.status, first.json["status"]) == (200, "published")
    assert first.json["published_at"] == "2026-11-22T09:30:00.125Z"
    world.clock.time += timedelta(minutes=1)
    again = ada.post("/v1/courses/course_1/publish")
    assert (again.status, again.json) == (200, first.json)
    assert ada.get("/v1/courses/course_1").json == first.json


def test_a_blocked_draft_is_published_once_a_person_accepts_what_was_found(world: World, ada: Client) -> None:
    store_draft(world, blocked=True)
    address = "/v1/courses/course_1/publish"
    for body in (None, {}, {"accept_findings": False}):
        refused = ada.post(address, body)
        assert (refused.status, refused.code) == (409, "quality-blocked")
    assert ada.get("/v1/courses/course_1").json["status"] == "draft"
    assert ada.get("/v1/courses").json["courses"][0]["blocked"] is True
    published = ada.post(address, {"accept_findings": True})
    assert (published.status, published.json["status"]) == (200, "published")
    assert ada.post(address).json == published.json


@pytest.mark.parametrize(
    ("body", "pointer"), [({"accept_findings": "yes"}, "/accept_findings"), ({"accepted": True}, "/accepted")]
)
def test_a_publication_says_whether_in_true_or_false(
    world: World, ada: Client, body: dict[str, Any], pointer: str
) -> None:
    store_draft(world)
    refused = ada.post("/v1/courses/course_1/publish", body)
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)
    assert ada.get("/v1/courses/course_1").json["status"] == "draft"


def test_a_course_that_is_being_written_is_not_published(world: World, ada: Client) -> None:
    _store_course(world, course.planned(_head(), TOPICS), finished=1)
    answer = ada.post("/v1/courses/course_1/publish")
    assert (answer.status, answer.code) == (409, "course-unfinished")
    assert ada.get("/v1/courses/course_1").json["status"] == "generating"


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/publish")])
def test_a_course_of_somebody_else_is_as_one_that_is_not_there(
    world: World, bob: Client, method: str, path: str
) -> None:
    store_draft(world)
    theirs = bob.ask(method, f"/v1/courses/course_1{path}")
    none = bob.ask(method, f"/v1/courses/course_2{path}")
    assert (theirs.status, theirs.code) == (404, "course-not-found")
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}


def test_what_is_large_goes_out_compressed(world: World, ada: Client) -> None:
    location = ada.post("/v1/exams", load(UNEXPLAINED)).headers["location"]
    plain = ada.get(location)
    small = ada.get(location, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert small.json == plain.json
    assert small.size < plain.size / 2


TOPICS = (
    Topic(topic_id="topic-1", title="First", brief="-", description="-", question_ids=("q1",)),
    Topic(topic_id="topic-2", title="Second", brief="-", description="-", question_ids=("q2",)),
)


def _head() -> Document:
    request = ExamCourseRequest(title="First aid", language="en", audience=None, exam_id="e", questions=2)
    return course.begun(owner="ada", course_id="course_1", job_id="job_1", request=request, created_at=START)


def _parts(finished: int) -> dict[str, Any]:
    outline = {course.OUTLINE: {"topics": [topic.to_json() for topic in TOPICS]}}
    done = {topic.topic_id: {"lessons": [_lesson(topic)]} for topic in TOPICS[:finished]}
    return {**outline, **done}


def _lesson(topic: Topic) -> dict[str, Any]:
    worked = [
        {
            "question_id": question_id,
            "why_right": MARKUP,
            "why_wrong": [{"option_id": "B", "reason": "No."}],
        }
        for question_id in topic.question_ids
    ]
    options = [{"option_id": "A", "text": "Yes"}, {"option_id": "B", "text": "No"}]
    quiz = {"question": "Is it?", "options": options, "correct": ["A"], "explanation": "It is."}
    return {
        "lesson_id": f"{topic.topic_id}-lesson-1",
        "title": topic.title,
        "objectives": ["Know it."],
        "body": "# It",
        "key_points": ["It is.", "It stays."],
        "question_ids": list(topic.question_ids),
        "worked_questions": worked,
        "quiz": [quiz],
    }


def _store_course(world: World, head: Document, *, finished: int) -> Document:
    stored = Document(
        kind=head.kind,
        owner=head.owner,
        document_id=head.document_id,
        status=head.status,
        created_at=head.created_at,
        summary=head.summary,
        parts=_parts(finished),
    )
    world.documents.create(stored)
    return stored


def store_course_being_written(world: World) -> None:
    """With the first of its two topics."""
    _store_course(world, course.planned(_head(), TOPICS), finished=1)


def store_draft(world: World, *, blocked: bool = False) -> None:
    planned = course.planned(_head(), TOPICS)
    whole = Document(
        kind=planned.kind,
        owner=planned.owner,
        document_id=planned.document_id,
        status=planned.status,
        created_at=planned.created_at,
        summary=planned.summary,
        parts=_parts(finished=2),
    )
    head = course.saved(whole, made_by="offline", published_at=None, blocked=blocked)
    _store_course(world, head, finished=2)
