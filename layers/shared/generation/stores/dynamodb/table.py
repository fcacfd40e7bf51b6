"""Table: the few calls of DynamoDB that the stores are made of, and what they do when it says no.

Throttling and broken connections are retried by the client itself (`aws`). What is retried here is
what botocore leaves alone: an item that another transaction is just writing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError

from generation.aws import answering
from generation.engine.errors import Unavailable
from generation.stores.dynamodb.actions import (
    Action,
    Record,
    Refused,
    Value,
    attributes,
    check_size,
    expressions,
    key_of,
    record_of,
)
from generation.stores.dynamodb.keys import Key, Range

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

_BATCH = 100
_BATCH_OF_DELETIONS = 25
"""What DynamoDB takes at once: 100 items to read, 25 to delete."""

_TABLE = "the table"

_PAUSES_S = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 0.64)
"""Seconds before each further try of a write that met another transaction, which takes some 10 ms. With
jitter at most 2.9 s in all: ten starts of one owner at once succeed while their clients still wait."""

_AGAIN = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
"""Reasons of a cancelled transaction that are no failed condition: it is tried again."""


class Table:
    """`sleep` takes seconds, `jitter` gives from [0, 1)."""

    def __init__(
        self,
        client: DynamoDBClient,
        name: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self._client = client
        self._sleep = sleep
        self._jitter = jitter

    def get(self, key: Key, *, consistent: bool = True) -> Record | None:
        with answering(_TABLE):
            answer = self._client.get_item(TableName=self.name, Key=key_of(key), ConsistentRead=consistent)
        return record_of(answer["Item"]) if "Item" in answer else None

    def query(
        self,
        where: Range,
        *,
        consistent: bool = True,
        descending: bool = False,
        start: Key | None = None,
        limit: int | None = None,
    ) -> Iterator[Record]:
        """Items in order of their sort keys, over as many answers of 1 MB as it takes.

        start  begin after this key
        limit  how many to ask for at once; the caller stops when it has enough
        """
        request: dict[str, Any] = {
            "TableName": self.name,
            "ConsistentRead": consistent,
            "ScanIndexForward": not descending,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": attributes(
                {":pk": where.pk, ":first": where.first, ":last": where.last}
            ),
        }
        if start:
            request["ExclusiveStartKey"] = key_of(start)
        if limit:
            request["Limit"] = limit
        return self._pages(request)

    def index_keys(self, index: str, value: str, after: Record | None = None) -> Iterator[Key]:
        """Keys of the items under `value` of a keys-only index, in its order (eventually consistent).

        after  all keys of the item, those of the index included, after which to begin
        """
        request: dict[str, Any] = {
            "TableName": self.name,
            "IndexName": index,
            **expressions({"value": value}),
            "KeyConditionExpression": "#index = :value",
            "ExpressionAttributeNames": {"#index": index},
        }
        if after:
            request["ExclusiveStartKey"] = attributes(after)
        found = self._pages(request)
        return (Key(str(record["pk"]), str(record["sk"])) for record in found)

    def index_page(self, index: str, *, most: int, partition: Record, first: Record) -> list[Record]:
        """Items of one partition of an index, at most so many (eventually consistent): those whose sort key
        is not before `first`, in its order. Both are name and value of a key."""
        [(name, value)], [(sort, begin)] = partition.items(), first.items()
        request: dict[str, Any] = {
            "TableName": self.name,
            "IndexName": index,
            "Limit": most,
            **expressions({"value": value, "first": begin}),
            "KeyConditionExpression": "#partition = :value AND #sort >= :first",
            "ExpressionAttributeNames": {"#partition": name, "#sort": sort},
        }
        return list(islice(self._pages(request), most))

    def batch_get(self, keys: Sequence[Key], *, consistent: bool = True) -> dict[Key, Record]:
        """Those of the items that are there."""
        found: dict[Key, Record] = {}
        for start in range(0, len(keys), _BATCH):
            wanted = [key_of(key) for key in keys[start : start + _BATCH]]
            for pause in (0.0, *_PAUSES_S):
                self._pause(pause)
                wanted = self._batch(wanted, consistent, found)
                if not wanted:
                    break
            else:
                raise Unavailable(f"{_TABLE} leaves {len(wanted)} items out")
        return found

    def _batch(
        self, wanted: list[dict[str, Any]], consistent: bool, found: dict[Key, Record]
    ) -> list[dict[str, Any]]:
        """Adds to `found`; the keys that were left over: past 16 MB, or throttled."""
        with answering(_TABLE):
            answer = self._client.batch_get_item(
                RequestItems={self.name: {"Keys": wanted, "ConsistentRead": consistent}}
            )
        for item in answer["Responses"].get(self.name, []):
            record = record_of(item)
            found[Key(str(record["pk"]), str(record["sk"]))] = record
        left_over: dict[str, Any] = dict(answer["UnprocessedKeys"].get(self.name, {}))
        return list(left_over.get("Keys", []))

    def put(self, record: Mapping[str, Value | None], when: str | None = None, **values: Value) -> None:
        """Raises Refused."""
        request = {"Item": attributes(record), **expressions(values, when=when)}
        self._single(self._client.put_item, request)

    def delete(self, key: Key) -> None:
        """Without a condition; also where there is none."""
        self._single(self._client.delete_item, {"Key": key_of(key)})

    def delete_all(self, keys: Sequence[Key]) -> None:
        """As `delete`, 25 in a request."""
        for start in range(0, len(keys), _BATCH_OF_DELETIONS):
            some = keys[start : start + _BATCH_OF_DELETIONS]
            left: Any = {self.name: [{"DeleteRequest": {"Key": key_of(key)}} for key in some]}
            for pause in (0.0, *_PAUSES_S):
                self._pause(pause)
                with answering(_TABLE):
                    left = self._client.batch_write_item(RequestItems=left).get("UnprocessedItems")
                if not left:
                    break
            else:
                raise Unavailable(f"{_TABLE} leaves deletions out")

    def update(self, key: Key, change: str, when: str, **values: Value) -> Record:
        """The item as it is afterwards. Raises Refused."""
        request = {"Key": key_of(key), "ReturnValues": "ALL_NEW", **expressions(values, change, when)}
        return record_of(self._single(self._client.update_item, request)["Attributes"])

    def transact(self, actions: Sequence[Action]) -> None:
        """All actions or none. Where conditions do not hold, the refusal of the first such action is
        raised, so their order is that of precedence.

        Raises ValueError for more than a transaction takes.
        """
        check_size(actions)
        request: dict[str, Any] = {
            "TransactItems": [{a.kind: self._member(a)} for a in actions],
            # One token for all tries: if the answer to a successful one got lost, the next one is
            # told of that success instead of being refused by it.
            "ClientRequestToken": uuid4().hex,
        }
        try:
            self._patiently(self._client.transact_write_items, request)
        except ClientError as error:
            if refusal := _refusal(actions, _reasons(error)):
                raise refusal from error
            raise

    def _member(self, action: Action) -> dict[str, Any]:
        wants_item = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if action.refusal else {}
        return {"TableName": self.name, **action.request, **wants_item}

    def _single(self, call: Callable[..., Any], request: dict[str, Any]) -> Any:
        wants_item = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        try:
            return self._patiently(call, {"TableName": self.name, **wants_item, **request})
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            found: Any = error.response.get("Item")
            raise Refused(record_of(found) if found else None) from error

    def _patiently(self, call: Callable[..., Any], request: dict[str, Any]) -> Any:
        """Again while another write of the same items is in the way; Unavailable if it stays there."""
        for pause in (0.0, *_PAUSES_S):
            self._pause(pause)
            try:
                with answering(_TABLE):
                    return call(**request)
            except ClientError as error:
                if not _met_another(error):
                    raise
        raise Unavailable("other writes of the same items stay in the way")

    def _pages(self, request: dict[str, Any]) -> Iterator[Record]:
        while True:
            with answering(_TABLE):
                answer = self._client.query(**request)
            yield from map(record_of, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _pause(self, seconds: float) -> None:
        if seconds:
            self._sleep(seconds * (0.5 + self._jitter()))


def _reasons(error: ClientError) -> Sequence[Mapping[str, Any]]:
    """Of a cancelled transaction: one for each action, with the code None where it was not the cause."""
    reasons: Sequence[Mapping[str, Any]] = error.response.get("CancellationReasons", ())
    return reasons


def _met_another(error: ClientError) -> bool:
    if error.response["Error"]["Code"] == "TransactionConflictException":
        return True
    return not _AGAIN.isdisjoint(reason["Code"] for reason in _reasons(error))


def _refusal(actions: Sequence[Action], reasons: Sequence[Mapping[str, Any]]) -> Exception | None:
    for action, reason in zip(actions, reasons, strict=False):  # none where nothing was cancelled
        if reason["Code"] == "ConditionalCheckFailed" and action.refusal:
            found = reason.get("Item")
            return action.refusal(record_of(found) if found else None)
    return None
