"""Control: what the operator has paused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST_PAUSES = 50
"""At the same time: their item is read before every model call and stays within a few KB."""


PUT_OFF = timedelta(seconds=60)
"""Until a paused job's message is looked at again, and up to as much again by chance. A thousand paused jobs
are 11 messages a second of $0.0000012 each."""

MOST_PAST = 20
"""Pauses that are over and known still, for the deadlines of jobs that they held up: 2 KB of the item. Of
an operator who pauses more often within one job's deadline the earlier pauses count in it."""

LONGEST_PUT_OFF = 2 * PUT_OFF
"""The messages of a resumed job come within this time."""


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
    """All that is paused, the oldest first; `resumed_at` is when something was resumed last, `past` has the
    latest pauses that are over."""

    pauses: tuple[Pause, ...] = ()
    resumed_at: datetime | None = None
    past: tuple[Pause, ...] = ()

    def of(self, owner: str, pipeline: str | None = None) -> Pause | None:
        """The pause that holds for jobs of that owner and pipeline; None where they may go on. Without a
        pipeline: that holds for all jobs of the owner."""
        return next((pause for pause in self.pauses if pause.holds(owner, pipeline)), None)

    def held_up(self, owner: str, pipeline: str, since: datetime, now: datetime) -> timedelta:
        """How long jobs of that owner and pipeline were paused between `since` and `now`, each time until
        their messages had come back. Of a wait for the model's limit, which has moved the deadline itself,
        what overlaps a pause counts twice: the job gets that much more time."""
        spans = [
            (max(since, pause.paused_at), min(now, pause.resumed_at + LONGEST_PUT_OFF))
            if pause.resumed_at
            else (max(since, pause.paused_at), now)
            for pause in (*self.past, *self.pauses)
            if pause.holds(owner, pipeline)
        ]
        total, reached = timedelta(0), since
        for begin, end in sorted(spans):  # pauses may overlap
            total += max(timedelta(0), end - max(begin, reached))
            reached = max(reached, end)
        return total

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

    def without(self, scope: Scope, value: str, now: datetime) -> Pauses:
        over = [pause for pause in self.pauses if (pause.scope, pause.value) == (scope, value)]
        if not over:
            return self
        left = tuple(pause for pause in self.pauses if pause not in over)
        past = (*self.past, *(replace(pause, reason="", paused_by="", resumed_at=now) for pause in over))
        return Pauses(pauses=left, resumed_at=now, past=past[-MOST_PAST:])
