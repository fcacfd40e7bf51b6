"""One status everywhere: what was cancelled is cancelled in course, library and queue, and can go on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import OpenPage


def test_a_cancelled_course_says_so_everywhere_and_goes_on_where_it_is_read(
    open_page: OpenPage, person: Person, quick: OfflineModel, example_exam: Document
) -> None:
    quick.faults(
        {"fault": "rate_limit", "retry_after_s": 60, "kind": "topics", "calls": [1], "times": 1},
    )
    job = person.start_exam_course(example_exam)
    running = person.await_job(job["job_id"], lambda job: bool(job["artifact"]))
    person.post(f"/v1/jobs/{job['job_id']}/cancel").raise_for_status()
    page = open_page(person)
    expect(page.get_by_role("link", name="Make the first one")).to_be_visible()
    page.goto("/courses")
    entry = page.locator(f"[data-entry='{running['artifact']['course_id']}']")
    expect(entry).to_contain_text("Cancelled")
    expect(entry).not_to_contain_text("Being written")
    page.goto("/queue")
    expect(page.get_by_text("Cancelled", exact=True).first).to_be_visible()
    page.goto(f"/courses/{running['artifact']['course_id']}")
    expect(page.locator("article header")).to_contain_text("Cancelled")
    expect(page.get_by_role("region", name="Progress")).to_contain_text("Cancelled.")
    expect(page.get_by_text(re.compile("In progress|Being written"))).to_have_count(0)
    page.get_by_role("button", name="Go on generating").click()
    expect(page.locator("article header")).to_contain_text("Draft", timeout=60_000)


def test_a_course_that_waits_is_continued_where_it_is_read(
    open_page: OpenPage, person: Person, quick: OfflineModel, example_exam: Document
) -> None:
    exam_id = person.upload(example_exam)
    job = person.start("exam_course", {"exam_id": exam_id}, mode="manual")
    waiting = person.await_job(job["job_id"], lambda job: job["status"] == "waiting")
    page = open_page(person, f"/courses/{waiting['artifact']['course_id']}")
    expect(page.locator("article header")).to_contain_text("Waiting for you")
    expect(page.get_by_role("region", name="Progress")).to_contain_text("0 of 6 topics can be read")
    expect(page.locator("[data-pending]").first).to_contain_text("Not written")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("article header")).to_contain_text("Draft", timeout=60_000)
