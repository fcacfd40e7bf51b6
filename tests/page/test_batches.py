"""Batches: several exam files at once, and the progress of the whole."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.e2e.service import Document, Person
from tests.page.conftest import OpenPage
from tests.page.wizard import Look, file


def test_several_files_become_a_batch_whose_progress_is_shown(
    open_page: OpenPage, person: Person, example_exam: Document, look: Look
) -> None:
    page = open_page(person, "/new/exam")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    exams = [{**example_exam, "title": title} for title in ("Bees", "Wasps")]
    chooser.value.set_files(
        [
            *(file(f"{exam['title']}.json", json.dumps(exam)) for exam in exams),
            file("letter.md", "Dear all,\n\nthere is cake.\n"),
        ]
    )
    letter = page.get_by_role("list", name="Files that were read").get_by_role("listitem").nth(2)
    expect(letter).to_contain_text("Left out")
    look(page, "batch-files")
    page.get_by_role("textbox", name="Name of the batch").fill("Insects")
    page.get_by_role("button", name="Generate 2 courses").click()

    expect(page.get_by_role("heading", name="Insects")).to_be_visible()
    expect(page.get_by_text("2 of 2 ended")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("img", name="2 of 2 ended, Completed: 2")).to_be_visible()
    [batch] = person.get("/v1/batches").json()["batches"]
    assert page.url.endswith(f"/batches/{batch['batch_id']}")
    look(page, "batch")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["1", "completed", "Bees"],
        ["2", "completed", "Wasps"],
    ]
