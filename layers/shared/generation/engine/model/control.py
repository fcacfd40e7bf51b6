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
    """`value` is the pipeline's name or the owner, empty for all; `paused_by` the operator's `sub`."""

    scope: Scope
    value: str
    reason: str
    paused_at: datetime
    paused_by: str = ""

    @property
    def message(self) -> str:
        return pause_message(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """All that is paused, the oldest first; `resumed_at` is when something was resumed last."""

    pauses: tuple[Pause, ...] = ()
    resumed_at: datetime | None = None

    def of(self, owner: str, pipeline: str | None = None) -> Pause | None:
        """The pause that holds for jobs of that owner and pipeline; None where they may go on. Without a
        pipeline: that holds for all jobs of the owner."""
        wanted = {(Scope.ALL, ""), (Scope.OWNER, owner)}
        if pipeline is not None:
            wanted.add((Scope.PIPELINE, pipeline))
        return next((pause for pause in self.pauses if (pause.scope, pause.value) in wanted), None)

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
        left = tuple(p for p in self.pauses if (p.scope, p.value) != (scope, value))
        return self if left == self.pauses else Pauses(pauses=left, resumed_at=now)
