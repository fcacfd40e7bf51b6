"""Uncollected: importing without the garbage collector.

Imports make half a million objects, nearly all of which stay: 15 % of a worker's import was looking through
them for garbage, again and again. Afterwards they are frozen, so that no later collection looks at them
either. For a process that imports much and then lives on; nothing of what it imports can be collected.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Around imports. A collector that was off stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
