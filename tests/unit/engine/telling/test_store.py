"""Telling store: what is told is written with what it tells of, and nobody is asked who need not be."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from generation.engine.errors import LeaseLost, Unavailable
from generation.engine.model import transitions
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.webhook import Webhooks
from generation.engine.telling.store import Teller, telling_store
from testing.memory.jobs import MemoryJobStore
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue
from tests.unit.engine.examples import NOW, job
from tests.unit.engine.telling.examples import webhook


class Asked(MemoryOutbox):
    """Counts how often it is asked who listens."""

    asked = 0

    def listeners(self, owner: str) -> Any:
        self.asked += 1
        return super().listeners(owner)


class Broken(MemoryDeliveryQueue):
    def send(self, keys: Any, delay_s: int = 0) -> None:
        raise Unavailable("no queue")


class Told:
    def __init__(self, queue: MemoryDeliveryQueue | None = None) -> None:
        self.jobs = MemoryJobStore(now=lambda: NOW)
        self.outbox = Asked(self.jobs.world, now=lambda: NOW)
        self.queue = queue or MemoryDeliveryQueue(lambda: NOW)
        self.store = telling_store(self.jobs, Teller(outbox=self.outbox, queue=self.queue))
        self.store.create(Checkpoint(job=job(), slot=ActiveSlot.CLAIM, max_active=1), {})

    def listen(self, *ids: str, **changes: Any) -> None:
        for webhook_id in ids:
            made = webhook(webhook_id=webhook_id, **changes)
            self.outbox.change("ada", partial(Webhooks.having, webhook=made))

    def taken(self) -> Job:
        until = NOW + timedelta(seconds=20)
        found = self.store.take("job_1", now=NOW, until=until, expect=frozenset(JobStatus), steal=True)
        assert found is not None
        return found

    def written(self) -> list[str]:
        return sorted(key.webhook_id for key in self.jobs.world.deliveries)


def _end(taken: Job) -> Checkpoint:
    ended, events = transitions.complete(taken, NOW)
    return Checkpoint(job=ended, events=events, slot=ActiveSlot.RELEASE)


def test_an_end_is_told_to_each_that_listens() -> None:
    told = Told()
    told.listen("one", "two")
    told.listen("other", occasions=("job.failed",))
    told.store.commit(_end(told.taken()))
    assert told.written() == ["one", "two"]
    assert sorted(message.content.webhook_id for message in told.queue.messages) == ["one", "two"]


def test_where_nobody_listens_nothing_is_written_and_one_small_read_is_made() -> None:
    told = Told()
    told.store.commit(_end(told.taken()))
    assert (told.written(), told.queue.messages, told.outbox.asked) == ([], [], 1)


def test_a_checkpoint_in_the_middle_asks_nobody() -> None:
    told = Told()
    told.listen("one")
    told.store.commit(Checkpoint(job=told.taken()))
    assert (told.written(), told.outbox.asked) == ([], 0)


def test_an_end_that_is_refused_is_not_told() -> None:
    told = Told()
    told.listen("one")
    stale = told.taken()
    told.taken()
    with pytest.raises(LeaseLost):
        told.store.commit(_end(stale))
    assert (told.written(), told.queue.messages) == ([], [])


def test_a_queue_that_does_not_answer_leaves_it_to_the_sweep() -> None:
    told = Told(Broken())
    told.listen("one")
    told.store.commit(_end(told.taken()))
    (due,) = told.outbox.due(NOW + timedelta(minutes=1), 10)
    assert due.key.webhook_id == "one"
    found = told.store.read("job_1")
    assert found is not None
    assert found.status is JobStatus.COMPLETED
