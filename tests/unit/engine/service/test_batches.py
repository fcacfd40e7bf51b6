"""Batches whose function dies at any call of a port: the repeat makes them whole, and nothing twice."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import (
    GenerationError,
    IdempotencyKeyReused,
    InvalidInput,
    NotFound,
    RequestError,
    Unavailable,
)
from generation.engine.limits import Limits
from generation.engine.model.batch import Batch, Start
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import ACTIVE, JobStatus, Options
from generation.engine.service import batch_changes
from generation.engine.service.batch_changes import STARTING_FOR
from generation.engine.service.batches import BatchService
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.system import RandomIds
from testing.memory.jobs import MemoryJobStore
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue, MemoryWorld
from tests.simulation.pipelines import SIMULATED
from tests.unit.engine.examples import Clock
from tests.unit.lives import Beside, Died, Dying, Life, points_of

ADA = Caller(owner="ada")
KEY = IdempotencyKey(text="key", fingerprint="same", body=lambda _: {})
STARTS: Sequence[Start | RequestError] = [
    *[
        Start(pipeline="simulated", request={"topics": 1, "subject": name}, options=Options())
        for name in "ab"
    ],
    Start(pipeline="simulated", request={}, options=Options()),
    InvalidInput("No start at all."),
    Start(pipeline="simulated", request={"topics": 1, "subject": "c"}, options=Options()),
]


class Table:
    """What outlives functions."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.world = MemoryWorld()
        self.store = MemoryJobStore(self.world, now=self.clock.now)
        self.queue = MemoryQueue(self.clock.now)

    def service(self, life: Life) -> BatchService:
        jobs = JobService(
            store=life.through(self.store),
            documents=life.through(MemoryDocuments(self.world, now=self.clock.now)),
            control=life.through(MemoryControl(self.world)),
            queue=life.through(self.queue),
            pipelines={"simulated": SIMULATED},
            clock=self.clock,
            ids=RandomIds(),
            limits=Limits(max_active=50),
        )
        return BatchService(jobs=jobs)

    def start(self, life: Life) -> Batch:
        told = {"code": "invalid-input"}
        return self.service(life).start(ADA, "Monday", STARTS, lambda error, number: told, KEY)

    def cancel_all(self) -> list[str]:
        """Ids of all batches there are; their jobs are cancelled."""
        found = list(self.world.heads.get(("batch", "ada"), {}))
        for batch_id in found:
            self.service(Life()).cancel(ADA, batch_id, None)
        return found


def test_a_repeat_makes_a_batch_whole_wherever_the_first_try_died() -> None:
    points = points_of(lambda life: Table().start(life))
    assert len(points) >= 40
    for dies_at, after in points:
        table = Table()
        with pytest.raises(Died):
            table.start(Life(dies_at, after))
        before = set(table.world.jobs)
        batch = table.start(Life())
        states = [place.job and place.job.status for place in batch.places]
        assert states == [JobStatus.PENDING, JobStatus.PENDING, None, None, JobStatus.PENDING], dies_at
        assert {place.job_id for place in batch.places if place.job} == set(table.world.jobs) >= before
        assert [place.problem is not None for place in batch.places] == [False, False, True, True, False]
        assert len(table.world.heads["batch", "ada"]) == 1
        assert table.start(Life()).places == batch.places
        # At most one job has no message yet: that of the function that died, which the sweep sends.
        assert table.queue.queued() >= 2


def _moments() -> list[int]:
    """Before every call of a port that an undisturbed start makes."""
    return [point for point, after in points_of(lambda life: Table().start(life)) if not after]


def test_two_requests_at_the_same_time_are_one_batch() -> None:
    """The other one runs, whole, at any moment of this one."""

    def two(table: Table, at: int) -> list[Batch]:
        others: list[Batch] = []
        beside = Beside(at, lambda: others.append(table.start(Life())))
        return [*others, table.start(beside), *others]

    for at in _moments():
        one, other = two(table := Table(), at)
        assert one.places == other.places
        assert len(table.world.jobs) == 3


def _is_all_cancelled(table: Table) -> bool:
    jobs = table.store.read_all(list(table.world.jobs)).values()
    return all(job.status is JobStatus.CANCELLED for job in jobs)


def test_a_batch_that_is_cancelled_while_it_starts_starts_no_more() -> None:
    """But for the one that is being started: that is cancelled too."""
    for at in _moments():
        table = Table()
        seen: list[int] = []

        def cancel(table: Table = table, seen: list[int] = seen) -> None:
            if table.cancel_all():
                seen.append(len(table.world.jobs))

        table.start(Beside(at, cancel))
        assert len(table.world.jobs) <= (seen[0] + 1 if seen else 3), at
        assert _is_all_cancelled(table) == bool(seen), at


@pytest.mark.parametrize("repeated", ["start", "cancel"])
def test_a_cancel_holds_where_the_function_that_starts_dies_after_it(repeated: str) -> None:
    left_running = 0
    for at in _moments():
        for later in (0, 1, 2, 3, 5):
            table = Table()
            with contextlib.suppress(Died):
                table.start(Dying(at, table.cancel_all, later))
            left_running += not _is_all_cancelled(table)
            if repeated == "cancel":
                table.cancel_all()
            elif table.world.heads:
                before = len(table.world.jobs)
                batch = table.start(Life())
                assert not batch.is_cancelled or len(table.world.jobs) == before
            assert _is_all_cancelled(table) or (repeated == "start" and not batch.is_cancelled), (at, later)
    assert left_running


@pytest.mark.parametrize("repeated", ["start", "cancel"])
def test_a_cancel_holds_where_time_runs_out_after_it(monkeypatch: pytest.MonkeyPatch, repeated: str) -> None:
    left_running = 0
    for at in _moments():
        table, time_left = Table(), [True]
        monkeypatch.setattr(batch_changes, "is_left", lambda _, time_left=time_left: time_left[0])

        def cancel(table: Table = table, time_left: list[bool] = time_left) -> None:
            if table.cancel_all():
                time_left[0] = False

        with contextlib.suppress(Unavailable):
            table.start(Beside(at, cancel))
        is_cancelled, time_left[0] = not time_left[0], True
        left_running += is_cancelled and not _is_all_cancelled(table)
        if repeated == "cancel":
            table.cancel_all()
        else:
            table.start(Life())
        assert _is_all_cancelled(table) or not is_cancelled, at
    assert left_running


def test_a_repeat_ends_no_job_of_a_cancelled_batch_that_a_person_retried() -> None:
    table = Table()
    table.start(Life())
    table.cancel_all()
    [batch_id] = table.world.heads["batch", "ada"]
    service = table.service(Life())
    retried = service.batch(ADA, batch_id).places[0].job_id
    service.jobs.retry(ADA, retried)
    table.start(Life())
    assert table.store.read_all([retried])[retried].status is JobStatus.PENDING


def test_a_repeat_that_starts_everything_leaves_no_problem_of_the_first_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = Table()
    starts = STARTS[:2]

    def start() -> Batch:
        def told(error: GenerationError, number: int) -> dict[str, Any]:
            return {"code": error.code}

        return table.service(Life()).start(ADA, None, starts, told, KEY)

    monkeypatch.setattr(batch_changes, "is_left", lambda _: False)
    assert [place.problem for place in start().places] == [{"code": "unavailable"}] * 2
    monkeypatch.undo()
    assert [place.problem for place in start().places] == [None, None]
    table.world.jobs.clear()  # past their time
    [batch_id] = table.world.heads["batch", "ada"]
    counts = table.service(Life()).batch(ADA, batch_id).counts
    assert (counts["gone"], counts["refused"]) == (2, 0)


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
