"""Half-visible transactions: some of their items are there for a reader, others not yet."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from generation.engine.errors import Unavailable
from generation.stores.dynamodb import DynamoDocuments, keys
from generation.stores.dynamodb.actions import key_of
from generation.stores.dynamodb.keys import Key
from tests.conftest import Aws
from tests.contract.examples import Stack

pytestmark = pytest.mark.on("dynamodb", "moto")


@pytest.fixture
def hide(aws: Aws, table: str) -> Callable[[Key], Callable[[], None]]:
    """Takes an item away; what it returns brings it back."""

    def away(key: Key) -> Callable[[], None]:
        found = aws.dynamodb.delete_item(TableName=table, Key=key_of(key), ReturnValues="ALL_OLD")
        item = found["Attributes"]
        return lambda: aws.dynamodb.put_item(TableName=table, Item=item) and None

    return away


def test_a_feed_ends_before_what_is_not_there_yet(
    stack: Stack, hide: Callable[[Key], Callable[[], None]]
) -> None:
    job = stack.started()
    for number in range(1, 6):
        stack.commit(job, events=(stack.event(number),))
    show = hide(keys.feed_key("job_1", 3, 0))

    assert [event.event_id for event in stack.jobs.events("job_1", 0, 9)] == [1, 2]
    assert stack.jobs.events("job_1", 2, 9) == []
    show()
    assert [event.event_id for event in stack.jobs.events("job_1", 2, 9)] == [3, 4, 5]


def test_a_feed_goes_on_after_what_is_gone_for_good(
    stack: Stack, hide: Callable[[Key], Callable[[], None]]
) -> None:
    job = stack.started()
    for number in range(1, 4):
        stack.commit(job, events=(stack.event(number),))
    hide(keys.feed_key("job_1", 1, 0))
    stack.now += timedelta(seconds=2)

    assert [event.event_id for event in stack.jobs.events("job_1", 0, 9)] == [2, 3]


def test_a_part_is_read_again_until_its_pieces_fit(
    stack: Stack, aws: Aws, table: str, hide: Callable[[Key], Callable[[], None]]
) -> None:
    text = random.Random(1).randbytes(500_000).hex()
    stack.documents.create(stack.document(parts={"body": text}))
    show = hide(keys.part_key("exam", "ada", "exam_1", "body", 1))

    with pytest.raises(Unavailable):
        DynamoDocuments(aws.dynamodb, table, sleep=lambda _: None).get("exam", "ada", "exam_1")
    found = DynamoDocuments(aws.dynamodb, table, sleep=lambda _: show()).get("exam", "ada", "exam_1")
    assert found is not None
    assert found.parts == {"body": text}
