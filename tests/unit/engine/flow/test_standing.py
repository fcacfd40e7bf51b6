"""What people see of the model's limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from generation.engine.flow.gcra import ModelLimits, RateLimits
from generation.engine.flow.standing import ModelStanding, ModelStandings
from testing.memory.budget import MemoryModelBudget

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_limits_that_hold_and_how_long_the_next_call_waits() -> None:
    budget, limits = MemoryModelBudget(), ModelLimits(requests=60, output_tokens=9_000)
    budget.reserve("b", 10 * SECOND, now=NOW, owed=0 * SECOND, ahead=SECOND)
    budget.learn("b", RateLimits(limits=ModelLimits(requests=50)), now=NOW)
    standings = ModelStandings(budget=budget, limits=limits, models=("b", "a", "b"))
    assert standings.at(NOW + 3 * SECOND) == (
        ModelStanding(model="a", limits=limits, waits=0 * SECOND),
        ModelStanding(model="b", limits=ModelLimits(requests=50, output_tokens=9_000), waits=5 * SECOND),
    )


def test_without_limits_there_is_nothing_to_see() -> None:
    assert ModelStandings(limits=ModelLimits(), models=("a",)).at(NOW) == ()
