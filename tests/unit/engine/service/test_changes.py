"""Takeovers by cancel, retry and proceed in numbers: how long their lease is, how often they are tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from generation.engine.errors import Unavailable
from generation.engine.limits import Limits
from generation.engine.model.job import Job, JobStatus
from generation.engine.service.changes import JobChanges
from generation.engine.service.requests import Caller
from testing.memory.stores import MemoryControl, MemoryWorld
from tests.unit.engine.examples import NOW, job

ADA = Caller(owner="ada")


class OvertakenStore:
    """Between each read and the takeover after it somebody else changes the job."""

    def __init__(self, stored: Job) -> None:
        self._stored = stored
        self.leases: list[float] = []

    def read(self, job_id: str) -> Job:
        return self._stored

    def take(self, job_id: str, *, until: datetime, **_: Any) -> None:
        self.leases.append((until - NOW).total_seconds())


class Clock:
    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the service does not wait")


@pytest.mark.parametrize(
    ("stored", "ask"),
    [
        (job(), lambda service: service.cancel(ADA, "job_1")),
        (job(status=JobStatus.FAILED), lambda service: service.retry(ADA, "job_1")),
        (job(status=JobStatus.WAITING), lambda service: service.proceed(ADA, "job_1")),
    ],
    ids=["cancel", "retry", "proceed"],
)
def test_a_takeover_is_tried_takeover_tries_times_with_a_short_lease(stored: Job, ask: Any) -> None:
    store: Any = OvertakenStore(stored)
    unused: Any = None
    service = JobChanges(
        store=store,
        documents=unused,
        queue=unused,
        clock=Clock(),
        limits=Limits(),
        control=MemoryControl(MemoryWorld()),
    )
    with pytest.raises(Unavailable):
        ask(service)
    assert store.leases == [5.0] * 5, "takeover, takeover_tries"
