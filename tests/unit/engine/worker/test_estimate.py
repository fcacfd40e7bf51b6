"""The estimate in numbers: half by the pipeline's own, and by the measured pace the more the further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generation.engine.worker.estimate import eta_at
from tests.unit.engine.examples import NOW, job

ESTIMATE_MS = 100_000


@pytest.mark.parametrize(
    ("progress", "passed_s", "left_s"),
    [
        (0, 0, 100),  # the pipeline's estimate alone
        (0, 30, 130),  # a start that takes its time moves the end
        (50, 50, 50),  # as fast as estimated
        (50, 100, 75),  # half as fast: 50 s by pace, 25 s by the estimate
        (50, 10, 30),  # five times as fast
        (90, 90, 10),
        (99, 99, 1),
        (100, 99, 1),  # what has not ended is never at 100
        (-5, 0, 100),
    ],
)
def test_the_end_is_expected_by_estimate_and_pace(progress: int, passed_s: float, left_s: float) -> None:
    now = NOW + timedelta(seconds=passed_s)
    expected = eta_at(job(estimated_duration_ms=ESTIMATE_MS), progress, now)
    assert expected is not None
    assert (expected - now).total_seconds() == pytest.approx(left_s, abs=0.001)


def test_nothing_is_expected_before_the_job_has_begun() -> None:
    assert eta_at(job(started_at=None), 0, NOW) is None
