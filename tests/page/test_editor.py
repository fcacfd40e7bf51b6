"""The editor of lessons: edited, refused at its field, left and found again, overtaken, restored."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage

Look = Callable[[Page, str], None]

UNTIDY = "\r\n\r\n* one\r\n- two  \n__Bold__\ttext\u00a0\n\n\nEnd.\r"
"""What an editor that writes Markdown anew would write otherwise."""


def changed(person: Person, at: str, **fields: object) -> Document:
    """The lesson as it is after somebody has changed it who does not use this page."""
    lesson = person.get(at).json()
    headers = {"If-Match": f'"{lesson["version"]}"'}
    answer = person.put(at, {**lesson, **fields}, headers=headers)
    assert answer.status_code == 200, answer.text
    after: Document = answer.json()
    return after


def test_a_lesson_is_edited_and_nothing_that_was_typed_is_lost(
    open_page: OpenPage, person: Person, exam_course: Document, look: Look
) -> None:
    lesson = exam_course["topics"][0]["lessons"][0]
    path = f"/courses/{exam_course['course_id']}/{lesson['lesson_id']}"
    at = f"/v1/courses/{exam_course['course_id']}/lessons/{lesson['lesson_id']}"
    body = changed(person, at, body=lesson["body"] + UNTIDY)["body"]
    page = open_page(person, path)
    page.get_by_role("link", name="Edit", exact=True).click()
    title = page.get_by_role("textbox", name="Title", exact=True)
    expect(title).to_have_value(lesson["title"])
    expect(page.get_by_role("region", name="Body, as it is read")).to_contain_text("End.")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    look(page, "editor")

    # Saved by keyboard; of what nobody edited every byte is what it was.
    title.fill("Edited")
    title.press("Control+s")
    saved = page.get_by_role("status").filter(has_text="Saved. The quality rules find")
    expect(saved).to_be_visible()
    assert person.get(at).json()["title"] == "Edited"
    assert person.get(at).json()["body"] == body
    source = page.get_by_role("textbox", name="Body, as Markdown")
    source.press("Control+Home")
    page.keyboard.insert_text("Typed. ")
    expect(page.get_by_role("region", name="Body, as it is read")).to_contain_text("Typed.")
    page.get_by_role("button", name="Save").click()
    expect(saved).to_be_visible()
    assert person.get(at).json()["body"] == "Typed. " + body

    # What is wrong stands at its field, which has the focus.
    explanation = page.get_by_role("textbox", name="Quiz question 1: explanation")
    explanation.fill("")
    page.get_by_role("button", name="Save").click()
    expect(explanation).to_be_focused()
    expect(explanation).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("Not saved: 1 field to mend")
    explanation.fill("Because.")
    expect(explanation).not_to_have_attribute("aria-invalid", "true")

    # One is asked before one leaves, by a link or by Back, and finds again what was not saved.
    page.get_by_role("link", name="To the lesson").click()
    asked = page.get_by_role("dialog", name="Leave without saving?")
    asked.get_by_role("button", name="Stay").click()
    expect(asked).to_have_count(0)
    page.go_back()
    asked.get_by_role("button", name="Leave").click()
    expect(page).to_have_url(re.compile(f"{path}$"))
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_text("These are changes that you have not saved")).to_be_visible()
    expect(explanation).to_have_value("Because.")

    # Somebody else was quicker.
    changed(person, at, title="Theirs")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("This lesson has changed meanwhile")
    page.get_by_role("button", name="Load the new one").click()
    expect(title).to_have_value("Theirs")
    expect(explanation).not_to_have_value("Because.")
    page.get_by_role("button", name="Bring mine back").click()
    expect(explanation).to_have_value("Because.")
    changed(person, at, title="Theirs again")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Overwrite it with mine").click()
    expect(saved).to_be_visible()
    mine = person.get(at).json()
    assert (mine["title"], mine["quiz"][0]["explanation"]) == ("Edited", "Because.")

    # Any version comes back, and so does the one before.
    page.get_by_text("Versions", exact=True).click()
    versions = page.locator("[data-version]")
    expect(versions).to_have_count(7)
    expect(versions.filter(has_text="What readers see")).to_contain_text("by you")
    versions.last.get_by_role("button", name="Restore").click()
    expect(title).to_have_value(lesson["title"])
    assert person.get(at).json()["body"] == lesson["body"]
    page.get_by_role("button", name="Undo").click()
    expect(title).to_have_value("Edited")
    assert person.get(at).json() == mine
    page.get_by_role("link", name="To the lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edited")
