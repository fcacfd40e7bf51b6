"""Finished courses and programs, for the tests of where they are read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page

from local.configuration import ROOT
from tests.e2e.service import Document, OfflineModel, Person

PROFILE: Document = json.loads((ROOT / "examples" / "profile.json").read_text(encoding="utf-8"))


@pytest.fixture
def quick(model: OfflineModel) -> OfflineModel:
    model.latency(0)
    return model


@pytest.fixture
def exam_course(person: Person, quick: OfflineModel, example_exam: Document) -> Document:
    """A finished course by the example exam."""
    return finished_course(person, person.start_exam_course(example_exam))


def finished_course(person: Person, job: Document) -> Document:
    done = person.await_job(job["job_id"])
    assert done["status"] == "completed", done["error"]
    return person.course(done["result"]["course_id"])


@dataclass(frozen=True)
class SavedFile:
    name: str
    text: str


def saved(page: Page) -> SavedFile:
    """What the browser saves when Download is pressed."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as Markdown").click()
    download: Download = waiting.value
    text = Path(download.path()).read_text(encoding="utf-8")
    return SavedFile(download.suggested_filename, text)


def strip(page: Page) -> Locator:
    return page.get_by_role("region", name="Progress")


def made_program(person: Person, **request: Any) -> Document:
    request.setdefault("profile", PROFILE)
    job = person.await_job(person.start("training_program", request)["job_id"])
    program: Document = person.get(f"/v1/programs/{job['result']['program_id']}").json()
    return program
