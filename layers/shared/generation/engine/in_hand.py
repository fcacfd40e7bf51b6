"""In hand: the job that the running code is about, and its owner. One worker carries several jobs at once,
so it is a context variable: each of their tasks has its own, and so have the threads of its port calls."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InHand:
    """Empty texts where it is not known."""

    job_id: str = ""
    owner: str = ""
    pipeline: str = ""


_in_hand: ContextVar[InHand] = ContextVar("in_hand", default=InHand())  # noqa: B039 - frozen


def take_in_hand(job_id: str = "", owner: str = "", pipeline: str = "") -> None:
    """From now on, in this task, request or loop. No member outlives what it was said of."""
    _in_hand.set(InHand(job_id, owner, pipeline))


def in_hand() -> InHand:
    return _in_hand.get()
