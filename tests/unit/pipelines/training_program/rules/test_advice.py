"""Advice: what harms goes back to the model; which words do, tests/quality has."""

from __future__ import annotations

from generation.pipelines.training_program.answers import RULES_VIOLATED, read_basic, read_enhanced
from tests.unit.pipelines.training_program.plans import Plan, basic, enhanced, lifter


def test_a_phrase_in_the_description_goes_back_to_the_model() -> None:
    def change(plan: Plan) -> None:
        plan["description"] = "Push through the pain, and you will be strong."

    person = lifter()
    for reading in (
        read_enhanced(enhanced(person, change), person),
        read_basic(basic(person, change), person),
    ):
        assert (reading.plan, reading.code) == (None, RULES_VIOLATED)
        assert reading.faults[0].startswith("description:")
