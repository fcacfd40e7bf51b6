"""Batches whose function dies at any call of a port: the repeat makes them whole, and nothing twice."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import (
    GenerationError,
    Unavailable,
)
from generation.engine.model.batch import KIND, STARTED, STARTING, Batch
from generation.engine.model.checkpoint import Edit
from generation.engine.model.job import JobStatus
from generation.engine.service import batch_changes
from generation.engine.service.batches import UNAVAILABLE
from testing.lives import Beside, Died, Dying, Life, points_of
from testing.memory.stores import MemoryDocuments
from tests.unit.engine.service.batches import ADA, KEY, STARTS, Table


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


def test_a_batch_that_the_same_request_has_closed_starts_no_more() -> None:
    """Its owner may have cancelled what was started by then."""
    for at in _moments():
        table = Table()
        seen: list[int] = []

        def close(table: Table = table, seen: list[int] = seen) -> None:
            documents = MemoryDocuments(table.world, now=table.clock.now)
            for batch_id in table.world.heads.get((KIND, "ada"), {}):
                edit = Edit(
                    kind=KIND, owner="ada", document_id=batch_id, edits={}, expect=STARTING, status=STARTED
                )
                if documents.edit(edit):
                    seen.append(len(table.world.jobs))

        table.start(Beside(at, close))
        assert len(table.world.jobs) <= (seen[0] + 1 if seen else 3), at


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


def test_a_batch_is_not_finished_while_a_late_repeat_starts_what_is_missing() -> None:
    def left_behind() -> Table:
        """Its function died before it had started anything, a minute ago."""
        table = Table()
        with pytest.raises(Died):
            table.start(Life(2, after=True))
        assert (len(table.world.heads[KIND, "ada"]), len(table.world.jobs)) == (1, 0)
        table.clock.time += timedelta(minutes=1)
        return table

    seen: list[tuple[bool, int]] = []
    for at, after in points_of(lambda life: left_behind().start(life)):
        if after:
            continue
        table = left_behind()
        [batch_id] = table.world.heads[KIND, "ada"]

        def look(table: Table = table, batch_id: str = batch_id) -> None:
            seen.append((table.service(Life()).batch(ADA, batch_id).is_finished, len(table.world.jobs)))

        table.start(Beside(at, look))
    assert seen[0] == (True, 0)
    assert (False, 0) in seen, "before the first job is there"
    assert not any(is_finished for is_finished, jobs in seen if jobs)
    told = seen.index((False, 0))
    assert not any(is_finished for is_finished, _ in seen[told:])


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
    assert [place.problem for place in start().places] == [{"code": UNAVAILABLE}] * 2
    monkeypatch.undo()
    assert [place.problem for place in start().places] == [None, None]
    table.world.jobs.clear()  # past their time
    [batch_id] = table.world.heads["batch", "ada"]
    counts = table.service(Life()).batch(ADA, batch_id).counts
    assert (counts["gone"], counts["refused"]) == (2, 0)
