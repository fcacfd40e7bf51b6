"""The library: empty, in pages, with what was not finished."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route, expect

from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.page.conftest import OpenPage
from tests.page.readings import made_program, strip

Look = Callable[[Page, str], None]


def test_the_library_is_empty_then_shows_all_that_is_ones_own(
    open_page: OpenPage,
    service: Service,
    person: Person,
    exam_course: Document,
    look: Look,
) -> None:
    page = open_page(service.person())
    expect(page.get_by_role("link", name="Make the first one")).to_be_visible()
    look(page, "welcome")
    page.goto(f"/courses/{exam_course['course_id']}")
    expect(page.get_by_role("alert")).to_contain_text("This is not here")
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()

    program = made_program(person, weeks=1, days_per_week=1)
    page = open_page(person, "/courses")
    entries = page.locator("[data-entry]")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text(program["title"])
    expect(entries.last).to_contain_text(exam_course["title"])
    expect(entries.last).to_contain_text("30 of 30 questions")
    look(page, "library")
    kind = page.get_by_role("combobox", name="Kind")
    kind.select_option(label="Training program")
    expect(entries).to_have_count(1)
    page.reload()
    expect(entries).to_contain_text([program["title"]])
    kind.select_option("")
    page.get_by_role("searchbox", name="Search in titles").fill(exam_course["title"].split()[0].upper())
    expect(page.get_by_text("1 found.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/courses\?q=\w+$"))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2))
    page.reload()
    page.get_by_role("combobox", name="Time").select_option("1")
    expect(page.get_by_role("heading", name="None of these")).to_be_visible()
    page.get_by_role("combobox", name="Time").select_option("7")
    expect(entries).to_contain_text([exam_course["title"]])
    entries.last.get_by_role("link").click()
    expect(page).to_have_url(re.compile(exam_course["course_id"]))


def test_the_library_comes_in_pages_and_newest_first(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    (head,) = person.get("/v1/courses").json()["courses"]

    def pages(route: Route) -> None:
        # Two pages of two; courses 4 to 1, each a day older than the one before.
        first = 4 if "cursor" not in route.request.url else 2
        courses = [
            {**head, "course_id": f"course_{day}", "title": f"Course {day}", "created_at": f"2026-01-0{day}"}
            for day in (first, first - 1)
        ]
        route.fulfill(json={"courses": courses, "next_cursor": "more" if first == 4 else None})

    page = open_page(person, "/queue")
    page.route(re.compile("/v1/courses"), pages)
    page.get_by_role("link", name="Library").click()
    titles = page.locator("[data-entry] h2")
    expect(titles).to_have_text(["Course 4", "Course 3"])
    page.get_by_role("button", name="Show more").click()
    expect(titles).to_have_text(["Course 4", "Course 3", "Course 2", "Course 1"])
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_a_program_is_renamed_deleted_and_brought_back(open_page: OpenPage, person: Person) -> None:
    program = made_program(person, weeks=1, days_per_week=1)
    at = f"/v1/programs/{program['program_id']}"
    page = open_page(person, "/courses")
    entry = page.locator("[data-entry]")
    entry.get_by_role("button", name="More:").click()
    page.get_by_role("menuitem", name="Rename").click()
    title = page.get_by_role("dialog").get_by_role("textbox", name="Title")
    title.fill("  <b>Strong</b> in March ")
    title.press("Enter")
    expect(entry).to_contain_text("<b>Strong</b> in March")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert person.get(at).json()["title"] == "<b>Strong</b> in March"

    entry.get_by_role("button", name="More:").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(entry).to_have_count(0)
    assert person.get(at).status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(entry).to_contain_text("<b>Strong</b> in March")
    assert person.get(at).status_code == 200

    # The job alone is deleted in the queue: what it made stays.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Queue").click()
    page.get_by_role("button", name="Delete:").click()
    expect(page.get_by_role("heading", name="Nothing has been generated yet")).to_be_visible()
    assert person.get(at).status_code == 200


def test_what_was_not_finished_says_so(
    open_page: OpenPage, person: Person, model: OfflineModel, example_exam: Document
) -> None:
    model.latency(30_000)
    job = person.start_exam_course(example_exam)
    person.await_job(job["job_id"], lambda job: job["artifact"] is not None)
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel").status_code == 202
    page = open_page(person, "/courses")
    expect(page.locator("[data-entry]")).to_contain_text("Cancelled")
    page.get_by_role("link", name=example_exam["title"]).click()
    expect(strip(page)).to_contain_text("Cancelled")
