"""When what a call has left is written: at once where nothing follows before another call has ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from generation.engine.pipeline import FanOut, Item, Outcome
from generation.engine.policy import JournalPolicy
from generation.engine.run import Run
from testing.pipelines import AnyRequest
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.pipelines import SIMULATED, topics, write_topic
from tests.simulation.world import World

PORT_S = 0.001
"""Of a port call, before the store has it."""


async def write_or_sleep(run: Run[AnyRequest], item: Item) -> Outcome:
    """The second item calls no model, and takes longer than all calls of the first one."""
    if item.item_id == "t0":
        return await write_topic(run, item)
    await asyncio.sleep(10)
    return Outcome(result={"lessons": 0})


WITH_SLEEPER = replace(
    SIMULATED,
    steps=tuple(
        FanOut("write", over=topics, run=write_or_sleep, label="Writing") if step.name == "write" else step
        for step in SIMULATED.steps
    ),
)


@pytest.mark.parametrize(("topics", "is_flushed"), [(1, True), (2, False)])
def test_the_end_of_a_call_waits_for_company_only_beside_a_step_without_a_call(
    topics: int, is_flushed: bool
) -> None:
    async def main() -> None:
        world = World(pipelines={"simulated": WITH_SLEEPER}, port_s=PORT_S)
        world.model.latency_s = (0.5, 1.5)
        job = await world.serve(world.start({"topics": topics, "lessons": 2}))
        check(world, job, kills=0)
        lessons = [call for call in world.model.made if call.task[0] == "write/t0"]
        first = min(lessons, key=lambda call: call.ended_at or 0.0)
        assert first.ended_at is not None
        written = next(
            write.at
            for write in world.store.written
            if any((call.task_id, call.key) == first.task and call.is_done for call in write.calls)
        )
        policy = JournalPolicy()
        linger_s = 0.0 if is_flushed else policy.linger_s
        assert written - first.ended_at == pytest.approx(linger_s + policy.gather_s + PORT_S)

    simulate(main())
