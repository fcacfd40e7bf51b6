"""Training programs: their weeks, their volume, and what they were made from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from generation.exports.training_program import training_program_markdown
from tests.e2e.service import OfflineModel, Person, Service
from tests.page.conftest import OpenPage
from tests.page.readings import made_program, saved

Look = Callable[[Page, str], None]


@pytest.fixture
def trainee(service: Service) -> Person:
    """Whose programs may have more than four weeks."""
    return service.person(plan="pro")


def test_a_program_shows_its_weeks_its_volume_and_what_it_was_made_from(
    open_page: OpenPage, trainee: Person, quick: OfflineModel, look: Look
) -> None:
    program = made_program(trainee, weeks=6, days_per_week=3, goal="strength")
    page = open_page(trainee, f"/programs/{program['program_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(program["title"])
    expect(page.locator("[data-level=enhanced]")).to_contain_text(program["level_reason"])
    rules = len(program["validation"]["rules_checked"])
    expect(page.get_by_text(f"All {rules} rules are kept.")).to_be_visible()
    energy = program["analysis"]["energy"]
    expect(page.get_by_text(f"{energy['target_kcal']:,} kcal a day").first).to_be_visible()
    expect(page.get_by_text(program["analysis"]["sources"][0])).to_be_visible()
    deload = next(week for week in program["weeks"] if week["is_deload"])
    page.get_by_role("link", name=f"Week {deload['week']}, Deload").click()
    week = page.locator(f"[data-week='{deload['week']}']")
    for session in deload["sessions"]:
        expect(week).to_contain_text(session["title"])
        for exercise in session["exercises"]:
            expect(week).to_contain_text(exercise["name"])
    expect(page.locator(".recharts-bar-rectangle").first).to_be_visible()
    page.get_by_text("The same as a table").click()
    rows = page.get_by_role("group", name="Volume and load, week by week").get_by_role("row")
    expect(rows).to_have_count(7)
    sets = sum(exercise["sets"] for session in deload["sessions"] for exercise in session["exercises"])
    expect(rows.nth(deload["week"])).to_contain_text(f"(Deload){len(deload['sessions'])}{sets}")
    assert saved(page).text == training_program_markdown(program)
    look(page, "program")
    page.reload()
    expect(page.locator(f"[data-week='{deload['week']}']")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-week]")).to_have_count(6)


def test_a_program_without_the_model_says_why(
    open_page: OpenPage, person: Person, quick: OfflineModel
) -> None:
    quick.faults(*({"fault": "refuse", "kind": f"program_{level}"} for level in ("enhanced", "basic")))
    program = made_program(person, weeks=2, days_per_week=2)
    assert program["level"] == "rule_based"
    page = open_page(person, f"/programs/{program['program_id']}")
    made = page.locator("[data-level=rule_based]")
    expect(made).to_contain_text(program["level_reason"])
    for fault in program["generation_errors"]:
        expect(made).to_contain_text(fault["code"])
        expect(made).to_contain_text(fault["message"])
    expect(page.get_by_text("Made by rules", exact=True)).to_be_visible()
