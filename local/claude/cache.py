"""A simulation of prompt caching: which part of a prompt is read, written or paid in full.

What it keeps of the real thing: a prefix ends at a block with `cache_control`; the first call writes
it, a later one with the same model, the same schema and the same bytes reads it until its ttl has run out,
and a read renews the ttl; an earlier, shorter prefix is found up to 20 blocks back; a prefix under the
minimum length is silently not cached; what a call writes can be read by calls that arrive once it has begun
to answer, so calls sent at the same time all write. What it leaves out: eviction before the ttl ends.
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
    """How the tokens of a prompt are billed: fresh, read and written sum up to the prompt."""

    fresh: int
    read: int
    written_5m: int
    written_1h: int

    @property
    def written(self) -> int:
        """Tokens written to the cache, whatever their ttl."""
        return self.written_5m + self.written_1h


@dataclass(frozen=True)
class Lookup:
    """What a prompt meets in the cache when its call arrives, and what it will leave there."""

    tokens: InputTokens
    prefixes: tuple[tuple[str, str], ...]
    """Key and ttl of each prefix that it writes."""


@dataclass(frozen=True)
class _Entry:
    ttl: str
    readable_at: float
    expires_at: float


class PromptCache:
    """Prefixes that have been written and have not run out. Times are Unix seconds."""

    def __init__(self, minimum_tokens: int = MINIMUM_TOKENS) -> None:
        self._minimum = minimum_tokens
        self._entries: dict[str, _Entry] = {}

    def look_up(self, scope: str, blocks: Sequence[Block], now: float) -> Lookup:
        """Bill a prompt that arrives now; what it reads lives on for another ttl.

        scope  of the request: prefixes of another one are not found
        """
        self._entries = {key: entry for key, entry in self._entries.items() if entry.expires_at > now}
        ends = _prefix_ends(scope, blocks)
        marks = [
            (index, block.ttl)
            for index, block in enumerate(blocks)
            if block.ttl is not None and ends[index][1] >= self._minimum
        ]
        hit = self._longest_hit([index for index, _ in marks], ends, now)
        read = reached = 0
        if hit is not None:
            key, read = ends[hit]
            reached = read
            self.keep([(key, self._entries[key].ttl)], now)
        written = {"5m": 0, "1h": 0}
        prefixes = []
        for index, ttl in marks:
            key, length = ends[index]
            if length > reached:
                written[ttl] += length - reached
                reached = length
                prefixes.append((key, ttl))
        total = ends[-1][1] if ends else 0
        return Lookup(
            InputTokens(total - reached, read, written["5m"], written["1h"]), prefixes=tuple(prefixes)
        )

    def keep(self, prefixes: Sequence[tuple[str, str]], readable_at: float) -> None:
        """Write prefixes, to be read from then on: when the answer begins."""
        for key, ttl in prefixes:
            self._entries[key] = _Entry(ttl, readable_at, readable_at + _TTL_SECONDS[ttl])

    def clear(self) -> None:
        """Forget every prefix."""
        self._entries.clear()

    def _longest_hit(self, marks: Sequence[int], ends: Sequence[tuple[str, int]], now: float) -> int | None:
        """Index of the block at which the longest cached prefix of the prompt ends."""
        for mark in reversed(marks):
            for index in range(mark, max(-1, mark - _LOOKBACK_BLOCKS - 1), -1):
                entry = self._entries.get(ends[index][0])
                if entry is not None and entry.readable_at <= now:
                    return index
        return None


def _prefix_ends(scope: str, blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """For each block: key and tokens of the prompt up to and with it."""
    running = hashlib.sha256(scope.encode())
    length = 0
    ends = []
    for block in blocks:
        data = block.text.encode()
        # The length in front keeps ("ab", "c") and ("a", "bc") apart.
        running.update(len(data).to_bytes(8, "big") + data)
        length += tokens.estimate(block.text) + tokens.TOKENS_PER_BLOCK
        ends.append((running.hexdigest(), length))
    return ends
