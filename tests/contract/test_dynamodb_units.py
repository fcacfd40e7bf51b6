"""Units: what each access pattern costs, as docs/data-model.md says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from botocore.model import OperationModel

from generation.engine.model.job import ACTIVE, JobStatus, StepState, StepStatus
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import JobFilter, ModelBudget, SweepMark
from generation.stores.dynamodb.actions import item_bytes
from tests.conftest import Aws
from tests.contract.examples import LEASE, Stack, call, task, written

pytestmark = pytest.mark.on("dynamodb", "moto")

STEPS = tuple(
    StepState(name=name, label=name.replace("_", " "), status=StepStatus.COMPLETED)
    for name in (
        "initialize",
        "fetch_questions",
        "detect_topics",
        "generate_lessons",
        "save_course",
        "finalize",
    )
)

AHEAD = ModelLimitPolicy().ahead


@dataclass
class Meter:
    """What was asked of DynamoDB since `of` began: requests, and units.

    The emulator charges writes by size as DynamoDB does, and any read one unit; so reads are counted
    here: 4 KB a unit, each item on its own, also one that is not there, but those of a query together;
    half where it may be stale.
    """

    requests: int = 0
    units: float = 0.0
    asked: dict[str, Any] = field(default_factory=dict)

    def ask(self, params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"
        self.asked = params

    def read(self, parsed: dict[str, Any], model: OperationModel, **_: Any) -> None:
        self.requests += 1
        if model.name == "GetItem":
            self.units += self._units([parsed.get("Item", {})], self.asked)
        elif model.name == "BatchGetItem":
            [(name, keys)] = self.asked["RequestItems"].items()
            found = parsed["Responses"][name]
            missing: list[dict[str, Any]] = [{}] * (len(keys["Keys"]) - len(found))
            self.units += sum(self._units([item], keys) for item in [*found, *missing])
        elif model.name == "Query":
            self.units += self._units(parsed["Items"], self.asked)
        elif "Error" in parsed:
            self.units += 1  # a failed condition is billed, which the emulator does not say
        else:
            consumed = parsed["ConsumedCapacity"]
            every = consumed if isinstance(consumed, list) else [consumed]
            self.units += sum(one["CapacityUnits"] for one in every)

    def of(self, act: Callable[[], object]) -> tuple[int, float]:
        self.requests, self.units = 0, 0.0
        act()
        return self.requests, self.units

    @staticmethod
    def _units(items: list[dict[str, Any]], asked: dict[str, Any]) -> float:
        whole = max(1, math.ceil(sum(map(item_bytes, items)) / 4096))
        return whole if asked.get("ConsistentRead") else whole / 2


@contextmanager
def metering(aws: Aws, meter: Meter) -> Iterator[None]:
    events = aws.dynamodb.meta.events
    events.register("provide-client-params.dynamodb", meter.ask)
    events.register("after-call.dynamodb", meter.read)
    yield
    events.unregister("provide-client-params.dynamodb", meter.ask)
    events.unregister("after-call.dynamodb", meter.read)


@pytest.fixture
def meter(aws: Aws) -> Iterator[Meter]:
    meter = Meter()
    with metering(aws, meter):
        yield meter


def test_a_status_poll_is_one_read_of_one_unit(stack: Stack, meter: Meter) -> None:
    stack.create(stack.job(steps=STEPS))
    assert meter.of(lambda: stack.jobs.read("job_1")) == (1, 1.0)


def test_a_start_costs_two_units_an_item(stack: Stack, meter: Meter) -> None:
    """Job (and its place in the index), input, two listings, owner's active slots, feed, key."""
    job = stack.job(steps=STEPS)
    events, logs, idempotency = (stack.event(1),), (stack.entry(1),), stack.idempotency()
    spent = meter.of(lambda: stack.create(job, events=events, logs=logs, idempotency=idempotency))
    assert spent == (1, 7 * 2.0 + 1.0)


def test_leases_cost_one_unit(stack: Stack, meter: Meter) -> None:
    stack.create(stack.job(steps=STEPS))
    assert meter.of(stack.take) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.renew("job_1", 1, stack.now + LEASE)) == (1, 1.0)


def test_a_checkpoint_of_the_job_alone_costs_half_a_transaction(stack: Stack, meter: Meter) -> None:
    job = stack.started(steps=STEPS)
    assert meter.of(lambda: stack.commit(job)) == (1, 1.0)


def test_the_checkpoint_of_a_lesson_costs_eight_units(stack: Stack, meter: Meter) -> None:
    """Job, task, feed, part of the course."""
    job = stack.started(steps=STEPS)
    lesson = replace(written(stack.document("c1", kind="course")), head=None)
    spent = meter.of(
        lambda: stack.commit(
            job,
            tasks=(task(1),),
            events=(stack.event(1), stack.event(2), stack.event(3)),
            logs=(stack.entry(1), stack.entry(2)),
            documents=(lesson,),
        )
    )
    assert spent == (1, 4 * 2.0)


