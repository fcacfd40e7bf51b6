"""A job whose item this release cannot read."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from generation.engine.errors import DuplicateJob, LeaseLost, TooManyJobs
from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import FINISHED, JobStatus
from generation.engine.ports import Clock, JobFilter
from generation.engine.recovery.sweep import Sweep, SweepReport
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import key_of
from testing.memory.stores import MemoryQueue
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.on("dynamodb", "moto")


OVERDUE = timedelta(hours=1)


@pytest.fixture
def unreadable(stack: Stack, aws: Aws, table: str) -> str:
    """The id of one of three jobs."""
    for name in ("job_1", "job_2", "job_3"):
        stack.create(stack.job(job_id=name, subject=name, deadline_at=stack.now + OVERDUE))
    set_state(aws, table, {"S": "no JSON"})
    return "job_2"


def set_state(aws: Aws, table: str, state: dict[str, Any]) -> Any:
    """Of job_2; the one it had."""
    return aws.dynamodb.update_item(
        TableName=table,
        Key=key_of(keys.job_key("job_2")),
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state},
        ReturnValues="UPDATED_OLD",
    )["Attributes"]["state"]


def sweep(stack: Stack) -> tuple[SweepReport, MemoryQueue]:
    queue = MemoryQueue(now=stack.clock)
    clock = cast(Clock, SimpleNamespace(now=stack.clock))
    return Sweep(store=stack.jobs, queue=queue, clock=clock, control=stack.control).run(), queue


def test_it_does_not_hide_the_others_from_the_sweep(
    stack: Stack, unreadable: str, caplog: pytest.LogCaptureFixture
) -> None:
    stack.now += timedelta(seconds=61)
    with caplog.at_level(logging.ERROR):
        report, queue = sweep(stack)
    assert report == SweepReport(active=3, requeued=2)
    assert {message.content for message in queue.messages} == {"job_1", "job_3"}
    assert [record.getMessage() for record in caplog.records if f"JOB#{unreadable}" in record.getMessage()]


def test_past_its_deadline_it_fails_and_its_slot_is_free(stack: Stack, unreadable: str) -> None:
    stack.now += OVERDUE
    assert sweep(stack)[0].failed == 0
    stack.now += timedelta(seconds=1)
    assert sweep(stack)[0].failed == 3
    assert list(stack.jobs.active_jobs()) == []
    with pytest.raises(LeaseLost):
        stack.jobs.give_up(unreadable, stack.now)
    stack.create(stack.job("job_4", subject="job_2"), max_active=2)
    stack.create(stack.job("job_5"), max_active=2)
    with pytest.raises(TooManyJobs):
        stack.create(stack.job("job_6"), max_active=2)


def test_a_worker_that_can_read_it_is_stopped_and_a_retry_goes_on(stack: Stack, aws: Aws, table: str) -> None:
    job = stack.started("job_2", deadline_at=stack.now + OVERDUE)
    state = set_state(aws, table, {"S": "no JSON"})
    stack.now += OVERDUE + timedelta(seconds=1)
    assert sweep(stack)[0].failed == 1
    set_state(aws, table, state)
    with pytest.raises(LeaseLost):
        stack.commit(job)
    failed = stack.read("job_2")
    assert (failed.status, failed.lease_until, failed.version) == (JobStatus.FAILED, None, job.version + 1)
    taken = stack.taken("job_2", expect=FINISHED)
    stack.commit(replace(taken, status=JobStatus.PENDING), slot=ActiveSlot.CLAIM, max_active=1)


def test_it_does_not_take_the_slot_of_another_job_along(stack: Stack, aws: Aws, table: str) -> None:
    stack.create(stack.job("job_2", subject="exam:x", deadline_at=stack.now), slot=ActiveSlot.KEEP)
    stack.create(stack.job("job_3", subject="exam:x"))
    set_state(aws, table, {"S": "no JSON"})
    stack.now += timedelta(seconds=1)
    stack.jobs.give_up("job_2", stack.now)
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_4", subject="exam:x"))


@pytest.mark.usefixtures("unreadable")
def test_it_does_not_hide_the_others_from_its_owner(stack: Stack) -> None:
    page = stack.jobs.jobs(JobFilter(owner="ada"), limit=10, cursor=None)
    assert [job.job_id for job in page.items] == ["job_3", "job_1"]
