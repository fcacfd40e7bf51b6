"""Together: one read for all who want it at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """A read of the store that is shared. It begins after all have asked whom it answers, so nobody is told
    what was so before it asked.

    read        gets what they asked for, each name once
    gathered_s  how long it waits for the one under way, to take along whoever asks meanwhile
    """

    def __init__(self, read: Callable[[Sequence[str]], Awaitable[T]], gathered_s: float) -> None:
        self._read = read
        self._gathered_s = gathered_s
        self._asked: dict[str, None] = {}
        self._next: asyncio.Task[T] | None = None
        self._under_way: asyncio.Task[T] | None = None

    async def ask(self, name: str) -> T:
        """The answer of a read that begins after this was called. Raises what the read raises."""
        self._asked[name] = None
        if self._next is None:
            self._next = asyncio.create_task(self._begin(self._under_way))
            self._next.add_done_callback(_seen)
        # Who is cancelled does not take the read from the others.
        return await asyncio.shield(self._next)

    async def _begin(self, before: asyncio.Task[T] | None) -> T:
        if before is None or before.done():
            await asyncio.sleep(0)
        else:
            await asyncio.wait({before}, timeout=self._gathered_s)
        asked = tuple(self._asked)
        self._asked = {}
        self._under_way, self._next = self._next, None
        return await self._read(asked)


def _seen(reading: asyncio.Task[T]) -> None:
    """An error that nobody waits for any more, since the calls were stopped meanwhile, is no news."""
    if not reading.cancelled():
        reading.exception()
