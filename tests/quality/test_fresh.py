"""Faults and honest texts in words that were written without a look at the patterns; docs/quality.md says how
many of the faults were found at first sight. What is found stays found, and what is honest is left alone."""

from __future__ import annotations

import pytest

from generation.quality.blocks import Block
from generation.quality.findings import Severity
from generation.quality.harm import advice, dangers
from generation.quality.language import language
from generation.quality.wording import wording
from tests.quality.tables import rows

MARKDOWN = frozenset({"body", "project_body", "example", "introduction", "summary_sheet"})
OF_PROGRAMS = "note"

FRESH = rows("fresh.tsv", "rule", "language", "field", "text")
FAULTS = [row for row in FRESH if row[0]]
HONEST = [row[1:] for row in FRESH if not row[0]]


def blocking(wanted: str, field: str, text: str) -> set[str]:
    r"""The rules that do not let it pass. `\n` in a row is a line break."""
    blocks = [Block("/x", text.replace(r"\n", "\n"), field, is_markdown=field in MARKDOWN)]
    found = [*wording(blocks), *language(blocks, wanted), *dangers(blocks)]
    if field == OF_PROGRAMS:
        found += advice(blocks)
    return {one.rule for one in found if one.level is Severity.BLOCK}


@pytest.mark.parametrize(("rule", "wanted", "field", "text"), FAULTS)
def test_what_was_found_once_is_found(rule: str, wanted: str, field: str, text: str) -> None:
    assert rule in blocking(wanted, field, text)


@pytest.mark.parametrize(("wanted", "field", "text"), HONEST)
def test_honest_texts_in_the_same_words_are_left_alone(wanted: str, field: str, text: str) -> None:
    assert blocking(wanted, field, text) == set()
