"""Retention: the table is what the stores do, and what docs/data.md tells people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from generation.engine.model.batch import KIND as BATCH
from generation.rights.retention import BY_PARAMETER, LASTING
from generation.stores.codec import Lifetimes
from generation.stores.dynamodb import deliveries, ledger
from local.configuration import ROOT
from tests.unit.engine.examples import NOW, job

ROWS = {
    "deleted": "exams, courses",
    "outlines": "outlines",
    "jobs": "jobs with input",
    "parts of jobs": "jobs with input",
    "batches": f"{BATCH}es",
    "idempotency keys": "answers under idempotency keys",
    "deliveries": "deliveries to them",
    "archives": "archives",
    "figures": "figures of past jobs",
    "spend": "what was spent",
    "events and logs of jobs": "events and logs",
    "answers kept for reuse": "answers that an identical call",
    "log lines": "log lines",
}
"""How the rows of the page begin."""


def _row(begins: str) -> str:
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"| {begins}")]
    return row


def _in_words(lasts: timedelta) -> str:
    if lasts == timedelta(days=7):
        return "seven days|7 days"
    return f"{lasts.days} days" if lasts > timedelta(days=1) else "24 hours"


@pytest.mark.parametrize("kind", LASTING)
def test_the_page_says_how_long(kind: str) -> None:
    assert re.search(_in_words(LASTING[kind]), _row(ROWS[kind]))


@pytest.mark.parametrize("kind", BY_PARAMETER)
def test_the_page_names_the_parameter_and_its_default(kind: str) -> None:
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^  {BY_PARAMETER[kind]}:\n(?:    .*\n)*?    Default: (\d+)", text, re.MULTILINE)
    assert found
    assert f"`{BY_PARAMETER[kind]}` ({found[1]})" in _row(ROWS[kind])


def test_the_stores_keep_jobs_as_the_table_says() -> None:
    life = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=24))
    ended = job(status="completed", completed_at=NOW + timedelta(days=1), created_at=NOW)
    assert life.job == LASTING["jobs"]
    assert life.end_of_parts(ended.created_at) - NOW == LASTING["parts of jobs"]


def test_the_ledger_keeps_sums_as_the_table_says() -> None:
    assert LASTING["spend"] == ledger.KEPT


def test_the_outbox_keeps_deliveries_as_the_table_says() -> None:
    assert LASTING["deliveries"] == deliveries.KEPT
