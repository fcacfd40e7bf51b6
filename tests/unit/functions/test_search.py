"""GET /v1/courses?q=&kind=&status= and GET /v1/jobs?q=&from=&to="""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.functions.http import Client
from tests.unit.functions.test_library import store_draft
from tests.unit.functions.world import World, course_request, small_exam


@pytest.fixture
def shelf(world: World) -> None:
    store_draft(world)
    first = world.documents.get("course", "ada", "course_1")
    assert first is not None
    for number, (title, status, kind) in enumerate(
        [("Bread", "draft", "exam"), ("Rye bread", "published", "exam"), ("Cheese", "draft", "project")], 2
    ):
        summary = {**first.summary, "title": title, "kind": kind}
        course_id = f"course_{number}"
        world.documents.create(replace(first, document_id=course_id, summary=summary, status=status))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=BREAD", ["Rye bread", "Bread"]),
        ("q=bread+rye", ["Rye bread"]),
        ("status=draft&q=bread", ["Bread"]),
        ("kind=project", ["Cheese"]),
        ("status=generating", []),
        ("q=%25", []),
    ],
)
def test_courses_are_found(world: World, ada: Client, shelf: None, query: str, titles: list[str]) -> None:
    answer = ada.get("/v1/courses", query=query).json
    assert [course["title"] for course in answer["courses"]] == titles
    assert answer["next_cursor"] is None


def test_a_course_is_found_by_its_new_title(world: World, ada: Client, shelf: None) -> None:
    ada.patch("/v1/courses/course_4", {"title": "Sourdough"})
    assert ada.get("/v1/courses", query="q=cheese").json["courses"] == []
    assert len(ada.get("/v1/courses", query="q=sour").json["courses"]) == 1


def test_a_cursor_belongs_to_its_search(world: World, ada: Client, shelf: None) -> None:
    page = ada.get("/v1/courses", query="q=bread&limit=1").json
    assert [course["title"] for course in page["courses"]] == ["Rye bread"]
    cursor = page["next_cursor"]
    rest = ada.get("/v1/courses", query={"q": "bread", "limit": 1, "cursor": cursor}).json
    assert [course["title"] for course in rest["courses"]] == ["Bread"]
    other = ada.get("/v1/courses", query={"q": "cheese", "cursor": cursor})
    assert (other.status, other.pointers) == (422, ["/query/cursor"])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/courses", "q="),
        ("/v1/courses", "q=" + "x" * 201),
        ("/v1/courses", "kind=lesson"),
        ("/v1/courses", "status=gone"),
        ("/v1/jobs", "from=yesterday"),
        ("/v1/jobs", "to=2026-13-01"),
        ("/v1/jobs", "from="),
    ],
)
def test_what_cannot_be_asked_for(world: World, ada: Client, path: str, query: str) -> None:
    answer = ada.get(path, query=query)
    assert (answer.status, answer.pointers) == (422, ["/query/" + query.partition("=")[0]])


def test_jobs_are_found_by_title_and_time(world: World, ada: Client) -> None:
    world.clock.time = world.clock.time.replace(hour=9)
    for title in ("Bread", "Rye bread", "Cheese"):
        ada.post("/v1/jobs", course_request(input={"exam": small_exam(title=title)}))
        world.clock.time += timedelta(days=1)

    def found(query: str) -> list[str]:
        return sorted(job["title"] for job in ada.get("/v1/jobs", query=query).json["jobs"])

    assert found("q=bread") == ["Bread", "Rye bread"]
    assert found("from=2026-11-23") == ["Cheese", "Rye bread"]
    assert found("to=2026-11-23") == ["Bread"]
    assert found("from=2026-11-23T09:00:00.125Z&to=2026-11-24T09:00:00.125Z") == ["Rye bread"]
    assert found("q=bread&from=2026-11-23&to=2026-11-24") == ["Rye bread"]
    assert found("from=2026-11-24T00:00:00%2B02:00") == ["Cheese"]
    cursor = ada.get("/v1/jobs", query="q=bread&limit=1").json["next_cursor"]
    assert ada.get("/v1/jobs", query={"q": "cheese", "cursor": cursor}).status == 422
