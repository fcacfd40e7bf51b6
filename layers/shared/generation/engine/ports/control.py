"""Control: what the operator has paused."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from generation.engine.model.audit import Act
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope


class Control(Protocol):
    """What the operator has paused. `act` is told in the audit, in the write that makes the change; where
    nothing changes nothing is told."""

    def pauses(self) -> Pauses:
        """One small read. Strongly consistent: no read that begins after `pause` has returned misses it."""

    def pause(self, pause: Pause, act: Act | None = None) -> Pauses:
        """All that is paused afterwards. Raises Conflict (`too-many-pauses`)."""

    def resume(self, scope: Scope, value: str, now: datetime, act: Act | None = None) -> Pauses:
        """All that is paused afterwards."""

    def past(self) -> PastPauses:
        """Strongly consistent. Of pauses that `pauses` does not show any more none is missed by a read that
        begins later."""
