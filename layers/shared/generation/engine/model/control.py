"""Control: what the operator has paused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from generation.engine.policy import LONGEST_PUT_OFF, MOST_PAST


class Scope(StrEnum):
    ALL = "all"
    PIPELINE = "pipeline"
    OWNER = "owner"


def pause_message(reason: str) -> str:
    return f"Paused by the operator: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """`value` is the pipeline's name or the owner, empty for all; `paused_by` the operator's `sub`. One that
    is over has `resumed_at` and no reason any more."""

    scope: Scope
    value: str
    reason: str
    paused_at: datetime
    paused_by: str = ""
    resumed_at: datetime | None = None

    @property
    def message(self) -> str:
        return pause_message(self.reason)

    def holds(self, owner: str, pipeline: str | None) -> bool:
        """Whether jobs of that owner and pipeline are meant; without a pipeline: all of the owner's."""
        return (self.scope, self.value) in ((Scope.ALL, ""), (Scope.OWNER, owner), (Scope.PIPELINE, pipeline))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """All that is paused, the oldest first."""

    pauses: tuple[Pause, ...] = ()

    def of(self, owner: str, pipeline: str | None = None) -> Pause | None:
        """The pause that holds for jobs of that owner and pipeline; None where they may go on. Without a
        pipeline: that holds for all jobs of the owner."""
        return next((pause for pause in self.pauses if pause.holds(owner, pipeline)), None)

    @property
    def everything(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.scope is Scope.ALL), None)

    def with_pause(self, new: Pause) -> Pauses:
        """A second pause of the same thing has its reason, and the first one's time."""
        for pause in self.pauses:
            if (pause.scope, pause.value) == (new.scope, new.value):
                changed = replace(new, paused_at=pause.paused_at)
                return replace(self, pauses=tuple(changed if p is pause else p for p in self.pauses))
        return replace(self, pauses=(*self.pauses, new))

    def without(self, scope: Scope, value: str) -> Pauses:
        return Pauses(pauses=tuple(p for p in self.pauses if (p.scope, p.value) != (scope, value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPauses:
    """The latest pauses that are over, in the order of their resumes.

    A pause comes here before it is over: so whoever reads the pauses first, and then these, misses none. One
    that is found in both counts once.
    """

    pauses: tuple[Pause, ...] = ()

    def with_over(self, over: Iterable[Pause], now: datetime) -> PastPauses:
        """A resume that broke off and was asked for again counts from the second time."""
        new = tuple(replace(pause, reason="", paused_by="", resumed_at=now) for pause in over)
        known = {_begin(pause) for pause in new}
        past = (*(pause for pause in self.pauses if _begin(pause) not in known), *new)
        return PastPauses(pauses=past[-MOST_PAST:])

    def resumed_at(self, owner: str, pipeline: str) -> datetime | None:
        """When jobs of that owner and pipeline were resumed last."""
        times = [pause.resumed_at for pause in self.pauses if pause.holds(owner, pipeline)]
        return max((at for at in times if at is not None), default=None)


def _begin(pause: Pause) -> tuple[Scope, str, datetime]:
    return pause.scope, pause.value, pause.paused_at


def held_up(pauses: Iterable[Pause], owner: str, pipeline: str, since: datetime, now: datetime) -> timedelta:
    """How long jobs of that owner and pipeline were paused between `since` and `now`, each time until their
    messages had come back. Of a wait for the model's limit, which has moved the deadline itself, what
    overlaps a pause counts twice: the job gets that much more time."""
    spans = [
        (max(since, pause.paused_at), min(now, pause.resumed_at + LONGEST_PUT_OFF))
        if pause.resumed_at
        else (max(since, pause.paused_at), now)
        for pause in pauses
        if pause.holds(owner, pipeline)
    ]
    total, reached = timedelta(0), since
    for begin, end in sorted(spans):  # pauses may overlap
        total += max(timedelta(0), end - max(begin, reached))
        reached = max(reached, end)
    return total
