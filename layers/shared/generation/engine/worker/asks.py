"""Asks: the calls that a job's tasks wait for at this moment, and what each of them waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generation.engine.ports import Clock
from generation.engine.run import Prompt


@dataclass(slots=True)
class Ask:
    """A call that a task waits for; `parked_until` is set while it waits and costs nothing, `is_limited`
    where the model's limit is what it waits for."""

    prompt: Prompt
    text: str = ""
    is_done: bool = False
    parked_until: datetime | None = None
    is_limited: bool = False

    @property
    def fraction(self) -> float:
        return 1.0 if self.is_done else min(0.95, len(self.text) / max(1, self.prompt.expected_chars))


class Asks:
    """Of one job, by task and key. Sets `changed` where the scheduler may have nothing left to work at."""

    def __init__(self, clock: Clock, changed: asyncio.Event) -> None:
        self._clock = clock
        self._changed = changed
        self._by_task: dict[str, dict[str, Ask]] = {}

    def add(self, task_id: str, key: str, prompt: Prompt) -> Ask:
        return self._by_task.setdefault(task_id, {}).setdefault(key, Ask(prompt))

    def drop(self, task_id: str, key: str) -> None:
        """Its call has ended without an answer: a task that goes on may still wait for others."""
        self._by_task.get(task_id, {}).pop(key, None)

    def forget(self, task_id: str) -> None:
        self._by_task.pop(task_id, None)

    def by_task(self) -> Mapping[str, tuple[Ask, ...]]:
        return {task_id: tuple(asks.values()) for task_id, asks in self._by_task.items()}

    def is_parked(self, task_id: str) -> bool:
        """Whether the task has nothing to do but wait."""
        open_asks = self._open(task_id)
        return bool(open_asks) and all(ask.parked_until is not None for ask in open_asks)

    def is_asking(self, task_id: str) -> bool:
        """Whether the task has calls that have not ended."""
        return bool(self._open(task_id))

    def wakes_at(self) -> datetime | None:
        times = [ask.parked_until for ask in self._all() if ask.parked_until]
        return min(times, default=None)

    def is_limited(self, wakes_at: datetime) -> bool:
        """Whether who wakes then waits for the model's limit."""
        return any(ask.is_limited for ask in self._all() if ask.parked_until == wakes_at)

    async def park(self, ask: Ask, until: datetime | None, *, is_limited: bool) -> None:
        ask.is_limited = is_limited
        while until is not None and (left := (until - self._clock.now()).total_seconds()) > 0:
            ask.parked_until = until
            self._changed.set()
            await self._clock.sleep(left)
        ask.parked_until = None

    async def park_for_good(self, ask: Ask) -> None:
        """Until the worker hands the job over, which cancels this task."""
        ask.parked_until, ask.is_limited = self._clock.now(), False
        self._changed.set()
        await asyncio.Event().wait()

    def _open(self, task_id: str) -> list[Ask]:
        return [ask for ask in self._by_task.get(task_id, {}).values() if not ask.is_done]

    def _all(self) -> Iterator[Ask]:
        return (ask for asks in self._by_task.values() for ask in asks.values())


def fraction(asks: Iterable[Ask]) -> float:
    """How far the calls of a task are, 0 to 1."""
    parts = [ask.fraction for ask in asks]
    return sum(parts) / len(parts) if parts else 0.0
