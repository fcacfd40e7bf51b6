"""Patience in numbers: after how long without a worker a job's message can count as lost."""

from __future__ import annotations

import pytest

from generation.engine.policy import RecoveryPolicy
from generation.engine.recovery.sweep import patience
from tests.unit.engine.examples import job

POLICY = RecoveryPolicy()


@pytest.mark.parametrize(
    ("sweeps", "seconds"),
    [(0, 60), (1, 120), (2, 240), (3, 480), (4, 900), (5, 900), (10_000, 900)],
)
def test_patience_doubles_with_each_message_of_the_sweep_up_to_longest_patience(
    sweeps: int, seconds: float
) -> None:
    assert patience(POLICY, job(sweeps=sweeps)).total_seconds() == seconds
