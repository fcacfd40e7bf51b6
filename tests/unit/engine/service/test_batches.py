"""Batches whose function dies at any call of a port: the repeat makes them whole, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest

from generation.engine.errors import InvalidInput, RequestError
from generation.engine.limits import Limits
from generation.engine.model.job import JobStatus, Options
from generation.engine.service.batches import Batch, BatchService, Start
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.system import RandomIds
from testing.memory.jobs import MemoryJobStore
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue, MemoryWorld
from tests.simulation.pipelines import SIMULATED
from tests.unit.engine.examples import NOW

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


class Died(BaseException):
    """The function ends where it stands."""


class Clock:
    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the service does not wait")


class Life:
    """Of one function: it ends at its n-th call of a port, before or after that."""

    def __init__(self, dies_at: int | None = None, after: bool = False) -> None:
        self.calls = 0
        self._dies_at = dies_at
        self._after = after

    def through(self, port: Any) -> Any:
        return _Through(port, self)

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        dies = self.calls == self._dies_at
        if dies and not self._after:
            raise Died
        answer = method(*arguments, **named)
        if dies:
            raise Died
        return answer


class _Beside(Life):
    """A life in which something else happens at the n-th call."""

    def __init__(self, at: int, happens: Callable[[], object]) -> None:
        super().__init__()
        self._at = at
        self._happens = happens

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        if self.calls + 1 == self._at:
            self._happens()
        return super().call(method, *arguments, **named)


class _Through:
    def __init__(self, port: Any, life: Life) -> None:
        self._port = port
        self._life = life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        return lambda *arguments, **named: self._life.call(method, *arguments, **named)


class Table:
    """What outlives functions."""

    def __init__(self) -> None:
        self.world = MemoryWorld()
        self.store = MemoryJobStore(self.world, now=lambda: NOW)
        self.queue = MemoryQueue(lambda: NOW)

    def service(self, life: Life) -> BatchService:
        jobs = JobService(
            store=life.through(self.store),
            documents=life.through(MemoryDocuments(self.world, now=lambda: NOW)),
            control=life.through(MemoryControl(self.world)),
            queue=life.through(self.queue),
            pipelines={"simulated": SIMULATED},
            clock=Clock(),
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


def _points(ask: Any) -> list[tuple[int, bool]]:
    """Every call of a port that an undisturbed function makes, to die before and after it."""
    life = Life()
    ask(life)
    return [(point, after) for point in range(1, life.calls + 1) for after in (False, True)]


def test_a_repeat_makes_a_batch_whole_wherever_the_first_try_died() -> None:
    points = _points(lambda life: Table().start(life))
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
    return [point for point, after in _points(lambda life: Table().start(life)) if not after]


def test_two_requests_at_the_same_time_are_one_batch() -> None:
    """The other one runs, whole, at any moment of this one."""

    def two(table: Table, at: int) -> list[Batch]:
        batches: list[Batch] = []
        beside = _Beside(at, lambda: batches.append(table.start(Life())))
        return [*batches, table.start(beside), *batches]

    for at in _moments():
        one, other = two(table := Table(), at)
        assert one.places == other.places
        assert len(table.world.jobs) == 3


def test_a_batch_that_is_cancelled_while_it_starts_ends_with_all_its_jobs_cancelled() -> None:
    def cancelled(table: Table, at: int) -> bool:
        batches: list[str] = []
        table.start(_Beside(at, lambda: batches.extend(table.cancel_all())))
        return bool(batches)

    for at in _moments():
        is_cancelled = cancelled(table := Table(), at)
        jobs = table.store.read_all(list(table.world.jobs)).values()
        assert len(jobs) == 3
        assert {job.status is JobStatus.CANCELLED for job in jobs} == {is_cancelled}, at
