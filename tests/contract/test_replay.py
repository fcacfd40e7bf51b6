"""Replay of erasures after a restore: who was erased since, and nobody else; wherever it breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from generation.engine.model.job import JobStatus
from generation.engine.ports import JobFilter
from generation.stores.dynamodb.holdings import DynamoHoldings
from local.cli import replay
from local.errors import GenerateError
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.on("dynamodb", "moto")

RESTORED_TO = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(aws: Aws, table_definition: dict[str, Any]) -> Iterator[str]:
    """The table that was there before: ada was erased after the moment of the restore, grace before it."""
    name = f"t-{uuid4().hex}"
    aws.dynamodb.create_table(TableName=name, **table_definition)
    before = DynamoHoldings(aws.dynamodb, name)
    for owner, at in (
        ("ada#é%", RESTORED_TO),
        ("grace", RESTORED_TO - HOUR),
        ("gone", RESTORED_TO + HOUR),
    ):
        before.remember(owner, at, at)
    yield name
    aws.dynamodb.delete_table(TableName=name)


def _fill(stack: Stack, owner: str) -> None:
    stack.documents.create(stack.document("e1", owner=owner))
    stack.create(stack.job(f"job_of_{owner[:3]}", owner=owner))


def test_who_was_erased_since_is_erased_once_more(stack: Stack, aws: Aws, table: str, ledger: str) -> None:
    for owner in ("ada#é%", "grace", "eve"):
        _fill(stack, owner)
    client = aws.dynamodb
    assert list(replay.replayed(client, ledger, table, RESTORED_TO)) == ["ada#é%"]
    assert stack.documents.get("exam", "ada#é%", "e1") is None
    assert not stack.jobs.jobs(JobFilter(owner="ada#é%"), limit=9, cursor=None).items
    assert stack.jobs.read("job_of_ada") is None
    for owner in ("grace", "eve"):
        assert stack.documents.get("exam", owner, "e1") is not None
        assert stack.read(f"job_of_{owner[:3]}").status is JobStatus.PENDING


def test_it_can_be_begun_again(
    stack: Stack, aws: Aws, table: str, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(stack, "ada#é%")
    for _ in range(2):
        assert replay.run(aws.dynamodb, ledger, table, RESTORED_TO) == 0
    assert capsys.readouterr().out.count(f"of {table} were erased once more") == 2
    assert stack.documents.get("exam", "ada#é%", "e1") is None


def test_a_moment_without_a_time_zone_is_refused(aws: Aws, table: str, ledger: str) -> None:
    with pytest.raises(GenerateError):
        replay.run(aws.dynamodb, ledger, table, RESTORED_TO.replace(tzinfo=None))


@pytest.mark.parametrize("wrong", ["ledger", "table"])
def test_a_table_that_is_not_there_is_told(aws: Aws, table: str, ledger: str, wrong: str) -> None:
    named = {"ledger": ledger, "table": table, wrong: "none-such"}
    with pytest.raises(GenerateError, match="ResourceNotFoundException"):
        replay.run(aws.dynamodb, named["ledger"], named["table"], RESTORED_TO)
