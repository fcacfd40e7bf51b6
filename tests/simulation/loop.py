"""An event loop whose time is simulated: nothing waits, time jumps to the next timer."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Deadlock(AssertionError):
    """Everything waits for something that will never come."""


class _Selector(selectors.SelectSelector):
    loop: SimulatedLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Deadlock
        self.loop.seconds += max(0.0, timeout)
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.seconds = 0.0
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)
        # A timer that is due within the resolution counts as due: jumps must land on timers.
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self.seconds


class SimulatedClock:
    """Clock port over the running simulated loop."""

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass
class JumpingClock:
    """That of a machine whose time is wrong by up to `most_s`, and is put right or wrong again now and
    then."""

    clock: SimulatedClock
    rng: random.Random
    most_s: float

    def __post_init__(self) -> None:
        self._jump()

    def now(self) -> datetime:
        if self.rng.random() < 0.01:
            self._jump()
        return self.clock.now() + self._wrong_by

    async def sleep(self, seconds: float) -> None:
        await self.clock.sleep(seconds)

    def _jump(self) -> None:
        wrong = self.rng.choice([0.0, self.rng.uniform(-self.most_s, self.most_s)])
        self._wrong_by = timedelta(seconds=wrong)


def simulate(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end of `main`; whatever it leaves running is cancelled."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(main)
