"""What operations read; what they answer is in tests/unit/functions/test_admin.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.flow.gcra import ModelLimits
from generation.engine.flow.standing import ModelStandings
from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.control import Pauses
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.ledger import Account, Ceiling, Spend
from generation.engine.policy import Policy, ServicePolicy
from generation.engine.service.operations import Operations
from generation.engine.service.requests import Caller
from tests.unit.engine.examples import job


class Stores:
    def __init__(self) -> None:
        self.reads: list[str] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 27, 12, tzinfo=UTC)

    def active_jobs(self) -> Iterator[Job]:
        for number in range(4):
            self.reads.append("job")
            yield job(job_id=f"job_{number}", owner=f"owner_{number}", status=JobStatus.PENDING)

    def pauses(self) -> Pauses:
        self.reads.append("pauses")
        return Pauses()

    def count_active(self, owner: str) -> int:
        self.reads.append("active")
        return 3

    def spend(self, owner: str, now: datetime) -> Spend:
        self.reads.append("spend")
        return Spend(accounts=dict.fromkeys(Ceiling, Account(used_usd=Decimal(4))))


def operations(stores: Any, **spend: Any) -> Operations:
    limits = Limits(spend=SpendLimits(**spend))
    none = ModelStandings(limits=ModelLimits(), models=())
    return Operations(
        store=stores,
        control=stores,
        audit=stores,
        clock=stores,
        limits=limits,
        standings=none,
        pipelines=(),
    )


@pytest.mark.parametrize(
    ("spend", "reads"),
    [({}, ["active", "pauses"]), ({"deployment_daily": Decimal(5)}, ["active", "spend", "pauses"])],
)
def test_limits_cost_two_or_three_reads(spend: dict[str, Any], reads: list[str]) -> None:
    stores = Stores()
    limits = operations(stores, **spend).limits_of(Caller(owner="ada"))
    assert sorted(stores.reads) == sorted(reads)
    assert (limits.spend is None) is (not spend)


def test_the_sweep_reads_nothing_where_no_day_is_limited() -> None:
    stores = Stores()
    assert operations(stores, owner_daily={"free": Decimal(1)}).day_spent_percent() is None
    assert stores.reads == []
    assert operations(stores, deployment_daily=Decimal(5)).day_spent_percent() == 80


@pytest.mark.parametrize(
    ("policy", "pending", "owners", "is_complete", "read"),
    [
        (ServicePolicy(), 4, 4, True, 4),
        (ServicePolicy(most_owners=2), 4, 2, True, 4),
        (ServicePolicy(most_counted=4), 4, 4, True, 4),
        (ServicePolicy(most_counted=2), 2, 2, False, 3),
    ],
)
def test_an_overview_looks_at_most_counted_jobs_and_names_most_owners(
    policy: ServicePolicy, pending: int, owners: int, is_complete: bool, read: int
) -> None:
    assert (ServicePolicy().most_counted, ServicePolicy().most_owners) == (2_000, 20)
    stores = Stores()
    limits = Limits(policy=Policy(service=policy))
    overview = replace(operations(stores), limits=limits).overview(
        Caller(owner="olga", roles=frozenset({"operator"}))
    )
    assert overview.jobs == {JobStatus.PENDING: pending}
    assert (len(overview.waiting), overview.is_complete) == (owners, is_complete)
    assert stores.reads.count("job") == read
