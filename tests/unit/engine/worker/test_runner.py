"""Jobs of one process share what their workers look at."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from generation.engine.model.job import JobStatus, Options
from generation.engine.service.requests import Caller
from tests.simulation.loop import simulate
from tests.simulation.world import World


def asked(jobs: int) -> Counter[str]:
    """What so many jobs of different owners, whose messages come together, ask of the ports, by name."""
    counts: Counter[str] = Counter()

    async def offload(ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        counts[ask.__name__] += 1
        await asyncio.sleep(0.02 if ask.__name__ == "clearance" else 0.001)
        return ask(*arguments, **named)

    async def main() -> None:
        world = World()
        world.model.latency_s = (1.0, 1.0)
        starts = [Caller(owner=f"owner-{number}") for number in range(jobs)]
        ids = [world.service.start(one, "simulated", {"topics": 2}, Options()).job.job_id for one in starts]
        runner, until = world.runner(offload), world.clock.now() + timedelta(minutes=15)
        await asyncio.gather(*(runner.carry_on(job_id, until) for job_id in ids))
        ended = world.store.read_all(ids).values()
        assert [job.status for job in ended] == [JobStatus.COMPLETED] * jobs

    simulate(main())
    return counts


def test_messages_and_calls_that_come_together_share_a_look() -> None:
    one, five = asked(1), asked(5)
    assert (five["pauses"], five["line"]) == (one["pauses"], one["line"]) == (1, 1)
    assert (five["begin"], one["begin"]) == (5, 1)
    # They are begun one after the other, so their calls meet, but not all in the same look.
    assert one["clearance"] <= five["clearance"] < 3 * one["clearance"]
