"""A job whose item this release cannot read."""

from __future__ import annotations

import logging

import pytest

from generation.adapters import dynamodb_keys as keys
from generation.adapters.dynamodb_actions import key_of
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.parametrize("stack", ["dynamodb"], indirect=True)


def test_it_does_not_hide_the_others_from_the_sweep(
    stack: Stack, aws: Aws, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("job_1", "job_2", "job_3"):
        stack.create(stack.job(job_id=name, subject=name))
    aws.dynamodb.update_item(
        TableName=table,
        Key=key_of(keys.job_key("job_2")),
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": {"S": "no JSON"}},
    )
    with caplog.at_level(logging.ERROR):
        found = sorted(job.job_id for job in stack.jobs.active_jobs())
    assert found == ["job_1", "job_3"]
    assert [record.getMessage() for record in caplog.records if "JOB#job_2" in record.getMessage()]
