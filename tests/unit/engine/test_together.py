"""Those who ask at the same time share a read that begins after they have asked."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from typing import Any

import pytest

from generation.engine.errors import Unavailable
from generation.engine.policy import WorkerPolicy
from generation.engine.together import Together
from tests.simulation.loop import simulate

GATHERED_S = 0.02


class Reads:
    """Each takes `takes_s` and tells what `stored` was when it began."""

    def __init__(self, takes_s: float = 1.0) -> None:
        self.takes_s = takes_s
        self.stored = "before"
        self.error: Exception | None = None
        self.begun: list[tuple[float, tuple[str, ...]]] = []
        self.together = Together(self.read, GATHERED_S)

    async def read(self, names: Sequence[str]) -> str:
        self.begun.append((round(asyncio.get_running_loop().time(), 3), tuple(names)))
        seen = self.stored
        await asyncio.sleep(self.takes_s)
        if self.error is not None:
            raise self.error
        return seen

    def ask(self, name: str = "job_1") -> asyncio.Task[str]:
        return asyncio.create_task(self.together.ask(name))


def test_who_asks_in_the_same_turn_shares_a_read_of_each_name_once() -> None:
    async def main() -> None:
        reads = Reads()
        answers = await asyncio.gather(*map(reads.ask, ["job_2", "job_1", "job_2"]))
        assert answers == ["before"] * 3
        assert [names for _, names in reads.begun] == [("job_2", "job_1")]

    simulate(main())


def test_who_asks_later_is_told_what_is_so_then() -> None:
    async def main() -> None:
        reads = Reads()
        early = reads.ask()
        await asyncio.sleep(0.5)
        reads.stored = "after"
        late = reads.ask()
        assert (await early, await late) == ("before", "after")
        assert len(reads.begun) == 2

    simulate(main())


@pytest.mark.parametrize(
    ("takes_s", "begun"),
    [
        pytest.param(0.015, [0.0, 0.015], id="the next begins with the end of the one under way"),
        pytest.param(9.0, [0.0, 0.025], id="or when it has been waited for long enough"),
    ],
)
def test_while_a_read_is_under_way_the_next_one_gathers(takes_s: float, begun: list[float]) -> None:
    async def main() -> None:
        reads = Reads(takes_s)
        asked = [reads.ask("job_1")]
        await asyncio.sleep(0.005)
        asked.append(reads.ask("job_2"))
        await asyncio.sleep(0.005)
        asked.append(reads.ask("job_3"))
        await asyncio.gather(*asked)
        assert reads.begun == [(begun[0], ("job_1",)), (begun[1], ("job_2", "job_3"))]

    simulate(main())


def test_who_is_cancelled_does_not_take_the_read_from_the_others() -> None:
    async def main() -> None:
        reads = Reads()
        asked = [reads.ask() for _ in range(3)]
        await asyncio.sleep(0.5)
        asked[0].cancel()
        assert [await one for one in asked[1:]] == ["before", "before"]

    simulate(main())


def test_an_error_is_told_to_all_and_the_next_read_is_a_new_one() -> None:
    async def main() -> None:
        reads = Reads()
        reads.error = Unavailable("no answer")
        told = await asyncio.gather(reads.ask(), reads.ask(), return_exceptions=True)
        assert [*told] == [reads.error, reads.error]
        reads.error = None
        assert await reads.ask() == "before"

    simulate(main())


def test_an_error_that_nobody_waits_for_any_more_is_not_reported() -> None:
    async def main() -> None:
        reported: list[Any] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reported.append(context))
        reads = Reads()
        reads.error = Unavailable("no answer")
        asked = reads.ask()
        await asyncio.sleep(0.5)
        asked.cancel()
        await asyncio.sleep(1)
        gc.collect()
        assert reported == []

    simulate(main())


def test_a_look_gathers_for_so_long() -> None:
    assert WorkerPolicy().gathered_s == GATHERED_S
