"""A simulation of prompt caching: which part of a prompt is read, written or paid in full.

What it keeps of the real thing: a prefix ends at a block with `cache_control`; the first call writes
it, a later one with the same model and the same bytes reads it until its ttl has run out, and a read
renews the ttl; an earlier, shorter prefix is found up to 20 blocks back; a prefix under the minimum
length is silently not cached; a prefix can be read only once the call that writes it has begun to
answer. What it leaves out: limits per organization, and eviction before the ttl ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from local.claude import tokens
from local.claude.requests import Block

MINIMUM_TOKENS = 1024
"""Shorter prefixes are not cached (the minimum of the Sonnet models; others have larger ones)."""
_LOOKBACK_BLOCKS = 20
_TTL_SECONDS = {"5m": 300.0, "1h": 3600.0}


@dataclass(frozen=True)
class InputTokens:
    """How the tokens of a prompt are billed; the three sum up to the prompt."""

    fresh: int
    read: int = 0
    written: dict[str, int] | None = None
    """Tokens written, by ttl."""

    @property
    def creation(self) -> int:
        """Tokens written in all."""
        return sum((self.written or {}).values())

    @property
    def total(self) -> int:
        """Tokens of the whole prompt."""
        return self.fresh + self.read + self.creation


@dataclass(frozen=True)
class _Entry:
    ttl: str
    expires_at: float


class PromptCache:
    """Prefixes that have been written and have not run out. `minimum_tokens` as above."""

    def __init__(self, minimum_tokens: int = MINIMUM_TOKENS) -> None:
        self._minimum = minimum_tokens
        self._entries: dict[str, _Entry] = {}

    def bill(self, model: str, blocks: Sequence[Block], now: float) -> InputTokens:
        """Look the prompt up and write what it marks. Call this when the answer begins."""
        self._entries = {key: entry for key, entry in self._entries.items() if entry.expires_at > now}
        ends = _prefix_ends(model, blocks)
        total = ends[-1][1] if ends else 0
        marks = [
            (index, block.ttl)
            for index, block in enumerate(blocks)
            if block.ttl is not None and ends[index][1] >= self._minimum
        ]
        if not marks:
            return InputTokens(fresh=total)
        hit = self._longest_hit([index for index, _ in marks], ends)
        read = ends[hit][1] if hit is not None else 0
        if hit is not None:
            self._renew(ends[hit][0], now)
        written: dict[str, int] = {}
        reached = read
        for index, ttl in marks:
            key, length = ends[index]
            if length > reached:
                written[ttl] = written.get(ttl, 0) + length - reached
                reached = length
                self._entries[key] = _Entry(ttl, now + _TTL_SECONDS[ttl])
        return InputTokens(fresh=total - reached, read=read, written=written)

    def clear(self) -> None:
        """Forget every prefix."""
        self._entries.clear()

    def _longest_hit(self, marks: Sequence[int], ends: Sequence[tuple[str, int]]) -> int | None:
        """Index of the block at which the longest cached prefix of the prompt ends."""
        for mark in reversed(marks):
            for index in range(mark, max(-1, mark - _LOOKBACK_BLOCKS - 1), -1):
                if ends[index][0] in self._entries:
                    return index
        return None

    def _renew(self, key: str, now: float) -> None:
        ttl = self._entries[key].ttl
        self._entries[key] = _Entry(ttl, now + _TTL_SECONDS[ttl])


def _prefix_ends(model: str, blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """For each block: key and tokens of the prompt up to and with it."""
    running = hashlib.sha256(model.encode())
    length = 0
    ends = []
    for block in blocks:
        data = block.text.encode()
        # The length in front keeps ("ab", "c") and ("a", "bc") apart.
        running.update(len(data).to_bytes(8, "big") + data)
        length += tokens.estimate(block.text) + tokens.TOKENS_PER_BLOCK
        ends.append((running.hexdigest(), length))
    return ends
