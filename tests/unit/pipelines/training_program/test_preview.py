"""Preview: readable while it is written, and never in the way."""

from __future__ import annotations

import pytest

from generation.pipelines.training_program.preview import program_preview
from tests.unit.pipelines.training_program.plans import at_home, basic, enhanced, lifter


def test_title_weeks_and_sessions_are_shown() -> None:
    text = enhanced(lifter())
    shown = program_preview(text)
    assert shown.startswith("Strength: 8 weeks, 4 days a week\n\n1. Block 1 of 2")
    assert "Upper body A\n- Bench press" in shown
    assert "Full body A\n- " in program_preview(basic(at_home()))


def test_it_grows_with_the_answer() -> None:
    text = enhanced(at_home())
    lengths = [len(program_preview(text[:end])) for end in range(0, len(text), 97)]
    assert lengths[0] == 0
    assert max(lengths) == lengths[-1]


@pytest.mark.parametrize(
    "text", ["", "no", "[1]", '{"weeks": 3, "sessions": [1, {"exercises": null}]}', "\0"]
)
def test_what_cannot_be_read_is_shown_as_nothing(text: str) -> None:
    assert program_preview(text) == ""
