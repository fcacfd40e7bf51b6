"""Figures: what jobs came to, as plots and tables, and as a file."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage
from tests.page.wizard import Look


def test_a_finished_job_is_counted_in_plots_tables_and_the_file(
    open_page: OpenPage, person: Person, exam_course: Document, look: Look
) -> None:
    page = open_page(person, "/courses")
    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Figures").click()
    expect(page.get_by_text("1 of 1 that ended were completed (100 %).")).to_be_visible()
    # What is drawn comes with a library of its own.
    expect(page.locator("section svg.recharts-surface").first).to_be_visible()

    usage = person.get(f"/v1/jobs/{exam_course['job_id']}").json()["usage"]
    page.get_by_role("combobox", name="By").select_option("pipeline")
    calls = page.get_by_role("group", name="Numbers: Model calls").get_by_role("row", name="Exam course")
    expect(calls.get_by_role("cell").first).to_have_text(str(usage["model_calls"]))
    look(page, "figures-by-kind")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    header, line = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True))
    assert (row["pipeline"], row["completed"]) == ("exam_course", "1")
    assert int(row["output_tokens"]) == usage["output_tokens"]

    page.get_by_role("combobox", name="By").select_option("day")
    expect(
        page.get_by_role("group", name="Numbers: Jobs and their success").get_by_role("row")
    ).to_have_count(32)
    look(page, "figures")
