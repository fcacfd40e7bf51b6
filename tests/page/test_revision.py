"""A lesson written anew: a wish, its job, the comparison, accepted, undone, left and found again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage

Look = Callable[[Page, str], None]


def test_a_proposal_is_compared_accepted_and_taken_back(
    open_page: OpenPage, person: Person, exam_course: Document, look: Look
) -> None:
    lesson = exam_course["topics"][0]["lessons"][0]
    path = f"/courses/{exam_course['course_id']}/{lesson['lesson_id']}"
    at = f"/v1/courses/{exam_course['course_id']}/lessons/{lesson['lesson_id']}"
    before = person.get(at).json()
    page = open_page(person, path)
    page.get_by_role("button", name="Write anew").click()
    ask = page.get_by_role("dialog", name="Write this lesson anew")
    wish = ask.get_by_role("textbox", name="What should be other?")
    expect(wish).to_be_focused()
    wish.fill("Shorter <b>please</b>")
    ask.get_by_role("checkbox", name="Quiz").check()
    expect(ask.locator("[data-quote]")).to_contain_text("model call")
    look(page, "revision-wish")
    page.keyboard.press("Tab")
    ask.get_by_role("button", name="Write a proposal").press("Enter")

    compare = page.get_by_role("dialog", name="Compare with what readers see")
    expect(compare).to_be_visible()
    expect(compare.get_by_text("“Shorter <b>please</b>”")).to_be_visible()
    expect(compare.locator("del, ins").first).to_be_visible()
    expect(compare.get_by_text("As before:")).to_contain_text("Quiz")
    expect(compare.get_by_text("The quality rules")).to_be_visible()
    look(page, "revision-proposal")
    assert person.get(at).json() == before

    # Left, and found again among the versions of the editor.
    compare.get_by_role("button", name="Discard it").click()
    expect(compare).to_have_count(0)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_text("Versions", exact=True).click()
    page.locator("[data-version]").first.get_by_role("button", name="Compare").click()
    compare.get_by_role("button", name="Accept it").click()
    expect(compare).to_have_count(0)
    after = person.get(at).json()
    assert (after["quiz"], after["version"] == before["version"]) == (before["quiz"], False)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The version before is back.")).to_be_visible()
    assert person.get(at).json() == before
