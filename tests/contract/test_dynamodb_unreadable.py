"""A job whose item this release cannot read."""

from __future__ import annotations

import logging

import pytest

from generation.adapters import dynamodb_keys as keys
from generation.adapters.dynamodb_actions import key_of
from generation.engine.ports import JobFilter
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.parametrize("stack", ["dynamodb"], indirect=True)


@pytest.fixture
def unreadable(stack: Stack, aws: Aws, table: str) -> str:
    """The id of one of three jobs."""
    for name in ("job_1", "job_2", "job_3"):
        stack.create(stack.job(job_id=name, subject=name))
    aws.dynamodb.update_item(
        TableName=table,
        Key=key_of(keys.job_key("job_2")),
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": {"S": "no JSON"}},
    )
    return "job_2"


def test_it_does_not_hide_the_others_from_the_sweep(
    stack: Stack, unreadable: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        found = sorted(job.job_id for job in stack.jobs.active_jobs())
    assert found == ["job_1", "job_3"]
    assert [record.getMessage() for record in caplog.records if f"JOB#{unreadable}" in record.getMessage()]


@pytest.mark.usefixtures("unreadable")
def test_it_does_not_hide_the_others_from_its_owner(stack: Stack) -> None:
    page = stack.jobs.jobs(JobFilter(owner="ada"), limit=10, cursor=None)
    assert [job.job_id for job in page.items] == ["job_3", "job_1"]
