"""The machine's clock and randomness."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: sorts as the numbers do, no letters that are taken for digits."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        # Imported here: the handlers that never sleep do not pay for it.
        import asyncio

        await asyncio.sleep(seconds)


class RandomIds:
    """Ids as ULIDs: 48 bits of milliseconds, then 80 random bits."""

    def new(self, prefix: str) -> str:
        milliseconds = int(datetime.now(UTC).timestamp() * 1000)
        number = milliseconds << 80 | secrets.randbits(80)
        digits = (ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
        return f"{prefix}_{''.join(digits)}"

    def jitter(self) -> float:
        return secrets.randbelow(1 << 30) / (1 << 30)
