"""Purge: what is due goes, and what goes wrong with one keeps none of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from generation.engine.errors import Unavailable
from generation.engine.policy import Policy, RecoveryPolicy
from generation.engine.ports import Deleted
from generation.engine.recovery.purge import Purge

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def _deleted(name: str) -> Deleted:
    return Deleted(kind="exam", owner="ada", id=name, until=NOW)


@dataclass
class Trash:
    """`broken` cannot be purged; each purge takes ten seconds of the clock."""

    left: list[str]
    broken: Sequence[str] = ()
    time: datetime = NOW
    asked: list[int] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a purge does not wait")

    def due(self, now: datetime, most: int) -> Sequence[Deleted]:
        self.asked.append(most)
        return [_deleted(name) for name in self.left[:most]]

    def purge(self, deleted: Deleted, now: datetime) -> bool:
        self.time += timedelta(seconds=10)
        if deleted.id in self.broken:
            raise Unavailable("the table does not answer")
        self.left.remove(deleted.id)
        return deleted.id != "restored"


def _purge(trash: Trash, policy: RecoveryPolicy | None = None) -> Purge:
    return Purge(trash=trash, clock=trash, policy=policy or RecoveryPolicy())


def test_all_that_is_due_goes_but_what_was_restored() -> None:
    trash = Trash(["a", "restored", "b"])
    assert _purge(trash).run() == 2
    assert trash.left == []


def test_one_that_goes_wrong_keeps_none_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    trash = Trash(["a", "b", "c"], broken=["a"])
    assert _purge(trash).run() == 2
    assert trash.left == ["a"]
    assert "purge of exam a failed: Unavailable" in caplog.text


def test_behind_many_that_go_wrong_each_time_the_others_go() -> None:
    broken = [f"broken-{number}" for number in range(60)]
    trash = Trash([*broken, "a", "b"], broken=broken)
    assert _purge(trash).run() == 2
    assert trash.left == broken


def test_a_purge_ends_in_time_and_the_next_goes_on() -> None:
    trash = Trash(["a", "b", "c", "d"])
    reserve = RecoveryPolicy().reserve
    assert _purge(trash).run(NOW + reserve + timedelta(seconds=15)) == 2
    assert _purge(trash).run(trash.time + reserve) == 0
    assert _purge(trash).run() == 2


def test_one_purge_takes_so_many() -> None:
    trash = Trash(["a", "b", "restored", "c"])
    assert _purge(trash, RecoveryPolicy(purged_at_once=2, due_at_once=3)).run() == 2
    assert (trash.asked, trash.left) == ([3], ["restored", "c"])
    assert (RecoveryPolicy().purged_at_once, RecoveryPolicy().due_at_once) == (50, 500)


def test_what_is_deleted_can_be_restored_for_a_week() -> None:
    assert Policy().service.restorable == timedelta(days=7)
