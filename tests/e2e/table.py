"""What a stack has in its table, past the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3

from local.stack.record import StackRecord


def stored_items(record: StackRecord) -> Iterator[dict[str, Any]]:
    """Every item, in DynamoDB's own notation."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=record.emulator_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator wants some
    )
    for page in client.get_paginator("scan").paginate(TableName=record.table):
        yield from page["Items"]


def size(item: dict[str, Any]) -> int:
    """Bytes as DynamoDB counts them: names and values in UTF-8, one for null and bool."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _size(inner) for name, inner in content.items())
    if kind in ("L", "SS", "NS", "BS"):
        return 3 + sum(1 + (_size(inner) if kind == "L" else len(inner)) for inner in content)
    if kind in ("NULL", "BOOL"):
        return 1
    return len(content) if kind == "B" else len(str(content).encode())


def job_item(record: StackRecord, job_id: str) -> dict[str, Any]:
    key = (f"JOB#{job_id}", "JOB")
    return next(item for item in stored_items(record) if (item["pk"]["S"], item["sk"]["S"]) == key)
