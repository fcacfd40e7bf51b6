"""Admission: whether a job may be queued now, as far as money and the operator are concerned."""

from __future__ import annotations

from dataclasses import dataclass

from generation.engine.errors import Paused, SpendLimitReached
from generation.engine.limits import Limits
from generation.engine.model.control import Pause
from generation.engine.model.ledger import CEILING_NAMES, begins_anew, begins_anew_s
from generation.engine.ports import Clock, Control, JobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    control: Control
    store: JobStore
    clock: Clock
    limits: Limits

    def check(self, owner: str, plan: str, pipeline: str) -> None:
        """Two reads, one where there are no ceilings. Raises Paused, SpendLimitReached."""
        if pause := self.control.pauses().of(owner, pipeline):
            raise self._paused(pause)
        if not self.limits.spend.is_on:
            return
        now = self.clock.now()
        ceilings = self.limits.spend.of(plan)
        spent = self.store.spend(owner, now).spent(ceilings)
        if spent is not None:
            raise SpendLimitReached(
                f"All is spent of {CEILING_NAMES[spent]}. That begins anew at {begins_anew(spent)}.",
                retry_after_s=begins_anew_s(spent, now),
                extra={"ceiling": spent.value},
            )

    def _paused(self, pause: Pause) -> Paused:
        message = f"{pause.message} Jobs that are queued already go on later."
        return Paused(message, retry_after_s=self.limits.policy.service.paused_retry_s)
