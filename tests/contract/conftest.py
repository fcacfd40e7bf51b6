"""Every test of the contract runs on the stores in memory and on those of the emulator."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generation.stores.dynamodb import DynamoDocuments, DynamoJobStore
from testing.memory.stores import MemoryDocuments, MemoryJobStore
from tests.contract.examples import DEADLINE, RETENTION, Stack


@pytest.fixture(params=["memory", "dynamodb"])
def stack(request: pytest.FixtureRequest) -> Stack:
    # From now on, because the emulator deletes what the real time has made old.
    now = datetime.now(UTC).replace(microsecond=123000)
    return _in_memory(now) if request.param == "memory" else _on_dynamodb(now, request)


def _in_memory(now: datetime) -> Stack:
    jobs = MemoryJobStore(now=lambda: made.now, retention=RETENTION, deadline=DEADLINE)
    made = Stack(jobs, MemoryDocuments(jobs.world, now=lambda: made.now), now)
    return made


def _on_dynamodb(now: datetime, request: pytest.FixtureRequest) -> Stack:
    client = request.getfixturevalue("aws").dynamodb
    table: str = request.getfixturevalue("table")
    jobs = DynamoJobStore(client, table, retention=RETENTION, deadline=DEADLINE, now=lambda: made.now)
    made = Stack(jobs, DynamoDocuments(client, table, now=lambda: made.now), now)
    return made
