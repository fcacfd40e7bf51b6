"""Operations: what the role `operator` sees of the deployment, and how it pauses and resumes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.service import Person, Service
from tests.page.conftest import OpenPage


def test_an_operator_pauses_an_owner_with_a_reason_and_resumes_them(
    open_page: OpenPage, service: Service, person: Person, look: Callable[[Page, str], None]
) -> None:
    # The local sign-in gives the user of this name the role.
    page = open_page(service.person(sub="operator", roles=["operator"]), "/queue")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Operations").click()
    expect(page.get_by_role("region", name="Spend today")).to_be_visible()

    page.get_by_text("An owner", exact=True).click()
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Please fill this in")).to_have_count(2)
    page.get_by_role("textbox", name="Owner").fill(person.sub)
    page.get_by_role("textbox", name="Reason").fill("<b>Too much</b> at once")
    page.get_by_role("button", name="Pause", exact=True).click()

    paused = page.get_by_role("region", name="Paused").get_by_role("listitem").filter(has_text=person.sub)
    expect(paused).to_contain_text("<b>Too much</b> at once")
    assert person.get("/v1/limits").json()["paused"] == {
        "is_paused": True,
        "reason": "<b>Too much</b> at once",
    }
    look(page, "operations")

    paused.get_by_role("button", name=f"Resume: Owner: {person.sub}").click()
    expect(paused).to_have_count(0)
    assert not person.get("/v1/limits").json()["paused"]["is_paused"]


def test_who_has_not_the_role_is_offered_nothing_and_told_so(open_page: OpenPage, person: Person) -> None:
    page = open_page(person, "/operations")
    expect(page.get_by_role("alert")).to_contain_text("This is for operators")
    expect(page.get_by_role("link", name="Operations")).to_have_count(0)
