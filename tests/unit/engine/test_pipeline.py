"""A pipeline finds its steps by name and in order."""

from __future__ import annotations

import pytest

from generation.engine.model.job import Options
from generation.engine.pipeline import no_gate
from tests.unit.engine.examples import PIPELINE


@pytest.mark.parametrize(("name", "index"), [("plan", 0), ("check", 2), ("publish", 3)])
def test_a_step_has_a_place(name: str, index: int) -> None:
    assert PIPELINE.index(name) == index
    assert PIPELINE.step(name) is PIPELINE.steps[index]


def test_a_step_without_a_gate_waits_for_nobody() -> None:
    assert PIPELINE.step("plan").gate is no_gate
    assert PIPELINE.step("plan").gate(Options(mode="manual")) is None
