"""A pipeline finds its steps by name and in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.engine.model.job import Options
from generation.engine.pipeline import no_gate
from tests.unit.engine.examples import PIPELINE


@pytest.mark.parametrize(("name", "index"), [("plan", 0), ("illustrate", 2), ("publish", 3)])
def test_a_step_has_a_place(name: str, index: int) -> None:
    assert PIPELINE.index(name) == index
    assert PIPELINE.step(name) is PIPELINE.steps[index]


def test_a_step_without_a_gate_waits_for_nobody() -> None:
    assert PIPELINE.step("plan").gate is no_gate
    assert PIPELINE.step("plan").gate(Options(mode="manual")) is None


@pytest.mark.parametrize("name", ["plan", "check"])
def test_a_step_has_a_name_of_its_own(name: str) -> None:
    """`check` names the model of checking calls among the models of steps."""
    named = replace(PIPELINE.step("publish"), name=name)
    with pytest.raises(ValueError, match="a name of its own"):
        replace(PIPELINE, steps=(*PIPELINE.steps[:-1], named))
