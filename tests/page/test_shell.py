"""What stands around every view: sign-in, navigation, colours, addresses that lead nowhere."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.service import Person
from tests.page.conftest import OpenPage


def test_a_browser_that_was_never_here_is_signed_in_locally_and_can_be_somebody_else(
    open_page: OpenPage, person: Person
) -> None:
    page = open_page(person, "/queue")
    page.get_by_role("button", name=f"Account: {person.sub}").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Somebody else").fill("zoe")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Account: zoe")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Account: zoe")).to_be_visible()


def test_an_address_that_leads_nowhere_leads_to_the_library(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/no/such/place")
    expect(page.get_by_role("heading", name="This is not here")).to_be_visible()
    page.get_by_role("link", name="Library").last.click()
    expect(page).to_have_url(re.compile("/courses$"))


def test_the_keyboard_reaches_the_content_first_and_then_the_navigation(
    open_page: OpenPage, person: Person
) -> None:
    page = open_page(person, "/queue")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_colours_follow_the_system_until_somebody_chooses(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/queue", dark=True)
    html = page.locator("html")
    expect(html).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(html).to_have_attribute("data-mantine-color-scheme", "light")
    page.reload()
    expect(html).to_have_attribute("data-mantine-color-scheme", "light")
