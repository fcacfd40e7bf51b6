"""System: time, ids and chance, which are passed in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""

    async def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    def new(self, prefix: str) -> str:
        """`prefix_` and a part that sorts by time and cannot be guessed."""

    def jitter(self) -> float:
        """From [0, 1)."""
