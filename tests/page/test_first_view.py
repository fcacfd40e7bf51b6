"""The first view: what somebody who was never here has to load until the course can be read."""

from __future__ import annotations

from playwright.sync_api import Response, expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage

MOST_KB = 300
"""Of scripts and styles, as transferred; 1 KB = 1,000 bytes."""


def test_the_newest_course_is_the_first_that_one_sees_and_loads_little(
    open_page: OpenPage, person: Person, example_exam: Document
) -> None:
    job = person.await_job(person.start_exam_course(example_exam)["job_id"])
    title = person.course(job["result"]["course_id"])["title"]
    page = open_page(person, "/no-such-view")  # signed in, and not yet anywhere
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})

    page.goto("/")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")

    code = [answer for answer in loaded if answer.url.endswith((".js", ".css"))]
    assert {answer.headers.get("content-encoding") for answer in code} <= {"gzip", None}
    transferred = sum(answer.request.sizes()["responseBodySize"] for answer in code)
    assert 0 < transferred < MOST_KB * 1000, sorted(answer.url for answer in code)


def test_a_page_that_is_read_asks_for_nothing_more(
    open_page: OpenPage, person: Person, example_exam: Document
) -> None:
    job = person.await_job(person.start_exam_course(example_exam)["job_id"])
    page = open_page(person, f"/courses/{job['result']['course_id']}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/" in request.url else None)
    page.wait_for_timeout(7_000)  # more than the 5 s between two questions of the shell
    assert asked == []
