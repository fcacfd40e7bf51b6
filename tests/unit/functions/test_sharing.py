"""Publishing, taking back, and the course that whoever has the link reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.engine.model.checkpoint import Checkpoint, DocumentWrite, Edit
from generation.http.courses import CourseView
from generation.http.shared import SharedCourse
from generation.pipelines.shared.courses import PUBLIC
from tests.unit.functions.http import Client
from tests.unit.functions.test_library import store_course_being_written, store_draft
from tests.unit.functions.world import World, course_request

COURSE = "/v1/courses/course_1"
NOBODY = Client(None)


def _publish(client: Client, **body: Any) -> Any:
    answer = client.post(f"{COURSE}/publish", body)
    assert answer.status == 200, answer.text
    return answer.json


@pytest.fixture
def slug(world: World, ada: Client) -> str:
    store_draft(world)
    made: str = _publish(ada, link="anyone")["share"]["slug"]
    return made


def test_a_published_course_has_no_link_unless_asked(world: World, ada: Client) -> None:
    store_draft(world)
    assert _publish(ada)["share"] is None
    assert _publish(ada, link="none")["share"] is None


def test_whoever_has_the_link_reads_the_course(world: World, ada: Client, slug: str) -> None:
    course = ada.get(COURSE).json
    assert course["share"] == {"url": f"/c/{slug}", "slug": slug}
    assert ada.get("/v1/courses").json["courses"][0]["share"] == course["share"]
    CourseView.model_validate(course)
    answer = NOBODY.get(f"/v1/shared/{slug}")
    assert answer.status == 200
    SharedCourse.model_validate(answer.json)
    assert answer.json["title"] == course["title"]
    assert [topic["title"] for topic in answer.json["topics"]] == [
        topic["title"] for topic in course["topics"]
    ]
    assert answer.json["topics"][0]["lessons"][0]["body"] == course["topics"][0]["lessons"][0]["body"]
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_a_reader_who_has_it_gets_nothing_again_and_no_part_of_it_is_read(
    world: World, ada: Client, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = NOBODY.get(f"/v1/shared/{slug}").headers["etag"]
    get = world.documents.get

    def heads_alone(*of: str, parts: bool = True) -> Any:
        assert not parts
        return get(*of, parts=parts)

    monkeypatch.setattr(world.documents, "get", heads_alone)
    again = NOBODY.get(f"/v1/shared/{slug}", headers={"If-None-Match": tag})
    assert (again.status, again.text, again.headers["etag"]) == (304, "", tag)
    assert again.headers["cache-control"] == "public, max-age=60"
    ada.patch(COURSE, {"title": "Another"})
    monkeypatch.undo()
    after = NOBODY.get(f"/v1/shared/{slug}", headers={"If-None-Match": tag})
    assert (after.status, after.json["title"]) == (200, "Another")


def test_a_slug_is_long_and_stays_the_same(world: World, ada: Client, slug: str) -> None:
    assert len(slug) == 26, "80 random bits and the time"
    assert _publish(ada, link="anyone")["share"]["slug"] == slug
    assert _publish(ada, link="none")["share"] is None
    assert _publish(ada, link="anyone")["share"]["slug"] == slug
    ada.post(f"{COURSE}/unpublish")
    assert _publish(ada)["share"] is None, "taken back is not given again by publishing alone"
    assert _publish(ada, link="anyone")["share"]["slug"] == slug
    assert _publish(ada)["share"]["slug"] == slug


def test_what_a_publication_says_later_keeps_its_first_moment(world: World, ada: Client, slug: str) -> None:
    first = ada.get(COURSE).json["published_at"]
    world.clock.time = world.clock.time.replace(hour=23)
    assert _publish(ada, link="none")["published_at"] == first


@pytest.mark.parametrize(
    "taken_back",
    [
        ("POST", f"{COURSE}/unpublish", None),
        ("POST", f"{COURSE}/publish", '{"link": "none"}'),
        ("DELETE", COURSE, None),
    ],
)
def test_what_is_taken_back_is_read_by_nobody(
    world: World, ada: Client, slug: str, taken_back: tuple[str, str, str | None]
) -> None:
    method, path, raw = taken_back
    assert ada.ask(method, path, raw=raw).status in (200, 204)
    answer = NOBODY.get(f"/v1/shared/{slug}")
    assert (answer.status, answer.code) == (404, "course-not-found")
    assert answer.headers["cache-control"] == "no-store"
    missing = NOBODY.get("/v1/shared/" + "0" * 26)
    assert missing.text == answer.text.replace(slug, "0" * 26)


def test_a_restored_course_is_read_again(world: World, ada: Client, slug: str) -> None:
    ada.delete(COURSE)
    ada.post(f"{COURSE}/restore")
    assert NOBODY.get(f"/v1/shared/{slug}").status == 200


def test_taking_back_makes_a_draft(world: World, ada: Client, slug: str) -> None:
    for _ in range(2):
        answer = ada.post(f"{COURSE}/unpublish")
        assert answer.status == 200
        assert (answer.json["status"], answer.json["published_at"]) == ("draft", None)
        assert answer.json["share"] is None


@pytest.mark.parametrize("given", ["0", "x" * 64, "x" * 65, "A", "%00", "a.b", "course_1", "..%2F"])
def test_a_slug_that_is_none(world: World, given: str) -> None:
    assert NOBODY.get(f"/v1/shared/{given}").status == 404


@pytest.mark.parametrize("body", [{"link": "org"}, {"link": True}, {"link": ""}, {"to": "anyone"}])
def test_a_link_for_whom_nobody_knows(world: World, ada: Client, body: Any) -> None:
    store_draft(world)
    answer = ada.post(f"{COURSE}/publish", body)
    assert (answer.status, answer.pointers) == (422, [f"/{next(iter(body))}"])


def test_an_unfinished_course_is_neither_published_nor_taken_back(world: World, ada: Client) -> None:
    store_course_being_written(world)
    for ask in ("publish", "unpublish"):
        answer = ada.post(f"{COURSE}/{ask}")
        assert (answer.status, answer.code) == (409, "course-unfinished")


def test_nobody_shares_or_takes_back_somebody_elses(
    world: World, ada: Client, bob: Client, slug: str
) -> None:
    for ask in ("publish", "unpublish"):
        theirs = bob.post(f"{COURSE}/{ask}", {"link": "none"} if ask == "publish" else None)
        assert (theirs.status, theirs.code) == (404, "course-not-found")
    assert NOBODY.get(f"/v1/shared/{slug}").status == 200


CANARY = "canary"


def test_nothing_of_the_authors_is_in_it(world: World) -> None:
    """Whatever of a course is not named as its readers' carries a canary, and so does the author."""
    author = Client({"sub": f"{CANARY}-ada", "org_id": f"{CANARY}-org"})
    store_draft(world)
    stored = world.documents.get("course", "ada", "course_1")
    assert stored is not None
    assert stored.parts is not None
    summary = {
        name: value if name in PUBLIC or not isinstance(value, str) else f"{CANARY}-{name}"
        for name, value in stored.summary.items()
    }
    summary |= {"kind": "exam", "brief": f"{CANARY}-brief", "prompt": f"{CANARY}-prompt"}
    parts: dict[str, Any] = {**stored.parts}
    parts["quality"] = {"rules_version": 1, "checked_at": "x", "blocked": False, "findings": [CANARY]}
    for topic in parts["outline"]["topics"]:
        topic["brief"] = f"{CANARY}-brief"
    doubts = {
        "marking_doubt": {"reason": f"{CANARY}-doubt", "likely": []},
        "disputed": {"answer": [f"{CANARY}-answer"], "reason": f"{CANARY}-why", "claim": f"{CANARY}-claim"},
    }
    for part in parts.values():
        for lesson in part.get("lessons", []) if isinstance(part, dict) else []:
            lesson["checked_by"] = f"{CANARY}-model"
            lesson["later"] = f"{CANARY}-later"
            for question in (lesson["worked_questions"][0], lesson["quiz"][0]):
                question |= {**doubts, "later": f"{CANARY}-later"}
            lesson["quiz"][0]["options"][0]["later"] = f"{CANARY}-later"
    final = {"question": "Q", "options": [], "correct": ["A"], "explanation": "E", "topic_id": "topic-01"}
    around: dict[str, Any] = {"introduction": None, "glossary": [], "summary": None}
    parts["whole_course"] = {**around, "final_exam": [{**final, **doubts}, final]}
    owner, course_id = f"{CANARY}-ada", f"{CANARY}-course"
    world.documents.put(replace(stored, owner=owner, document_id=course_id, summary=summary, parts=parts))
    own = author.post(f"/v1/courses/{course_id}/publish", {"link": "anyone"})
    assert own.text.count(CANARY) > 5, "the author sees them"
    answer = NOBODY.get(f"/v1/shared/{own.json['share']['slug']}")
    assert answer.status == 200
    assert CANARY not in answer.text
    assert not any(CANARY in str(value) for value in answer.headers.values())
    assert "job" not in answer.text
    lesson = answer.json["topics"][0]["lessons"][0]
    for questions in (lesson["worked_questions"], lesson["quiz"], answer.json["final_exam"]):
        graded = [question["is_graded"] for question in questions]
        assert graded == [False] + [True] * (len(questions) - 1)


def test_a_job_that_writes_the_head_takes_no_share_away(world: World, ada: Client, slug: str) -> None:
    """The job read the head before the course was shared."""
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    stored = world.documents.get("course", "ada", "course_1", parts=False)
    assert stored is not None
    summary = {name: value for name, value in stored.summary.items() if name not in ("slug", "link")}
    head = replace(stored, summary=summary)
    write = DocumentWrite(kind="course", owner="ada", document_id="course_1", head=head)
    world.store.commit(Checkpoint(job=world.take(job_id), documents=(write,)))
    assert ada.get(COURSE).json["share"]["slug"] == slug


def test_of_two_publications_at_once_one_slug_is_kept(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another request gives the course its slug after this one has made up its own."""
    store_draft(world)
    edit = world.documents.edit

    def raced(asked: Edit) -> Any:
        monkeypatch.setattr(world.documents, "edit", edit)
        _publish(ada, link="anyone")
        return edit(asked)

    monkeypatch.setattr(world.documents, "edit", raced)
    share = _publish(ada, link="anyone")["share"]
    assert ada.get(COURSE).json["share"] == share
    assert NOBODY.get(f"/v1/shared/{share['slug']}").status == 200
