"""A DynamoDB whose eventually consistent reads are as far behind as a test wants: no emulator's are."""

from __future__ import annotations

from typing import Any

from mypy_boto3_dynamodb.client import DynamoDBClient

KEYS = ("pk", "sk")


class LaggingClient:
    """A client that sends what may be stale (`ConsistentRead` left out or false, any index) to a copy of
    the table, which sees what was written only when `catch_up` is called."""

    def __init__(self, client: DynamoDBClient) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def create_table(self, *, TableName: str, **how: Any) -> Any:
        self._client.create_table(TableName=copy_of(TableName), **how)
        return self._client.create_table(TableName=TableName, **how)

    def delete_table(self, *, TableName: str) -> Any:
        self._client.delete_table(TableName=copy_of(TableName))
        return self._client.delete_table(TableName=TableName)

    def get_item(self, **request: Any) -> Any:
        return self._client.get_item(**_sent(request))

    def query(self, **request: Any) -> Any:
        return self._client.query(**_sent(request))

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> Any:
        [(table, wanted)] = RequestItems.items()
        name = table if wanted.get("ConsistentRead") else copy_of(table)
        answer: Any = self._client.batch_get_item(RequestItems={name: wanted})
        for found in (answer["Responses"], answer["UnprocessedKeys"]):
            if name in found:
                found[table] = found.pop(name)
        return answer

    def catch_up(self, table: str) -> None:
        """From now on eventual reads see what has been written so far."""
        now = self._items(table)
        before = self._items(copy_of(table))
        for key, item in now.items():
            if before.get(key) != item:
                self._client.put_item(TableName=copy_of(table), Item=item)
        for key in before.keys() - now.keys():
            gone = {name: {"S": value} for name, value in zip(KEYS, key, strict=True)}
            self._client.delete_item(TableName=copy_of(table), Key=gone)

    def _items(self, table: str) -> dict[tuple[str, ...], Any]:
        pages = self._client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        items = [item for page in pages for item in page["Items"]]
        return {tuple(item[name]["S"] for name in KEYS): item for item in items}


def copy_of(table: str) -> str:
    return f"{table}-behind"


def _sent(request: dict[str, Any]) -> dict[str, Any]:
    if request.get("ConsistentRead") and "IndexName" not in request:
        return request
    return {**request, "TableName": copy_of(request["TableName"])}
