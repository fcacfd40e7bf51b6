"""The first minute of somebody who has nothing yet: a sample to look at, an example that fills the form."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.service import Person
from tests.page.conftest import OpenPage

Look = Callable[[Page, str], None]


def test_a_sample_is_looked_at_and_an_example_fills_the_form(
    open_page: OpenPage, person: Person, look: Look
) -> None:
    page = open_page(person, "/")
    expect(page.get_by_role("link", name="Make the first one")).to_be_visible()
    look(page, "first-minute")

    page.get_by_role("link", name="Look at a sample").click()
    note = page.get_by_role("note").filter(has_text="This is a sample")
    expect(note).to_be_visible()
    look(page, "sample")
    page.get_by_role("link", name="Begin to read").click()
    expect(page.get_by_role("heading", name="Worked questions")).to_be_visible()
    expect(note).to_be_visible()
    look(page, "sample-lesson")

    note.get_by_role("link", name="Try an example").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("HTTP and the web")
    expect(page.get_by_role("button", name="Generate course")).to_be_enabled()
    # Nothing of it was made.
    assert person.get("/v1/jobs").json()["jobs"] == []
    assert person.get("/v1/courses").json()["courses"] == []
