"""New course from a sentence: outlines, one of them edited and approved, with the mouse and the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.service import OfflineModel, Person
from tests.page.conftest import PATIENCE_MS, OpenPage
from tests.page.wizard import Look, press, tab_to


def test_a_topic_becomes_outlines_an_edited_one_is_approved_and_its_course_is_queued(
    open_page: OpenPage, person: Person, model: OfflineModel, look: Look
) -> None:
    model.latency(1500)
    page = open_page(person, "/new/topic")
    look(page, "wizard-topic")
    page.get_by_role("textbox", name="Topic").fill("Keeping bees on a roof")
    page.get_by_role("button", name="Generate outlines").click()
    expect(page.get_by_role("heading", name="Writing outlines")).to_be_visible()
    page.get_by_role("button", name="Show details").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("radio")).to_have_count(3)
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("Title of the course").fill("Bees above the city")
    titles = page.get_by_role("textbox", name="Title", exact=True)
    before = [titles.nth(index).input_value() for index in range(5)]
    page.get_by_role("button", name="Move project 3 up").click()
    page.get_by_role("button", name="Remove project 1").click()
    page.get_by_role("button", name="Add a project").click()
    expect(titles.last).to_be_focused()
    page.get_by_role("button", name="Approve outline").click()
    expect(titles.last).to_have_attribute("aria-invalid", "true")
    expect(titles.last).to_be_focused()
    titles.last.fill("Sell the honey")
    look(page, "wizard-outlines")

    page.reload()
    expect(page.get_by_label("Title of the course")).to_have_value("Bees above the city")
    wanted = [before[2], before[1], before[3], before[4], "Sell the honey"]
    assert [titles.nth(index).input_value() for index in range(5)] == wanted

    page.get_by_role("button", name="Approve outline").click()
    expect(page.get_by_role("heading", name="How should it be generated?")).to_be_visible()
    look(page, "wizard-approved")
    model.latency(0)
    page.get_by_label("Publish as soon as it is done").check()
    page.get_by_role("button", name="Generate and queue").click()
    expect(page.get_by_text("The course is in the queue")).to_be_visible()
    expect(page).to_have_url(re.compile("/queue$"))
    (job,) = person.get("/v1/jobs", params={"pipeline": "project_course"}).json()["jobs"]
    assert job["title"] == "Bees above the city"
    assert job["options"]["auto_publish"] is True
    assert job["options"]["mode"] == "auto"
    course = person.course(person.await_job(job["job_id"])["result"]["course_id"])
    assert [project["title"] for project in course["projects"]] == wanted
    assert course["status"] == "published"


def test_outlines_that_failed_say_why_and_can_be_tried_again(
    open_page: OpenPage, person: Person, model: OfflineModel
) -> None:
    model.faults({"fault": "refuse", "kind": "outlines", "times": 1})
    job = person.start("course_outline", {"topic": "Sailing"})
    assert person.await_job(job["job_id"])["status"] == "failed"
    page = open_page(person, f"/new/topic?outlines={job['job_id']}")
    expect(page.get_by_role("heading", name="No outlines were made")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Choose an outline")).to_be_visible()


def test_an_address_of_another_job_or_nobodys_shows_no_outlines(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/new/topic?outlines=job_of_nobody")
    expect(page.get_by_role("alert")).to_contain_text("This is not here")


def test_a_topic_becomes_a_course_by_keyboard(
    open_page: OpenPage, person: Person, model: OfflineModel
) -> None:
    page = open_page(person, "/new")
    tab_to(page, "A topic")
    press(page, "Enter")
    # The view that comes takes the focus to its heading.
    expect(page.get_by_role("heading", name="Course on a topic")).to_be_focused()
    tab_to(page, "Topic")
    page.keyboard.type("Baking bread")
    tab_to(page, "Generate outlines")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Choose an outline")).to_be_visible()
    tab_to(page, "Baking bread")
    press(page, "Space", "ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    tab_to(page, "Move project 2 up")
    moved = page.get_by_role("textbox", name="Title", exact=True).nth(1).input_value()
    press(page, "Enter")
    expect(page.get_by_role("textbox", name="Title", exact=True).first).to_have_value(moved)
    expect(page.get_by_role("button", name="Move project 1 up")).to_be_focused()
    tab_to(page, "Approve outline")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Course on a topic")).to_be_focused()
    model.latency(PATIENCE_MS * 4)
    tab_to(page, "Step by step")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/queue$"))
    (job,) = person.get("/v1/jobs", params={"pipeline": "project_course"}).json()["jobs"]
    assert job["options"]["mode"] == "manual"
    assert person.post(f"/v1/jobs/{job['job_id']}/cancel", {}).status_code == 202
