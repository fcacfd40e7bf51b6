"""Limit of the model, order, ceilings, pauses and reuse together: random schedules and every crash point."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.simulation.everything import run_crash_point, run_schedule
from tests.simulation.loop import simulate

IN_CI = 60
SCHEDULES = int(os.environ.get("RELIABILITY_SCHEDULES", "10000"))
BLOCK = 50


def test_every_single_crash_point() -> None:
    """Before the port call and after it in turn; `test_crashes` has both of each."""
    points = simulate(run_crash_point(0, False))
    assert points > 15
    for point in range(1, points + 1):
        simulate(run_crash_point(point, point % 2 == 0))


def run_block(first: int, most: int = BLOCK) -> None:
    for seed in range(first, first + most):
        try:
            simulate(run_schedule(seed))
        except BaseException as error:
            raise AssertionError(f"seed {seed} of everything") from error


def test_random_schedules() -> None:
    """The seed of a failure replays it: `simulate(run_schedule(seed))`."""
    run_block(0, IN_CI)


@pytest.mark.reliability
def test_many_random_schedules() -> None:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(run_block, range(0, SCHEDULES, BLOCK)))
