"""Control: what the operator has paused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from generation.engine.model.audit import Act
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope
from generation.engine.ports.jobs import Pulse


@dataclass(frozen=True, slots=True)
class Clearance:
    """What is looked at before a call begins: what is paused, and the pulses of jobs by id."""

    pauses: Pauses
    pulses: Mapping[str, Pulse]


class Control(Protocol):
    """What the operator has paused. `act` is told in the audit, in the write that makes the change; where
    nothing changes nothing is told."""

    def pauses(self) -> Pauses:
        """One small read. Strongly consistent: no read that begins after `pause` has returned misses it."""

    def clearance(self, job_ids: Sequence[str]) -> Clearance:
        """Of these jobs, those that are not there left out. One request. What `pauses` and `JobStore.pulse`
        promise holds for each part of it."""

    def pause(self, pause: Pause, act: Act | None = None) -> Pauses:
        """All that is paused afterwards. Raises Conflict (`too-many-pauses`)."""

    def resume(self, scope: Scope, value: str, now: datetime, act: Act | None = None) -> Pauses:
        """All that is paused afterwards."""

    def past(self) -> PastPauses:
        """Strongly consistent. Of pauses that `pauses` does not show any more none is missed by a read that
        begins later."""
