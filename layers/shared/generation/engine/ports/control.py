"""Control: what the operator has paused."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from generation.engine.model.control import PastPauses, Pause, Pauses, Scope


class Control(Protocol):
    """What the operator has paused."""

    def pauses(self) -> Pauses:
        """One small read. Strongly consistent: no read that begins after `pause` has returned misses it."""

    def pause(self, pause: Pause) -> Pauses:
        """All that is paused afterwards. Raises Conflict (`too-many-pauses`)."""

    def resume(self, scope: Scope, value: str, now: datetime) -> Pauses:
        """All that is paused afterwards."""

    def past(self) -> PastPauses:
        """Strongly consistent. Of pauses that `pauses` does not show any more none is missed by a read that
        begins later."""
