"""Batches that are read and retried later: a retry that comes again, and when nothing is left of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import (
    IdempotencyKeyReused,
    NotFound,
)
from generation.engine.model.batch import Batch
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import ACTIVE, JobStatus, Options
from generation.engine.service import batch_changes
from generation.engine.service.batch_changes import STARTING_FOR
from generation.engine.service.batches import BatchService
from generation.engine.service.idempotency import IdempotencyKey
from testing.lives import Beside, Died, Life, points_of
from tests.unit.engine.service.batches import ADA, STARTS, Table


def test_a_batch_that_is_being_started_is_not_finished() -> None:
    """Nobody has told yet what becomes of what is missing. Later it was never started."""
    table = Table()
    with pytest.raises(Died):
        table.start(Life(dies_at=2, after=True))
    [batch_id] = table.world.heads["batch", "ada"]
    early = table.service(Life()).batch(ADA, batch_id)
    assert not table.world.jobs
    assert (early.is_finished, sum(early.counts.values())) == (False, 0)
    table.clock.time += STARTING_FOR
    late = table.service(Life()).batch(ADA, batch_id)
    assert (late.is_finished, late.counts["refused"]) == (True, len(STARTS))


RETRY_KEY = IdempotencyKey(text="again", fingerprint="retry", body=lambda _: {})


class _Failed:
    """A batch of two jobs that have failed, and one that was cancelled."""

    def __init__(self) -> None:
        self.table = Table()
        places = self.table.start(Life()).places
        self.one, self.two, self.cancelled = (place.job_id for place in places if place.job)
        [self.batch_id] = self.table.world.heads["batch", "ada"]
        self.service.jobs.cancel(ADA, self.cancelled)
        self.fail(self.one)
        self.fail(self.two)

    @property
    def service(self) -> BatchService:
        return self.table.service(Life())

    def fail(self, job_id: str) -> None:
        store, now = self.table.store, self.table.clock.now()
        taken = store.take(job_id, now=now, until=now, expect=ACTIVE, steal=True)
        assert taken is not None
        ended = replace(taken, status=JobStatus.FAILED, lease_until=None, completed_at=now)
        store.commit(Checkpoint(job=ended, slot=ActiveSlot.RELEASE))

    def retry(self, life: Life | None = None, key: IdempotencyKey | None = RETRY_KEY) -> Batch:
        service = self.table.service(life or Life())
        return service.retry(ADA, self.batch_id, lambda error, number: {"code": error.code}, key)

    @property
    def attempts(self) -> list[int]:
        ids = [self.one, self.two, self.cancelled]
        jobs = self.table.store.read_all(ids)
        return [jobs[one].attempt for one in ids]


def _told(batch: Batch) -> list[tuple[str, Any]]:
    return [(place.job_id, place.problem) for place in batch.places]


def test_a_repeat_retries_what_is_left_wherever_the_first_try_died() -> None:
    points = points_of(lambda life: _Failed().retry(life))
    assert len(points) >= 20
    for dies_at, after in points:
        failed = _Failed()
        with pytest.raises(Died):
            failed.retry(Life(dies_at, after))
        if failed.attempts[0] == 2:
            failed.fail(failed.one)  # once more, before the request comes again
        batch = failed.retry()
        assert _told(batch) == [(failed.one, None), (failed.two, None)], (dies_at, after)
        assert failed.attempts == [2, 2, 1], (dies_at, after)


def test_two_retries_at_the_same_time_under_one_key_retry_each_job_once() -> None:
    for at in points_of(lambda life: _Failed().retry(life)):
        failed = _Failed()
        failed.retry(Beside(at[0], failed.retry))
        assert failed.attempts == [2, 2, 1], at


def test_a_repeat_says_so_and_is_about_the_jobs_that_had_failed_first() -> None:
    failed = _Failed()
    assert not failed.retry().replayed
    failed.service.jobs.retry(ADA, failed.cancelled)
    failed.fail(failed.cancelled)
    again = failed.retry()
    assert again.replayed
    assert _told(again) == [(failed.one, None), (failed.two, None)]
    assert failed.attempts == [2, 2, 2]


def test_what_was_refused_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = _Failed()
    monkeypatch.setattr(batch_changes, "is_left", lambda _: False)
    refused = {"code": "unavailable"}
    assert _told(failed.retry()) == [(failed.one, refused), (failed.two, refused)]
    monkeypatch.undo()
    assert _told(failed.retry()) == [(failed.one, None), (failed.two, None)]
    assert failed.attempts == [2, 2, 1]


def test_the_key_of_a_retry_is_used_up_for_every_other_request() -> None:
    failed = _Failed()
    failed.retry()
    other = replace(RETRY_KEY, fingerprint="of another batch")
    with pytest.raises(IdempotencyKeyReused):
        failed.retry(key=other)
    with pytest.raises(IdempotencyKeyReused):
        failed.service.jobs.start(ADA, "simulated", {"topics": 1, "subject": "z"}, Options(), other)
    assert failed.attempts == [2, 2, 1]


def test_a_batch_outlives_its_jobs_and_goes() -> None:
    """The last is started by a repeat just before the key is forgotten, and retried on its last day."""
    table = Table()
    batch_id = table.start(Life()).document.document_id
    table.clock.time += timedelta(days=61, seconds=-1)
    assert table.service(Life()).batch(ADA, batch_id).document.document_id == batch_id
    table.clock.time += timedelta(seconds=1)
    with pytest.raises(NotFound):
        table.service(Life()).batch(ADA, batch_id)
    assert table.service(Life()).batches(ADA, limit=9, cursor=None).items == []
