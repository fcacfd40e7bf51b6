"""Settings: everything of a person as a file, and its erasure, which has to be meant."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage
from tests.page.wizard import Look


def test_a_person_exports_their_data_and_erases_it(
    open_page: OpenPage, person: Person, example_exam: Document, look: Look
) -> None:
    assert person.post("/v1/exams", example_exam).status_code == 201
    page = open_page(person, "/courses")
    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_role("link", name="Your data").click()

    page.get_by_role("button", name="Export my data").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    archive = json.loads(download.value.path().read_bytes())
    assert [exam["title"] for exam in archive["exams"]] == [example_exam["title"]]

    page.get_by_role("button", name="Erase my data").click()
    page.get_by_role("textbox", name="Type").fill("yes")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_text("This is another word")).to_be_visible()
    assert len(person.get("/v1/exams").json()["exams"]) == 1
    page.get_by_role("textbox", name="Type").fill("erase")
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("alert").filter(has_text="Erased")).to_be_visible()
    assert person.get("/v1/exams").json()["exams"] == []
    look(page, "settings-data")
