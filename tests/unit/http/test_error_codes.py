"""Error codes, as the page has to know them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import page_pipelines
from scripts.error_codes import codes, codes_in

API = Path(__file__).parents[3] / "docs/api.md"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise Conflict("No.", code="too-late")', {"too-late"}),
        ('class Paused(RequestError):\n    code = "paused"', {"paused"}),
        ('CODE = "rate-limited"', {"rate-limited"}),
        ('def __init__(self, *, code: str = "invalid-output"): ...', {"invalid-output"}),
        ('code, what = "stream-broken", "It broke"', {"stream-broken"}),
        ('NO_TURN = ("waited-long", "It waited too long.")', {"waited-long"}),
        ('Conflict("No.", code="not-one" if one else "not-two")', {"not-one", "not-two"}),
        ('Conflict("No.", code=f"{kind}-in-use")', {"course-in-use", "exam-in-use", "program-in-use"}),
        ('_members(405, "method-not-allowed", "No.", "/", {})', {"method-not-allowed"}),
        ('WORDS = ("tag", "order")', set()),
        ("JobError(code=error.code)", set()),
        ('Field(code=Field(description="Stable."))', set()),
    ],
)
def test_a_code_is_found_where_it_is_written(source: str, found: set[str]) -> None:
    assert codes_in(source) == found


def test_one_that_is_put_together_otherwise_is_told() -> None:
    with pytest.raises(LookupError, match="-too-old"):
        codes_in('Conflict("No.", code=f"{kind}-too-old")')


def test_all_that_the_docs_name_are_found() -> None:
    errors = API.read_text(encoding="utf-8").partition("## Errors")[2].partition("## Sending again")[0]
    rows = [line.split("|")[2] for line in errors.splitlines() if re.match(r"\| \d{3} ", line)]
    named = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    assert len(named) > 30
    assert named <= set(codes())


def test_the_committed_codes_of_the_page_are_current() -> None:
    assert page_pipelines.CODES.read_text(encoding="utf-8") == page_pipelines.codes_module()
