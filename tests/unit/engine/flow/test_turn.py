"""Turn: from a message to a job, and what of the policy holds for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.flow.order import Lease, Waiting
from generation.engine.flow.turn import SeenOrder, Turns, arrival, precedence
from generation.engine.limits import Limits
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.control import Pause, Scope
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.policy import FlowPolicy, RecoveryPolicy
from generation.engine.recovery.sweep import Sweep
from testing.memory.stores import MemoryControl, MemoryJobStore, MemoryQueue
from tests.unit.functions.world import START, StillClock

SECOND = timedelta(seconds=1)


class Bench:
    def __init__(self) -> None:
        self.clock = StillClock()
        self.store = MemoryJobStore(now=self.clock.now)
        self.queue = MemoryQueue(self.clock.now)
        self.control = MemoryControl(self.store.world)
        self.horizon_s: Callable[[], float] | None = None

    def job(self, number: int, **changes: Any) -> Job:
        members = {
            "job_id": f"job_{number}",
            "owner": "ada",
            "org_id": None,
            "pipeline": "exam_course",
            "subject": str(number),
            "title": "t",
            "status": JobStatus.PENDING,
            "steps": (),
            "created_at": START,
            "queued_at": START,
            "tag": number,
        }
        job = Job(**{**members, **changes})
        standing = self.store.standing(job.owner)
        self.store.create(Checkpoint(job=job, slot=ActiveSlot.CLAIM, max_active=5000, standing=standing), {})
        return job

    def message(self, job_id: str) -> str | None:
        """The job that a message which names `job_id` is for."""

        async def offload(ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
            return ask(*arguments, **named)

        async def main() -> Job | None:
            turns = await self.turns(offload, SeenOrder())
            return await turns.job_for(job_id)

        job = asyncio.run(main())
        return None if job is None else job.job_id

    def messages(self, job_ids: Sequence[str]) -> list[str | None]:
        """The jobs that messages which come together to one process are for. Each look ends for all of them
        before the first job is begun."""

        async def offload(ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
            answer = ask(*arguments, **named)
            await asyncio.sleep(0)
            return answer

        async def main() -> list[Job | None]:
            turns = await self.turns(offload, SeenOrder())
            return await asyncio.gather(*map(turns.job_for, job_ids))

        return [job.job_id if job else None for job in asyncio.run(main())]

    async def turns(self, offload: Callable[..., Any], seen: SeenOrder) -> Turns:
        found = await arrival(self.store, self.control, FlowPolicy(), offload)
        return Turns(
            store=self.store,
            queue=self.queue,
            clock=self.clock,
            limits=Limits(),
            offload=offload,
            horizon_s=self.horizon_s,
            arrival=found,
            put_off_s=77,
            seen=seen,
        )

    @property
    def delays(self) -> list[float]:
        return [(message.due_at - self.clock.now()).total_seconds() for message in self.queue.messages]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_ticket_brings_the_job_whose_turn_it_is(bench: Bench) -> None:
    for number in (1, 2, 3):
        bench.job(number)
    assert [bench.message("job_3") for _ in range(4)] == ["job_1", "job_2", "job_3", None]
    assert not bench.queue.messages


def test_tickets_that_come_together_try_each_job_once(bench: Bench) -> None:
    names = [bench.job(number).job_id for number in range(1, 9)]
    begin, tried = bench.store.begin, list[str]()

    def counting(waiting: Waiting, lease: Lease) -> Job | None:
        tried.append(waiting.job_id)
        return begin(waiting, lease)

    bench.store.begin = counting  # type: ignore[method-assign]
    assert bench.messages(names) == names
    assert tried == names


def test_a_ticket_more_than_there_are_jobs_comes_again(bench: Bench) -> None:
    names = [bench.job(number).job_id for number in (1, 2)]
    assert bench.messages([*names, "job_2"]) == ["job_1", "job_2", None]
    assert bench.delays == [FlowPolicy().contended_s], "it had seen them wait"


def test_a_ticket_of_a_job_that_the_index_does_not_show_yet_brings_it(bench: Bench) -> None:
    bench.job(1)
    bench.store.line = lambda most: []  # type: ignore[method-assign]
    assert bench.message("job_1") == "job_1"


@pytest.mark.parametrize("job_id", ["job_9", "", "x" * 5000])
def test_a_message_about_nothing_brings_nothing(bench: Bench, job_id: str) -> None:
    assert bench.message(job_id) is None


def test_a_begun_job_comes_before_those_that_wait(bench: Bench) -> None:
    bench.job(1)
    bench.message("job_1")
    bench.job(2)
    assert bench.message("job_1") == "job_2"  # its worker has it: the message is a ticket all the same
    bench.clock.time += Limits().lease
    bench.job(3)
    assert bench.message("job_1") == "job_1"


def test_a_job_of_a_higher_priority_is_begun_at_the_place_of_the_first(bench: Bench) -> None:
    bench.job(1)
    bench.job(2)
    bench.job(3, options=Options(priority="high"), is_ranked=True)
    assert [bench.message("job_1") for _ in range(3)] == ["job_3", "job_1", "job_2"]


def test_ranked_jobs_are_looked_for_where_not_all_of_them_are_seen(bench: Bench) -> None:
    looked_at = FlowPolicy().looked_at
    assert looked_at == 25
    bench.job(1, owner="grace")
    for number in range(looked_at + 5):
        bench.job(100 + number, is_ranked=True)
    bench.job(999, owner="grace", options=Options(priority="high"), is_ranked=True)
    assert bench.message("job_1") == "job_999"


@pytest.mark.parametrize(("horizon_s", "begins"), [(0.0, True), (2.0, True), (2.1, False)])
def test_a_job_is_begun_within_the_longest_horizon_s(bench: Bench, horizon_s: float, begins: bool) -> None:
    assert FlowPolicy().longest_horizon_s == 2.0
    bench.job(1)
    bench.horizon_s = lambda: horizon_s
    assert (bench.message("job_1") is not None) is begins
    assert bench.delays == ([] if begins else [3])


def test_a_ticket_comes_again_within_longest_put_off_s(bench: Bench) -> None:
    bench.job(1)
    bench.horizon_s = lambda: 1e6
    assert bench.message("job_1") is None
    assert bench.delays == [FlowPolicy().longest_put_off_s] == [60]


def test_a_ticket_that_could_begin_nothing_comes_again_after_contended_s(bench: Bench) -> None:
    bench.job(1)
    now = bench.clock.now()
    bench.store.take("job_1", now=now, until=now + SECOND, expect=frozenset({JobStatus.PENDING}), steal=True)
    assert bench.message("job_1") is None
    assert bench.delays == [FlowPolicy().contended_s] == [1]


@pytest.mark.parametrize(
    ("scope", "value", "begun"),
    [
        (Scope.ALL, "", [None, None]),
        (Scope.OWNER, "flood", ["job_999", None]),
        (Scope.PIPELINE, "exam_course", ["job_999", None]),
        (Scope.OWNER, "nobody", ["job_0", "job_1"]),
    ],
)
def test_nothing_that_is_paused_is_begun_and_others_behind_it_are(
    bench: Bench, scope: Scope, value: str, begun: list[str | None]
) -> None:
    for number in range(FlowPolicy().looked_at + 10):
        bench.job(number, owner="flood")
    bench.job(999, owner="grace", pipeline="training_program")
    pause = Pause(scope=scope, value=value, reason="costs", paused_at=START)
    bench.control.pause(pause)
    assert [bench.message("job_0") for _ in range(2)] == begun
    assert bench.delays == [77] * begun.count(None)


def test_a_paused_job_that_was_begun_is_not_carried_on(bench: Bench) -> None:
    bench.job(1)
    bench.message("job_1")
    bench.clock.time += Limits().lease
    pause = Pause(scope=Scope.OWNER, value="ada", reason="costs", paused_at=START)
    bench.control.pause(pause)
    assert bench.message("job_1") is None
    assert bench.delays == [77]


def test_one_jobs_precedence_is_priority_then_time_then_id() -> None:
    bench = Bench()
    low = bench.job(1, options=Options(priority="low"), queued_at=START)
    late = bench.job(2, queued_at=START + SECOND)
    early = bench.job(3)
    twin = bench.job(4)
    high = bench.job(5, options=Options(priority="high"), queued_at=START + 9 * SECOND)
    assert sorted([low, late, early, twin, high], key=precedence) == [high, early, twin, late, low]


def test_a_place_is_counted_from_so_many_and_looked_at_so_often() -> None:
    policy = FlowPolicy()
    assert (policy.counted, policy.fresh) == (1_000, 2 * SECOND)


def test_the_latest_places_are_remembered() -> None:
    assert FlowPolicy().remembered == 1_000
    seen = SeenOrder()
    for tag in range(5):
        seen.remember(Waiting(job_id="job_1", owner="ada", pipeline="exam_course", tag=tag), most=3)
    assert list(seen.begun) == [(2, "job_1"), (3, "job_1"), (4, "job_1")]


def test_a_sweep_makes_up_for_tickets_at_once_at_most(bench: Bench) -> None:
    most = RecoveryPolicy(tickets_at_once=3)
    assert RecoveryPolicy().tickets_at_once == 1_000
    for number in range(5):
        bench.job(number)
    sweep = Sweep(store=bench.store, queue=bench.queue, clock=bench.clock, control=bench.control, policy=most)
    requeued = []
    for _ in range(5):
        bench.clock.time += timedelta(seconds=61)
        requeued.append(sweep.run().requeued)
    assert requeued == [0, 3, 2, 0, 0]
