"""Admission reads what it needs and no more; how it answers is in tests/unit/functions/test_ceilings.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import Paused, SpendLimitReached
from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.ledger import Account, Ceiling, Spend
from generation.engine.service.admission import Admission

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Stores:
    """Control and the ledger, and how often they were read."""

    def __init__(self, used: str = "0", pauses: Pauses | None = None) -> None:
        self.used = Decimal(used)
        self.paused = pauses or Pauses()
        self.reads: list[str] = []

    def now(self) -> datetime:
        return NOW

    def pauses(self) -> Pauses:
        self.reads.append("pauses")
        return self.paused

    def spend(self, owner: str, now: datetime) -> Spend:
        self.reads.append(owner)
        return Spend(accounts=dict.fromkeys(Ceiling, Account(used_usd=self.used)))


def admission(stores: Any, **spend: Any) -> Admission:
    return Admission(control=stores, store=stores, clock=stores, limits=Limits(spend=SpendLimits(**spend)))


def test_without_ceilings_nothing_but_the_pauses_is_read() -> None:
    stores = Stores()
    admission(stores).check("ada", "free", "exam_course")
    admission(stores, owner_daily={"free": Decimal(0)}).check("ada", "free", "exam_course")
    assert stores.reads == ["pauses", "pauses"]


@pytest.mark.parametrize(("plan", "is_refused"), [("free", True), ("team", True), ("pro", False)])
def test_the_ceiling_is_that_of_the_plan(plan: str, is_refused: bool) -> None:
    stores = Stores(used="2")
    check = admission(stores, owner_daily={"free": Decimal(1), "pro": Decimal(20)}).check
    if not is_refused:
        check("ada", plan, "exam_course")
        return
    with pytest.raises(SpendLimitReached) as refusal:
        check("ada", plan, "exam_course")
    assert refusal.value.retry_after_s == 12 * 3600


def test_a_pause_comes_first() -> None:
    pause = Pause(scope=Scope.ALL, value="", reason="The bill", paused_at=NOW)
    stores = Stores(used="99", pauses=Pauses(pauses=(pause,)))
    with pytest.raises(Paused) as refusal:
        admission(stores, deployment_daily=Decimal(1)).check("ada", "free", "exam_course")
    assert refusal.value.retry_after_s == Limits().policy.service.paused_retry_s == 60
    assert stores.reads == ["pauses"]
