"""What a job asks of DynamoDB and SQS, counted from its checkpoints: bounds for jobs of any size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

import pytest

from benchmarks.lessons import LESSONS, UnevenModel
from generation.engine.flow.order import Lease, Waiting
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import Job
from generation.engine.ports import Progress, Pulse
from generation.stores.codec import Lifetimes
from generation.stores.dynamodb.actions import attributes, item_bytes
from generation.stores.dynamodb.checkpoint import actions_of, creation_of, is_job_alone
from generation.stores.dynamodb.items import job_item
from generation.stores.dynamodb.keys import SHARDS
from tests.simulation.loop import simulate
from tests.simulation.recording import RecordingStore
from tests.simulation.world import World, with_limits

LIFE = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=2))
ITEMS = (10, 50, 200, 500)
START = 10
"""Write units of a start without documents: job, input, listing, active slot, feed."""


class PricedStore(RecordingStore):
    """Counts what the same calls would ask of DynamoDB: requests, and write units of whole KB."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.units = 0
        self.requests: Counter[str] = Counter()

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        super().create(checkpoint, request)
        actions = creation_of(checkpoint, request, LIFE, self._now())
        self._count("create", [action.request.get("Item", {}) for action in actions], 2)

    def commit(self, checkpoint: Checkpoint) -> None:
        super().commit(checkpoint)
        if is_job_alone(checkpoint):
            self._count("commit", [attributes(job_item(checkpoint.job, LIFE))], 1)
            return
        actions = actions_of(checkpoint, LIFE, self._now(), with_slot=True)
        self._count("commit", [action.request.get("Item", {}) for action in actions], 2)

    def take(self, job_id: str, **named: Any) -> Job | None:
        self._count("take", [{}], 1)
        return super().take(job_id, **named)

    def line(self, most: int) -> Sequence[Waiting]:
        self.requests["line"] += len(SHARDS)
        return super().line(most)

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        self._count("begin", [{}, {}], 1)  # the job, and its place in the index of the order
        return super().begin(waiting, lease)

    def renew(self, job_id: str, token: int, until: datetime) -> None:
        self._count("renew", [{}], 1)
        super().renew(job_id, token, until)

    def pulse(self, job_id: str) -> Pulse | None:
        self.requests["pulse"] += 1
        return super().pulse(job_id)

    def load(self, job_id: str, *, is_new: bool = False) -> Progress:
        self.requests["load"] += 1 if is_new else 3
        return super().load(job_id, is_new=is_new)

    def _count(self, name: str, items: list[dict[str, Any]], times: int) -> None:
        self.requests[name] += 1
        self.units += sum(times * max(1, math.ceil(item_bytes(item) / 1024)) for item in items)


@dataclass(frozen=True)
class Spent:
    units: int
    requests: Counter[str]


def spent(items: int, longest_s: float = 0.3, seed: int = 0) -> Spent:
    """By a job of so many items, with lessons of 6 KB, from its start to its end, nobody watching."""

    async def scenario() -> Spent:
        limits, model = with_limits(max_calls=1_000), UnevenModel(seed, longest_s)
        world = World(seed=seed, pipelines={LESSONS.name: LESSONS}, limits=limits, other_model=model)
        store = world.store = PricedStore(world.store.world, now=world.clock.now)
        await world.serve(world.start({"items": items}))
        return Spent(store.units, store.requests)

    return simulate(scenario())


@pytest.fixture(scope="module")
def growing() -> dict[int, Spent]:
    return {items: spent(items) for items in ITEMS}


def test_an_item_costs_at_most_twelve_write_units(growing: dict[int, Spent]) -> None:
    """All told: claim, progress, checkpoint, events, log, and its lesson of 6 KB."""
    for (fewer, small), (more, large) in zip(growing.items(), list(growing.items())[1:], strict=False):
        assert (large.units - small.units) / (more - fewer) <= 12
    # How many checkpoints a small job takes hangs on what ends within the same milliseconds.
    assert fmean(spent(10, seed=seed).units for seed in range(20)) <= 12 * 10 + START


def test_an_item_costs_the_same_in_a_small_job_and_in_a_large_one(growing: dict[int, Spent]) -> None:
    each = [(one.units - START) / items for items, one in growing.items()]
    assert all(0.9 <= one * len(each) / sum(each) <= 1.1 for one in each), each


def test_a_job_of_ten_items_makes_at_most_thirty_requests() -> None:
    """DynamoDB's here, and with SQS three more: send, receive, delete."""
    requests = spent(10, longest_s=1.0).requests
    assert requests.total() + 3 <= 30, requests
    assert requests["commit"] <= 15
    assert (requests["create"], requests["begin"], requests["load"]) == (1, 1, 1)
