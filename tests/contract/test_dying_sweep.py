"""Sweeps that die or come late while what was deleted goes for good: nothing stays, no half of it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import AlreadyThere
from generation.engine.model.checkpoint import Quota
from generation.stores.dynamodb import DynamoTrash
from generation.stores.dynamodb.keys import Key
from testing.lives import Died, Life
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.on("dynamodb")

WEEK = timedelta(days=7)
TWO = Quota(documents=2, size=1_000)


@pytest.fixture
def dying(aws: Aws, table: str) -> Callable[[int], DynamoTrash]:
    """A sweep that dies before its write of that number."""

    def made(last: int) -> DynamoTrash:
        trash = DynamoTrash(aws.dynamodb, table)
        trash._table = Life(last + 1).through(trash._table, "delete", "update", "transact")
        return trash

    return made


def test_a_sweep_that_dies_before_any_write_of_it_leaves_nothing(
    stack: Stack, dying: Callable[[int], DynamoTrash]
) -> None:
    parts = {f"l{number}": number for number in range(4)}
    exam = replace(stack.document("e1", parts=parts), size=100)
    stack.documents.create(exam, quota=TWO)
    ended = stack.end(stack.started())
    assert stack.documents.delete("exam", "ada", "e1", until=stack.now + WEEK, quota=TWO)
    assert stack.jobs.delete(ended, stack.now + WEEK)
    stack.now += WEEK
    deaths = 0
    while due := stack.trash.due(stack.now, 9):
        for one in due:
            try:
                dying(1 + deaths % 5).purge(one, stack.now)
            except Died:
                deaths += 1
        assert stack.documents.get("exam", "ada", "e1") is None
        assert stack.documents.restore("exam", "ada", "e1", TWO) is None
        assert stack.jobs.restore("job_1", "ada") is None
        assert deaths < 50
    assert deaths > 2
    stack.documents.create(replace(exam, parts={}), quota=TWO)
    assert stack.documents.get("exam", "ada", "e1") == replace(exam, parts={})
    for number in (1, 2):
        stack.documents.delete("exam", "ada", "e1", until=stack.now + WEEK, quota=TWO)
        assert stack.documents.restore("exam", "ada", "e1", TWO) is not None, number


def test_parts_without_a_head_are_never_read(stack: Stack, dying: Callable[[int], DynamoTrash]) -> None:
    """Half of the parts are gone: a restoration comes too late, and the id is not free."""
    exam = stack.document("e1", parts={"a": 1, "b": 2, "c": 3})
    stack.documents.create(exam)
    stack.documents.delete("exam", "ada", "e1", until=stack.now)
    (due,) = stack.trash.due(stack.now, 9)
    with pytest.raises(Died):
        dying(2).purge(due, stack.now)
    stack.now -= timedelta(seconds=1)  # by a clock that is behind it could be restored
    assert stack.documents.restore("exam", "ada", "e1") is None
    with pytest.raises(AlreadyThere):
        stack.documents.create(exam)


def test_a_purge_that_finds_the_document_gone_leaves_what_has_its_id_since(
    stack: Stack, aws: Aws, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.documents.create(stack.document("e1"))
    stack.documents.delete("exam", "ada", "e1", until=stack.now)
    (due,) = stack.trash.due(stack.now, 9)
    late = DynamoTrash(aws.dynamodb, table)
    look = late._table.get
    another = stack.document("e1", parts={"a": 1})

    def look_late(key: Key) -> Any:
        assert stack.trash.purge(due, stack.now)
        found = look(key)
        stack.documents.create(another)
        return found

    monkeypatch.setattr(late._table, "get", look_late)
    assert not late.purge(due, stack.now)
    assert stack.documents.get("exam", "ada", "e1") == another
