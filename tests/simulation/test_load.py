"""S8 in short: many jobs under one limit, by requests or by output tokens. Their order: test_order.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.engine.flow.gcra import ModelLimits
from tests.simulation.load import Load, measure

REQUESTS = Load(jobs=30, flood=15, owners=5, limits=ModelLimits(requests=120))
OUTPUT = Load(jobs=24, flood=12, owners=5, limits=ModelLimits(output_tokens=120_000))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("load", [REQUESTS, OUTPUT], ids=["requests", "output"])
def test_no_job_is_lost_hardly_a_call_refused_and_the_limit_used(load: Load, seed: int) -> None:
    measured = measure(load, seed)
    assert measured.completed == 1
    assert measured.refused < 0.015
    # Of a short load its two ends are a large part: as the last calls fall it is about 0.82 or 0.97.
    assert measured.use >= 0.78


def test_the_prompt_s_own_word_for_its_answer_is_soon_corrected() -> None:
    """It expects a hundredth of what the answers have. The time that passed meanwhile is lost."""
    measured = measure(replace(OUTPUT, expected=0.01), 3)
    assert measured.refused < 0.015
    assert measured.worst_minute <= 1.5
