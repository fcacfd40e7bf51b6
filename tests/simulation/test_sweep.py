"""The sweep over many jobs: long queues, lost messages, a slow store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.flow.turn import Arrival, SeenOrder, Turns
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.control import Pauses
from generation.engine.model.job import Job, JobStatus
from generation.engine.policy import RecoveryPolicy
from generation.engine.recovery.sweep import Sweep, SweepReport
from testing.memory.stores import MemoryControl, MemoryJobStore, MemoryQueue
from testing.offload import at_once
from tests.simulation.loop import BEGIN, simulate
from tests.simulation.world import ADA, World, with_limits

MANY = with_limits(max_active=10_000, deadline=timedelta(hours=12), queue_deadline=timedelta(days=2))
MINUTE = timedelta(minutes=1)
FUNCTION_TIME = timedelta(seconds=55)


def turns_now(world: World) -> Turns:
    """For a message that comes now."""
    return Turns(
        store=world.store,
        queue=world.queue,
        clock=world.clock,
        limits=world.limits,
        offload=at_once,
        horizon_s=None,
        arrival=Arrival(Pauses(), world.store.line(world.limits.policy.flow.looked_at)),
        put_off_s=60,
        seen=SeenOrder(),
    )


class Crowd:
    """A world of many jobs: each takes a worker so many seconds, `slots` of them at a time."""

    def __init__(self, slots: int, job_s: float) -> None:
        self.world = World(limits=MANY)
        self.slots = slots
        self.job_s = job_s
        self.taken: dict[str, float] = {}
        self.requeued: dict[str, float] = {}
        self.reports: list[SweepReport] = []
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, number: int, *, lost: bool = False) -> str:
        job_id = self.world.start({"topics": 1, "subject": str(number)})
        if lost:
            self.world.queue.messages.pop()
        return job_id

    def serve(self) -> None:
        """Workers and a sweep each minute, from now on."""
        self._tasks += [asyncio.create_task(self._work()) for _ in range(self.slots)]

    def sweep_each_minute(self) -> None:
        self._tasks.append(asyncio.create_task(self._sweep()))

    async def _work(self) -> None:
        world = self.world
        while True:
            job_id = world.queue.receive()
            job = await turns_now(world).job_for(job_id) if job_id else None
            if job is None:
                await asyncio.sleep(0.2)
                continue
            self.taken[job.job_id] = asyncio.get_running_loop().time()
            until = world.clock.now() + timedelta(seconds=self.job_s + 1)
            world.store.renew(job.job_id, job.token, until)
            await asyncio.sleep(self.job_s)
            world.store.commit(Checkpoint(job=ended(job), slot=ActiveSlot.RELEASE))

    async def _sweep(self) -> None:
        world = self.world
        send = world.queue.send
        while True:
            await asyncio.sleep(60)

            def sent(job_id: str, delay_s: int = 0, owner: str = "") -> None:
                self.requeued.setdefault(job_id, asyncio.get_running_loop().time())
                send(job_id, delay_s, owner)

            world.queue.send = sent  # type: ignore[method-assign]
            self.reports.append(world.sweep().run())
            world.queue.send = send  # type: ignore[method-assign]

    async def until(self, is_so: Callable[[], bool], hours: float = 6) -> None:
        for _ in range(int(hours * 3600)):
            if is_so():
                return
            await asyncio.sleep(1)
        raise AssertionError("not so within the time")

    @property
    def requeues(self) -> int:
        return sum(report.requeued for report in self.reports)


def ended(job: Job) -> Job:
    return replace(job, status=JobStatus.COMPLETED, lease_until=None, version=job.version + 1)


def test_a_backlog_without_a_fault_is_not_queued_again() -> None:
    """20 minutes long: a job waits for more than the sweep's longest patience."""

    async def main() -> None:
        crowd = Crowd(slots=10, job_s=30)
        for number in range(400):
            crowd.start(number)
        crowd.serve()
        crowd.sweep_each_minute()
        await crowd.until(lambda: len(crowd.taken) == 400)
        assert len(crowd.reports) * MINUTE > RecoveryPolicy().longest_patience
        assert crowd.requeues == 0

    simulate(main())


def test_a_queue_that_nobody_serves_is_not_filled_with_copies() -> None:
    async def main() -> None:
        crowd = Crowd(slots=10, job_s=30)
        for number in range(100):
            crowd.start(number)
        crowd.sweep_each_minute()
        await asyncio.sleep(3 * 3600)
        assert crowd.requeues == 0
        crowd.serve()
        await crowd.until(lambda: len(crowd.taken) == 100)
        assert crowd.requeues == 0

    simulate(main())


def test_lost_messages_of_a_burst_are_found_when_the_queue_is_empty() -> None:
    async def main() -> None:
        crowd = Crowd(slots=10, job_s=30)
        lost = [crowd.start(number, lost=number % 20 == 0) for number in range(200)][::20]
        crowd.serve()
        crowd.sweep_each_minute()
        await crowd.until(lambda: len(crowd.taken) == 190)
        drained_at = asyncio.get_running_loop().time()
        await crowd.until(lambda: len(crowd.taken) == 200)
        assert crowd.requeues == len(lost)
        assert max(crowd.requeued.values()) - drained_at < 3 * 60 + 1

    simulate(main())


