"""What is in hand belongs to its own task: one worker carries several jobs at once."""

from __future__ import annotations

import asyncio

from generation.engine.in_hand import InHand, in_hand, take_in_hand


def test_two_tasks_of_one_loop_have_each_their_own_job_in_hand() -> None:
    take_in_hand()  # tests of handlers, which run here before, leave a caller

    async def carry(job_id: str) -> InHand:
        take_in_hand(job_id, "ada")
        await asyncio.sleep(0)
        return await asyncio.to_thread(in_hand)

    async def main() -> list[InHand]:
        return list(await asyncio.gather(carry("job_1"), carry("job_2")))

    assert asyncio.run(main()) == [InHand("job_1", "ada"), InHand("job_2", "ada")]
    assert in_hand() == InHand()
