"""The second reader of expressions is there and reads: without it a refusal would show on AWS alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Aws
from tests.contract.examples import Stack
from tests.contract.expressions import ExpressionCheck, Refused

pytestmark = pytest.mark.on("dynamodb")

KEY = {"pk": {"S": "p"}, "sk": {"S": "s"}}


@pytest.mark.parametrize(
    "request_of",
    [
        pytest.param({"UpdateExpression": "SET status = :x"}, id="a reserved word in an update"),
        pytest.param(
            {"UpdateExpression": "SET a = :x", "ConditionExpression": "attribute_not_exists(#unused.ttl)"},
            id="a name that is not given",
        ),
        pytest.param(
            {"UpdateExpression": "SET a = :x", "ExpressionAttributeNames": {"#b": "b"}},
            id="a name that is not used",
        ),
    ],
)
def test_what_dynamodb_refuses_does_not_pass(aws: Aws, table: str, request_of: dict[str, Any]) -> None:
    values = {":x": {"S": "x"}}
    with pytest.raises(Refused):
        aws.dynamodb.update_item(TableName=table, Key=KEY, ExpressionAttributeValues=values, **request_of)


def test_a_member_of_a_transaction_does_not_pass_either(aws: Aws, table: str) -> None:
    put: Any = {"TableName": table, "Item": KEY, "ConditionExpression": "attribute_not_exists(owner)"}
    with pytest.raises(Refused, match="owner"):
        aws.dynamodb.transact_write_items(TransactItems=[{"Put": put}])


@pytest.mark.usefixtures("aws")
def test_what_the_adapter_sends_is_seen(stack: Stack, expression_check: ExpressionCheck) -> None:
    expression_check.seen.clear()
    stack.end(stack.started())
    list(stack.jobs.active_jobs())
    operations = {operation for operation, *_ in expression_check.seen}
    assert operations == {"PutItem", "UpdateItem", "Query"}
    assert len(expression_check.seen) >= 6
