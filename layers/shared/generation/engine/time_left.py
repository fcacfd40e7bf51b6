"""Time left: until when the request that is being answered has to be answered.

Set by the resolver from Lambda's own clock, heeded by the AWS clients before each try of a call. So the
bound holds for a handler as a whole, however many calls it makes one after another.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from generation.engine.policy import ANSWER_RESERVE_S

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def answering_within(milliseconds: float) -> Iterator[None]:
    """What runs inside has so long in all, less `ANSWER_RESERVE_S`."""
    token = _ends_at.set(time.monotonic() + milliseconds / 1000 - ANSWER_RESERVE_S)
    try:
        yield
    finally:
        _ends_at.reset(token)


def is_left(seconds: float) -> bool:
    """Whether something that takes so long at most would still end in time. A worker has no such bound:
    its jobs' messages come again."""
    ends_at = _ends_at.get()
    return ends_at is None or time.monotonic() + seconds <= ends_at
