"""Expressions under a second reader: dynalite refuses reserved words and unused names, where the emulator of
the local stack takes them. It knows no transactions, so their members are sent one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import OperationModel
from mypy_boto3_dynamodb.client import DynamoDBClient

TABLE = "expressions"
SINGLE = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "DeleteItem"}
"""A check alone is none of the single requests: a deletion has the same members."""

KINDS = ("KeyCondition", "Condition", "Update", "Filter", "Projection")
EXPRESSIONS = tuple(f"{kind}Expression" for kind in KINDS)


class Refused(Exception):
    """An expression that DynamoDB would refuse."""


class ExpressionCheck:
    """A hook of botocore: sends each expression, the first time it is seen, to `client` as well."""

    def __init__(self, client: DynamoDBClient, table_definition: Mapping[str, Any]) -> None:
        self._client = client
        self._client.create_table(TableName=TABLE, **table_definition)
        self.seen: set[tuple[str, ...]] = set()

    def __call__(self, params: dict[str, Any], model: OperationModel, **_: Any) -> None:
        if model.name == "TransactWriteItems":
            for member in params["TransactItems"]:
                [(kind, request)] = member.items()
                self._see(SINGLE[kind], request)
        else:
            self._see(model.name, params)

    def _see(self, operation: str, request: Mapping[str, Any]) -> None:
        texts = [f"{name}: {request[name]}" for name in EXPRESSIONS if name in request]
        names = sorted(request.get("ExpressionAttributeNames", {}).items())
        key = (operation, *texts, repr(names))
        if not texts or key in self.seen:
            return
        self.seen.add(key)
        # What it was sent for shows on the emulator itself; here only whether it can be read.
        left_out = ("ReturnValuesOnConditionCheckFailure", "ReturnConsumedCapacity")
        sent = {name: value for name, value in request.items() if name not in left_out}
        try:
            self._client._make_api_call(operation, {**sent, "TableName": TABLE})  # type: ignore[attr-defined]
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise Refused(f"{key}: {error}") from error
