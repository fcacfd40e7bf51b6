"""What DynamoDB refuses, whoever asks: the adapter's own guards (`check_size`, `quoted`, cursors) stand
before it, and an emulator that refuses less would not show it if one of them went."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws
from tests.contract.expressions import Refused

pytestmark = pytest.mark.on("dynamodb", "moto")


def item(sort_key: str, **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": sort_key}, **attributes}


def test_a_transaction_of_more_than_four_megabytes(aws: Aws, table: str) -> None:
    large = {"B": b"x" * 390_000}
    puts: Any = [{"Put": {"TableName": table, "Item": item(str(n), data=large)}} for n in range(11)]
    with pytest.raises(ClientError):
        aws.dynamodb.transact_write_items(TransactItems=puts)


def test_a_sort_key_of_1025_bytes(aws: Aws, table: str) -> None:
    aws.dynamodb.put_item(TableName=table, Item=item("x" * 1024))
    with pytest.raises(ClientError):
        aws.dynamodb.put_item(TableName=table, Item=item("x" * 1025))


def test_a_start_key_outside_of_the_range_that_is_asked_for(aws: Aws, table: str) -> None:
    with pytest.raises((ClientError, Refused)):
        aws.dynamodb.query(
            TableName=table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={":pk": {"S": "p"}, ":first": {"S": "b"}, ":last": {"S": "c"}},
            ExclusiveStartKey={"pk": {"S": "p"}, "sk": {"S": "d"}},
        )
