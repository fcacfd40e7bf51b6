"""What the sweep asks of AWS on each of its ways is what its role allows (tests/template/test_roles)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from botocore.model import OperationModel

from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.ports import Clock
from generation.engine.recovery.purge import Purge
from generation.engine.recovery.sweep import Sweep, SweepReport
from generation.queue.sqs import SqsJobQueue
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import key_of
from tests.conftest import Aws
from tests.contract.examples import LEASE, Stack
from tests.template.test_roles import QUEUE, TABLE

pytestmark = pytest.mark.on("dynamodb", "moto")

LARGE = {"outlines": ["x" * 2000]}
"""A result with an item of its own."""


@pytest.fixture
def asked(aws: Aws) -> Iterator[set[str]]:
    """Actions of IAM: a transaction needs those of what is in it."""
    found: set[str] = set()

    def note(params: dict[str, Any], model: OperationModel, **_: Any) -> None:
        if model.name == "TransactWriteItems":
            found.update(f"{kind}Item" for member in params["TransactItems"] for kind in member)
        else:
            found.add(model.name)

    clients = {"dynamodb": aws.dynamodb, "sqs": aws.sqs}
    for service, client in clients.items():
        client.meta.events.register(f"provide-client-params.{service}", note)
    yield found
    for service, client in clients.items():
        client.meta.events.unregister(f"provide-client-params.{service}", note)


def test_every_way_of_the_sweep_is_allowed_by_its_role(
    stack: Stack, aws: Aws, table: str, queue: str, asked: set[str]
) -> None:
    late = stack.now + timedelta(hours=1)
    for job_id in ("lost", "dead", "overdue", "unreadable", "outline"):
        stack.create(stack.job(job_id, deadline_at=None if job_id in ("lost", "dead") else late))
    stack.taken("dead")
    stack.commit(replace(stack.taken("outline"), result=LARGE, lease_until=None))
    aws.dynamodb.update_item(
        TableName=table,
        Key=key_of(keys.job_key("unreadable")),
        UpdateExpression="SET #state = :state",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": {"S": "no JSON"}},
    )
    clock = cast(Clock, SimpleNamespace(now=stack.clock))
    sweep = Sweep(store=stack.jobs, queue=SqsJobQueue(aws.sqs, queue), clock=clock, control=stack.control)

    stack.documents.create(stack.document())
    stack.documents.delete("exam", "ada", "exam_1", until=stack.now)
    asked.clear()
    assert Purge(trash=stack.trash, clock=clock).run() == 1
    stack.now += LEASE + timedelta(minutes=1)
    assert sweep.run() == SweepReport(active=5, requeued=4)
    stack.now += timedelta(hours=1)
    assert sweep.run() == SweepReport(active=5, failed=3)
    fold = Fold(figures=stack.figures, clock=clock, policy=FiguresPolicy(fold_at=1))
    assert [fold.run(), fold.run(), list(stack.figures.ends())] == [2, 0, []]

    assert stack.read("outline").result == LARGE
    allowed = TABLE["Sweep"] | {action.removeprefix("sqs:") for action in QUEUE["Sweep"]} | {"Query"}
    assert asked == allowed
