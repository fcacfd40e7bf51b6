"""What holds after every run, whatever happened in it."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generation.engine.model.event import TERMINAL_EVENTS
from generation.engine.model.job import FINISHED, Job, OpenCalls, StepStatus, Usage
from generation.engine.model.ledger import Funding
from generation.engine.pipeline import Each, FanOut
from generation.engine.policy import Policy
from generation.engine.worker import plan
from tests.simulation import figures
from tests.simulation.model import MOST, USAGE
from tests.simulation.world import World


def check(world: World, job: Job, *, kills: int | None = None) -> None:
    """`kills`: how many workers died; each may have taken the calls with it that were in flight or
    not yet checkpointed. None: not known, so repeated calls are not judged."""
    check_many(world, [job])
    if kills is not None:
        repeated = sum(count - 1 for count in world.model.answered().values())
        assert repeated <= kills * world.limits.items_at_once, world.model.answered()
    if kills == 0:
        answers = sum(call.outcome in ("answered", "invalid") for call in world.model.made)
        aborted = sum(call.outcome in ("aborted", "server-error") for call in world.model.made)
        limited = sum(call.outcome in ("rate-limited", "long-limit") for call in world.model.made)
        assert job.usage == sum(
            (USAGE for _ in range(answers)),
            Usage(limited_calls=limited)
            + (OpenCalls(calls=aborted, most_usd=aborted * MOST).aborted() if aborted else Usage()),
        )


def check_many(world: World, jobs: Sequence[Job]) -> None:
    """What holds of jobs that have all ended, however many there were."""
    for job in jobs:
        assert job.status in FINISHED
        check_feed(world, job)
        check_order(world, job)
        check_steps(job)
        check_writes(world, job)
        check_tasks(world, job)
        check_repeats(world, job)
        assert job.open_calls == OpenCalls(), "a job that has ended has no call under way"
    check_room(world)
    check_figures(world)
    check_reservations(world)
    world.check_money()


def check_figures(world: World) -> None:
    """Counts, tokens and cost are what the feeds and the jobs say, on each day, whoever has died."""
    while world.store.world.ends:
        world.fold(fold_at=1).run()
    jobs = world.store.all_jobs()
    feeds = [(job, list(world.store.events(job.job_id, 0, 100_000))) for job in jobs]
    told = figures.told(world.figures)
    assert {day: figures.counts_of(one) for day, one in told.items()} == figures.expected(feeds)
    total = figures.summed(told.values())
    assert figures.same_usage(total.usage, figures.used(jobs)), (total.usage, figures.used(jobs))
    assert total.queue.total <= sum(job.attempt for job in jobs)
    assert total.duration.total <= total.completed


def check_feed(world: World, job: Job) -> None:
    events = world.events(job.job_id)
    assert [event["event_id"] for event in events] == list(range(1, job.last_event_id + 1))
    types = [event["type"] for event in events]
    assert types[0] == "job_created"
    ends = [n for n, kind in enumerate(types) if kind in TERMINAL_EVENTS]
    assert ends[-1] == len(types) - 1
    assert len(ends) == job.attempt
    for end in ends[:-1]:
        assert types[end + 1] in ("step_started", "job_cancelled", "job_failed"), types[end : end + 3]
    open_items: Counter[str] = Counter()
    for event in events:
        if event["type"] in TERMINAL_EVENTS:
            open_items.clear()  # the next attempt begins anew what this one left unfinished
        elif event["type"] == "item_started":
            assert open_items[event["item_id"]] == 0, event
            open_items[event["item_id"]] = 1
        elif event["type"] == "item_completed":
            assert open_items[event["item_id"]] == 1, event
            open_items[event["item_id"]] = 0


def check_order(world: World, job: Job) -> None:
    """A step begins when all before it are complete, or, for Each, when an item it lives on is."""
    complete: set[str] = set()
    pipeline = world.pipelines[job.pipeline]
    for event in world.events(job.job_id):
        if event["type"] == "step_completed":
            complete.add(event["step"])
        elif event["type"] == "step_started":
            step = pipeline.step(event["step"])
            if not (isinstance(step, FanOut) and isinstance(step.over, Each)):
                earlier = pipeline.steps[: pipeline.index(step.name)]
                assert {s.name for s in earlier} <= complete, event


def check_steps(job: Job) -> None:
    assert not any(step.status is StepStatus.RUNNING for step in job.steps)
    if job.status == "completed":
        assert all(step.status is StepStatus.COMPLETED for step in job.steps)
        assert job.progress == 100
    else:
        assert job.progress < 100


def check_writes(world: World, job: Job) -> None:
    """Every write of the job, in order: one writer after the other, nothing that goes back, and nothing
    after the end but a retry."""
    written = [write for write in world.store.written if write.job.job_id == job.job_id]
    for earlier, later in pairwise(write.job for write in written):
        assert earlier.token <= later.token
        assert earlier.last_event_id <= later.last_event_id
        if earlier.attempt == later.attempt:
            assert not earlier.is_finished, "written after the end"
            assert earlier.progress <= later.progress
        else:
            assert (earlier.is_finished, later.attempt) == (True, earlier.attempt + 1)
    for before, write in pairwise(written):
        assert before.job.version <= write.job.version
        if write.tasks or shown(before.job) != shown(write.job):
            assert before.job.version < write.job.version, "a reader's ETag would hide it"


def check_repeats(world: World, job: Job) -> None:
    """No call begun whose answer was kept already."""
    written = [write for write in world.store.written if write.job.job_id == job.job_id]
    kept: dict[tuple[str, str], float] = {}
    for write in written:
        for call in write.calls:
            if call.is_done:
                kept.setdefault((call.task_id, call.key), write.at)
        for task in write.tasks:
            if task.status is StepStatus.COMPLETED:
                kept.setdefault((task.task_id, ""), write.at)
    for made in (call for call in world.model.made if call.of.job_id == job.job_id):
        task_id, key = made.task
        for known in ((task_id, key), (task_id, "")):
            assert made.began_at <= kept.get(known, made.began_at), f"{made} was kept already"


def shown(job: Job) -> Job:
    """What a reader sees of it: the version speaks for that, and stores tell by it which state of a task
    is the newer one."""
    return replace(
        job,
        version=0,
        token=0,
        open_calls=OpenCalls(),
        reservations=(),
        plan="",
        funding=Funding(),
        lease_until=None,
        due_at=None,
        queued_at=None,
        deadline_at=None,
        deadline_from=None,
        tag=None,
        is_ranked=False,
        begun_at=None,
        sweeps=0,
        crashes=0,
        longest_call_ms=0,
        last_log_id=0,
    )


def check_tasks(world: World, job: Job) -> None:
    tasks = world.store.tasks(job.job_id)
    assert all(plan.shown(job, task) is not StepStatus.RUNNING for task in tasks)
    for step in job.steps:
        items = [task for task in tasks if task.step == step.name and task.item_id is not None]
        if step.items_total is not None:
            assert step.items_total == len(items)
            assert step.items_completed == sum(task.status is StepStatus.COMPLETED for task in items)
    assert not world.store.world.claims.get(job.owner), "the job still holds its owner's active slot"


LATE_S = Policy().model_limit.latest.total_seconds() + 15.0
"""A call may wait for its slot and its checkpoint after the reservation was looked at."""


def check_reservations(world: World) -> None:
    """Where a limit is set each call has used a reservation of its own; the others went by."""
    if not world.model_limits.is_set:
        assert world.budget.asked == 0
        return
    calls = sorted(call.began_at for call in world.model.made)
    assert len(calls) <= len(world.budget.granted), "calls without a reservation"
    if world.jumps_s:
        return  # Whose clock is wrong begins at a wrong time.
    free = sorted(world.budget.granted)
    for began_at in calls:
        free = free[bisect_left(free, began_at - LATE_S) :]
        assert free, f"no reservation for the call at {began_at}"
        assert free.pop(0) <= began_at + 1e-3, f"the call at {began_at} was too early"


def check_room(world: World) -> None:
    """What is counted as stored is what is stored, whatever died, came twice or was refused."""
    stored: dict[tuple[str, str], tuple[int, int]] = {}
    for place, heads in world.store.world.heads.items():
        sizes = [size for head in heads.values() if (size := json.loads(head).get("size")) is not None]
        if sizes:
            stored[place] = (len(sizes), sum(sizes))
    assert {place: count for place, count in world.store.world.room.items() if any(count)} == stored
