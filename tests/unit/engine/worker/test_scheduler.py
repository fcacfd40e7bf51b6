"""The scheduler in numbers: how long it waits itself, and how many new tasks one unit holds."""

from __future__ import annotations

import pytest

from generation.engine.errors import RateLimited
from generation.engine.model.job import JobStatus
from generation.engine.ports import ModelRequest
from tests.simulation.loop import simulate
from tests.simulation.world import World


@pytest.mark.parametrize(("wait_s", "workers"), [(10.0, 1), (10.5, 2)])
def test_a_worker_waits_longest_idle_s_and_hands_over_for_longer(wait_s: float, workers: int) -> None:
    limited = [True]

    def answer(request: ModelRequest) -> str:
        if request.turns[0].text.startswith("lesson") and limited:
            limited.clear()
            raise RateLimited("429", retry_after_s=wait_s)
        return '{"said": "it"}'

    async def main() -> None:
        world = World(answer=answer)
        world.ids.jitter = lambda: 0.0  # type: ignore[method-assign]
        job = await world.serve(world.start({"topics": 1}))
        assert job.status is JobStatus.COMPLETED
        assert len(world.workers) == workers, "longest_idle_s"

    simulate(main())


def test_a_large_fan_out_is_planned_in_units_of_planned_at_once() -> None:
    async def main() -> list[int]:
        world = World()
        job_id = world.start({"topics": 100})
        await world.serve(job_id, until=lambda job: job.step("write").items_total == 100)
        await world.idle(0.2)
        new = [sum(task.status == "pending" for task in write.tasks) for write in world.store.written]
        return [count for count in new if count]

    assert simulate(main()) == [40, 60], "planned_at_once 40: the second write holds two units"
