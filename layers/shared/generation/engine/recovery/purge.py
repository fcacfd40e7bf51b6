"""Purge: what was deleted, and can be restored no more, goes for good."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime

from generation.engine.policy import RecoveryPolicy
from generation.engine.ports import Clock, Trash

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    trash: Trash
    clock: Clock
    policy: RecoveryPolicy = field(default_factory=RecoveryPolicy)

    def run(self, until: datetime | None = None) -> int:
        """How many have gone. What is left when `until` comes near, or goes wrong, is due again the next
        time; what goes wrong each time keeps none of the others. Raises Unavailable."""
        gone = 0
        for deleted in self.trash.due(self.clock.now(), self.policy.due_at_once):
            now = self.clock.now()
            is_late = until is not None and now >= until - self.policy.reserve
            if is_late or gone == self.policy.purged_at_once:
                break
            try:
                gone += self.trash.purge(deleted, now)
            except Exception as error:
                logger.error("purge of %s %s failed: %s", deleted.kind, deleted.id, type(error).__name__)
        return gone
