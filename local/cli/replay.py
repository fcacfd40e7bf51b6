"""Replay: who was erased since a moment is erased once more, in a table that was restored to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from generation.aws import dynamodb_client
from generation.engine.errors import GenerationError
from generation.engine.limits import Limits
from generation.engine.service.changes import JobChanges
from generation.rights.erasure import Erasure
from generation.stores.codec import from_ms
from generation.stores.dynamodb import DynamoControl, DynamoDocuments, DynamoJobStore, keys
from generation.stores.dynamodb.holdings import DynamoHoldings
from generation.stores.dynamodb.table import Table
from generation.system import SystemClock
from local.errors import GenerateError
from local.terminal import plain, write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient


class _NoQueue:
    """Nobody is to be woken: what is erased is cancelled, and a cancel sends nothing."""

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        raise AssertionError("a replay queues nothing")

    def backlog(self) -> int:
        return 0

    def queued(self) -> int:
        return 0


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever AWS says no to, such as a table that is not there, is told to the person. Raises
    GenerateError."""
    try:
        yield
    except (GenerationError, BotoCoreError, ClientError) as error:
        raise GenerateError(str(error)) from error


def connected() -> DynamoDBClient:
    """As the environment says. Raises GenerateError where it names no region."""
    with _answering():
        return dynamodb_client()


def run(client: DynamoDBClient, ledger: str, table: str, since: datetime) -> int:
    """Raises GenerateError where a table does not answer, or `since` has no time zone."""
    if since.tzinfo is None:
        raise GenerateError("--since needs a time zone, such as 2026-11-28T09:30:00Z")
    count = 0
    with _answering():
        for owner in replayed(client, ledger, table, since):
            count += 1
            write(sys.stdout, f"erased  {plain(owner)}\n")
    write(sys.stdout, f"{count} owners of {table} were erased once more\n")
    return 0


def replayed(client: DynamoDBClient, ledger: str, table: str, since: datetime) -> Iterator[str]:
    """Each owner after everything of his has gone. It can be broken off and begun again."""
    erased = set(_erased(client, ledger, since))
    erasure = _erasure(client, table)
    for partition in sorted(_partitions(client, table)):
        if keys.erased_key(partition).sk in erased:
            owner = keys.owner_in(partition)
            while not erasure.look(owner, ""):
                pass
            yield owner


def _erased(client: DynamoDBClient, ledger: str, since: datetime) -> Iterator[str]:
    for record in Table(client, ledger).query(keys.ERASED):
        if from_ms(int(record["erased_at"])) >= since:
            yield str(record["sk"])


def _partitions(client: DynamoDBClient, table: str) -> set[str]:
    """Of all owners: the one read of a whole table that there is, by an operator and not by a function."""
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        ProjectionExpression="pk",
        FilterExpression="begins_with(pk, :owner)",
        ExpressionAttributeValues={":owner": {"S": keys.owner_partition("")}},
        ConsistentRead=True,
    )
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


def _erasure(client: DynamoDBClient, table: str) -> Erasure:
    jobs = JobChanges(
        store=DynamoJobStore(client, table),
        documents=DynamoDocuments(client, table),
        queue=_NoQueue(),
        control=DynamoControl(client, table),
        clock=SystemClock(),
        limits=Limits(models={}),
    )
    return Erasure(holdings=DynamoHoldings(client, table), jobs=jobs)