def test_the_end_takes_the_job_out_of_the_index(stack: Stack, meter: Meter) -> None:
    """Job, owner's active slots, the end for the figures; one unit for the index."""
    job = stack.started(steps=STEPS)
    assert meter.of(lambda: stack.end(job)) == (1, 3 * 2.0 + 1.0)


def test_a_pulse_costs_one_unit_watched_or_not(stack: Stack, meter: Meter) -> None:
    stack.create(stack.job(steps=STEPS))
    assert meter.of(lambda: stack.jobs.pulse("job_1")) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.watch("job_1", stack.now + timedelta(seconds=10))) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.pulse("job_1")) == (1, 1.0)


def test_a_look_before_calls_costs_a_unit_for_what_is_paused_and_two_a_job(
    stack: Stack, meter: Meter
) -> None:
    for number in (1, 2):
        stack.create(stack.job(f"job_{number}", subject=str(number), steps=STEPS))
    assert meter.of(lambda: stack.control.clearance(["job_1"])) == (1, 3.0)
    assert meter.of(lambda: stack.control.clearance(["job_1", "job_2"])) == (1, 5.0)


def test_a_poll_of_the_feed_costs_one_unit(stack: Stack, meter: Meter) -> None:
    job = stack.started(steps=STEPS)
    for number in range(1, 11):
        stack.commit(job, events=(stack.event(number),))
    assert meter.of(lambda: stack.jobs.events("job_1", 0, 500)) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.events("job_1", 10, 500)) == (1, 1.0)


def test_items_and_takeover_are_few_reads(stack: Stack, meter: Meter) -> None:
    job = stack.started(steps=STEPS)
    assert meter.of(lambda: stack.jobs.load("job_1", is_new=True)) == (1, 1.0)
    stack.commit(job, tasks=tuple(task(i) for i in range(10)), calls=tuple(call(item=i) for i in range(10)))
    assert meter.of(lambda: stack.jobs.tasks("job_1")) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.load("job_1")) == (3, 3.0)


def test_a_page_of_jobs_is_two_questions(stack: Stack, meter: Meter) -> None:
    for number in range(30):
        stack.create(stack.job(f"job_{number:02}", steps=STEPS), max_active=100)
    which = JobFilter(owner="ada")
    assert meter.of(lambda: stack.jobs.jobs(which, limit=25, cursor=None)) == (2, 25 + 1.0)
    active = replace(which, statuses=ACTIVE)
    assert meter.of(lambda: stack.jobs.jobs(active, limit=25, cursor=None)) == (2, 30 + 1.0)
    assert meter.of(lambda: list(stack.jobs.active_jobs())) == (2, 30 / 2 + 0.5)


def test_a_sweep_that_finds_nothing_costs_a_unit_and_a_half(stack: Stack, meter: Meter) -> None:
    stack.end(stack.started(steps=STEPS), JobStatus.COMPLETED)
    assert meter.of(lambda: list(stack.jobs.active_jobs())) == (1, 0.5)
    assert meter.of(stack.jobs.sweep_mark) == (1, 1.0)
    assert meter.of(lambda: stack.jobs.keep_sweep_mark(SweepMark(taken_up_to=stack.now))) == (1, 1.0)


def test_documents_cost_what_their_items_do(stack: Stack, meter: Meter) -> None:
    assert meter.of(lambda: stack.documents.create(stack.document(), stack.idempotency())) == (1, 3 * 2.0)
    assert meter.of(lambda: stack.documents.get("exam", "ada", "exam_1")) == (2, 2.0)
    assert meter.of(lambda: stack.documents.get("exam", "ada", "exam_1", parts=False)) == (1, 1.0)
    assert meter.of(lambda: stack.documents.list("exam", "ada", limit=25, cursor=None)) == (1, 1.0)


def test_a_reservation_under_load_is_one_request_of_one_unit(
    stack: Stack, budget: ModelBudget, meter: Meter
) -> None:
    def reserve(ahead: timedelta = AHEAD) -> None:
        budget.reserve("m", timedelta(seconds=5), now=stack.now, owed=timedelta(0), ahead=ahead)

    assert meter.of(reserve) == (2, 2)
    assert meter.of(reserve) == (1, 1)
    assert meter.of(lambda: reserve(timedelta(0))) == (1, 1)
    assert meter.of(lambda: budget.state("m")) == (1, 0.5)


def test_a_look_of_an_erasure_reads_no_more_than_it_erases(stack: Stack, meter: Meter) -> None:
    spent = []
    for owner, count in (("ada", 20), ("bob", 120)):
        for number in range(count):
            stack.documents.create(stack.document(f"e{number:03}", owner=owner))
        spent.append(meter.of(partial(stack.holdings.erase, owner, "", 10)))
    assert spent[0] == spent[1]
