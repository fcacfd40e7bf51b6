"""Racing: what threads get that do something to the same stores at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from generation.engine.errors import GenerationError

T = TypeVar("T")

STORES = ("memory", "dynamodb", "lagging")
"""Not moto, whose server loses updates of threads: it would show nothing, and not each time the same."""


def at_once(count: int, act: Callable[[int], T]) -> list[T | GenerationError]:
    """What `count` threads get that begin at the same moment."""
    barrier = Barrier(count)

    def one(number: int) -> T | GenerationError:
        barrier.wait()
        try:
            return act(number)
        except GenerationError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def outcomes(results: list[T | GenerationError]) -> Counter[str]:
    return Counter(type(r).__name__ if isinstance(r, GenerationError) else "done" for r in results)
