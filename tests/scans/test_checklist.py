"""The security pages: what they name as shown by is there, and every chapter of the lists has rows."""

from __future__ import annotations

import re

import pytest

from local.configuration import ROOT

CHECKLIST = (ROOT / "docs/security-checklist.md").read_text(encoding="utf-8")
FOLDERS = ("tests/", "frontend/", "functions/", "scripts/", "docs/")


@pytest.mark.parametrize("page", ["docs/security-checklist.md", "SECURITY.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    named = set(re.findall(r"`([\w./-]+)`", (ROOT / page).read_text(encoding="utf-8")))
    places = {name for name in named if name.startswith(FOLDERS)}
    assert len(places) > 5
    assert [place for place in sorted(places) if not (ROOT / place).exists()] == []


def test_each_row_says_how_it_stands() -> None:
    rows = [line.split("|") for line in CHECKLIST.splitlines() if re.match(r"\| (V\d|\| \d|API\d)", line)]
    assert len(rows) > 100
    for row in rows:
        stand = row[2 if row[1].strip().startswith("API") else 3].strip()
        assert stand in {"met", "met in part", "issuer", "AWS", "n/a", "open"}, row
        if stand in {"met in part", "open"}:
            assert len(row[-3].strip()) > 3, "why"


def test_each_chapter_has_rows() -> None:
    chapters = {int(number) for number in re.findall(r"^\| V(\d+)", CHECKLIST, re.MULTILINE)}
    assert chapters == set(range(1, 18))
    tops = {int(number) for number in re.findall(r"^\| API(\d+)", CHECKLIST, re.MULTILINE)}
    assert tops == set(range(1, 11))