def test_lost_messages_are_found_in_a_queue_that_is_never_empty() -> None:
    """Ten workers take 20 jobs a minute, as many come, 100 wait all the time: five minutes."""

    async def main() -> None:
        crowd = Crowd(slots=10, job_s=30)
        for number in range(100):
            crowd.start(number)
        crowd.serve()
        crowd.sweep_each_minute()
        lost: dict[str, float] = {}
        for number in range(100, 1000):
            job_id = crowd.start(number, lost=number % 50 == 0)
            if number % 50 == 0:
                lost[job_id] = asyncio.get_running_loop().time()
                number += 1
                crowd.start(10_000 + number)  # so that as many wait
            await asyncio.sleep(3)
            assert crowd.world.queue.backlog() > 50
        early = {job_id: at for job_id, at in lost.items() if at < 2100}
        assert len(early) > 10
        for job_id, at in early.items():
            # Any ticket brings it when its turn comes; its own is made anew for whoever waits then.
            assert crowd.taken[job_id] - at <= 5 * 60 + 60, job_id
        assert len(early) <= crowd.requeues <= len(lost)

    simulate(main())


class SteppedClock:
    def __init__(self) -> None:
        self.time = BEGIN

    def now(self) -> Any:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


class SlowStore(MemoryJobStore):
    """Each request takes time."""

    def __init__(self, clock: SteppedClock, seconds: float) -> None:
        super().__init__(now=clock.now)
        self.clock = clock
        self.step = timedelta(seconds=seconds)

    def take(self, *arguments: Any, **named: Any) -> Job | None:
        self.clock.time += self.step
        return super().take(*arguments, **named)

    def commit(self, checkpoint: Checkpoint) -> None:
        self.clock.time += self.step
        super().commit(checkpoint)


def job(number: int) -> Job:
    return Job(
        job_id=f"job_{number:04}",
        owner="ada",
        org_id=None,
        pipeline="simulated",
        subject=str(number),
        title="One of many",
        status=JobStatus.RUNNING,
        steps=(),
        created_at=BEGIN,
        lease_until=BEGIN,  # its worker has died
    )


@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_a_sweep_ends_in_time_and_the_next_one_goes_on_where_it_stopped(seconds: float) -> None:
    clock = SteppedClock()
    store, queue = SlowStore(clock, seconds), MemoryQueue(clock.now)
    for number in range(1000):
        store.create(Checkpoint(job=job(number), slot=ActiveSlot.CLAIM, max_active=1000), {})
    clock.time += MINUTE
    sweep = Sweep(store=store, queue=queue, clock=clock, control=MemoryControl(store.world))
    sweeps = 0
    while len(queue.messages) < 1000:
        begun = clock.time
        report = sweep.run(begun + FUNCTION_TIME)
        sweeps += 1
        assert 0 < report.requeued == report.active
        assert clock.time - begun <= FUNCTION_TIME - RecoveryPolicy().reserve + 2 * timedelta(seconds=seconds)
        clock.time = max(begun + MINUTE, clock.time)
    # None was looked at twice before all were looked at once.
    assert [message.content for message in queue.messages] == [f"job_{n:04}" for n in range(1000)]
    assert sweeps == pytest.approx(1000 * 2 * seconds / 40, rel=0.1, abs=1)


def test_a_sweep_that_breaks_off_keeps_its_place() -> None:
    clock = SteppedClock()
    store, queue = SlowStore(clock, 0), MemoryQueue(clock.now)
    for number in range(10):
        store.create(Checkpoint(job=job(number), slot=ActiveSlot.CLAIM, max_active=1000), {})
    clock.time += MINUTE
    active_jobs = store.active_jobs

    def broken(after: Any = None) -> Any:
        yield from list(active_jobs(after))[:4]
        raise RuntimeError("a read that fails")

    store.active_jobs = broken  # type: ignore[method-assign]
    sweep = Sweep(store=store, queue=queue, clock=clock, control=MemoryControl(store.world))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            sweep.run()
    assert [message.content for message in queue.messages] == [f"job_{n:04}" for n in range(8)]


def test_what_a_lagging_list_shows_is_looked_at_again() -> None:
    """An overdue job that ended and was retried before the sweep came to it."""

    async def main() -> None:
        world = World(limits=with_limits(deadline=timedelta(minutes=10)))
        job_id = world.start()
        await asyncio.sleep(601)
        seen = list(world.store.active_jobs())
        world.store.active_jobs = lambda after=None: seen  # type: ignore[method-assign]
        world.service.cancel(ADA, job_id)
        world.service.retry(ADA, job_id)
        report = world.sweep().run()
        assert report == SweepReport(active=1)
        assert (await world.serve(job_id)).status is JobStatus.COMPLETED

    simulate(main())
