"""Every test of the contract runs on four stores:

memory    the stores in memory
dynamodb  the adapters, on the emulator of the local stack; each expression that they send is checked by
          another emulator besides (`expressions`)
moto      the adapters, on moto's server: what it does otherwise stands in `divergences`
lagging   the adapters, on a table whose eventually consistent reads are behind (`lagging`)

A module that is about DynamoDB alone says by the mark `on` which of them it wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest
from mypy_boto3_dynamodb.client import DynamoDBClient

from generation.aws import dynamodb_client, sqs_client
from generation.engine.ports import ModelBudget
from generation.models.claude.limits import model_class
from generation.stores.dynamodb import (
    DynamoAudit,
    DynamoControl,
    DynamoDocuments,
    DynamoJobStore,
    DynamoTrash,
)
from generation.stores.dynamodb.budget import DynamoModelBudget
from generation.stores.dynamodb.figures import DynamoFigures
from generation.stores.dynamodb.holdings import DynamoHoldings
from generation.stores.dynamodb.outbox import DynamoOutbox
from local.configuration import child_environment
from local.stack.child import Child
from local.stack.emulator import await_answer
from local.stack.ports import InnerPorts
from testing.dynalite import dynalite
from testing.memory.budget import MemoryModelBudget
from testing.memory.figures import MemoryFigures
from testing.memory.holdings import MemoryHoldings
from testing.memory.outbox import MemoryOutbox
from testing.memory.stores import MemoryAudit, MemoryControl, MemoryDocuments, MemoryJobStore, MemoryTrash
from tests.conftest import ACCESS, Aws
from tests.contract.divergences import divergence
from tests.contract.examples import DEADLINE, RETENTION, Stack
from tests.contract.expressions import ExpressionCheck
from tests.contract.lagging import LaggingClient

ALL = ("memory", "dynamodb", "moto", "lagging")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = metafunc.definition.get_closest_marker("on")
    if wanted:
        metafunc.parametrize("store", wanted.args, indirect=True)
    elif "stack" in metafunc.fixturenames:
        metafunc.parametrize("store", ALL, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = divergence(item)
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    chosen: str = getattr(request, "param", "dynamodb")
    return chosen


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    folder = tmp_path_factory.mktemp("moto")
    port = InnerPorts(folder).choose("moto")["moto"]
    url = f"http://127.0.0.1:{port}"
    arguments = ("-H", "127.0.0.1", "-p", str(port))
    child = Child("moto.server", *arguments, log=folder / "moto.log", environment=child_environment())
    try:
        await_answer(child, url)
        clients = dynamodb_client(endpoint_url=url, **ACCESS), sqs_client(endpoint_url=url, **ACCESS)
        yield Aws(url, *clients)
        for client in clients:
            client.close()
    finally:
        child.kill()


@pytest.fixture(scope="session")
def expression_check(table_definition: dict[str, object]) -> Iterator[ExpressionCheck]:
    with dynalite() as url:
        client = dynamodb_client(endpoint_url=url, **ACCESS)
        yield ExpressionCheck(client, table_definition)
        client.close()


@pytest.fixture
def aws(aws: Aws, store: str, request: pytest.FixtureRequest) -> Iterator[Aws]:
    if store == "moto":
        yield request.getfixturevalue("moto")
        return
    if store == "lagging":
        yield replace(aws, dynamodb=cast(DynamoDBClient, LaggingClient(aws.dynamodb)))
        return
    check: ExpressionCheck = request.getfixturevalue("expression_check")
    aws.dynamodb.meta.events.register("provide-client-params.dynamodb", check)
    yield aws
    aws.dynamodb.meta.events.unregister("provide-client-params.dynamodb", check)


@pytest.fixture
def stack(store: str, request: pytest.FixtureRequest) -> Stack:
    # From now on, because the emulator deletes what the real time has made old.
    now = datetime.now(UTC).replace(microsecond=123000)
    return _in_memory(now) if store == "memory" else _on_dynamodb(now, request)


@pytest.fixture
def budget(stack: Stack, store: str, request: pytest.FixtureRequest) -> ModelBudget:
    if store == "memory":
        return MemoryModelBudget(model_class)
    client = request.getfixturevalue("aws").dynamodb
    return DynamoModelBudget(client, request.getfixturevalue("table"), class_of=model_class)


def _in_memory(now: datetime) -> Stack:
    jobs = MemoryJobStore(now=lambda: made.now, retention=RETENTION, deadline=DEADLINE)
    documents = MemoryDocuments(jobs.world, now=lambda: made.now)
    world = jobs.world
    outbox = MemoryOutbox(world, now=lambda: made.now)
    others = MemoryControl(world), MemoryTrash(world), MemoryAudit(world), MemoryHoldings(world)
    made = Stack(jobs, documents, *others, MemoryFigures(world), outbox, now)
    return made


def _on_dynamodb(now: datetime, request: pytest.FixtureRequest) -> Stack:
    client = request.getfixturevalue("aws").dynamodb
    table: str = request.getfixturevalue("table")
    jobs = DynamoJobStore(
        client, table, retention=RETENTION, deadline=DEADLINE, now=lambda: made.now, counts_ends=True
    )
    documents = DynamoDocuments(client, table, now=lambda: made.now)
    others = (
        DynamoControl(client, table),
        DynamoTrash(client, table),
        DynamoAudit(client, table),
        DynamoHoldings(client, table),
        DynamoFigures(client, table),
        DynamoOutbox(client, table, now=lambda: made.now),
    )
    made = Stack(jobs, documents, *others, now)
    if isinstance(client, LaggingClient):
        made.settle = lambda: client.catch_up(table)
    return made
