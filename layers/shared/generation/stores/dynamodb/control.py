"""Control on DynamoDB: all pauses in one item, changed by whoever has read its latest version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generation.engine.errors import Unavailable
from generation.engine.model.control import MOST_PAUSES, Pause, Pauses, Scope
from generation.stores import codec, refusals
from generation.stores.codec import from_ms, pack, shrink, to_ms, unpack
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Record, Refused, Value
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

TRIES = 5
"""Tries of a change, each of which met another operator's."""


class DynamoControl:
    """Control over the table of the jobs. Beside what the port names everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def pauses(self) -> Pauses:
        return _pauses(self._table.get(keys.PAUSES))

    def pause(self, pause: Pause) -> Pauses:
        return self._change(lambda pauses: pauses.with_pause(pause))

    def resume(self, scope: Scope, value: str, now: datetime) -> Pauses:
        return self._change(lambda pauses: pauses.without(scope, value, now))

    def _change(self, change: Callable[[Pauses], Pauses]) -> Pauses:
        for _ in range(TRIES):
            record = self._table.get(keys.PAUSES)
            before = _pauses(record)
            after = change(before)
            if after == before:
                return after
            if len(after.pauses) > max(MOST_PAUSES, len(before.pauses)):
                raise refusals.too_many_pauses()
            try:
                self._write(after, int(record["version"]) if record else 0)
            except Refused:
                continue
            return after
        raise Unavailable("other changes of what is paused stay in the way")

    def _write(self, pauses: Pauses, version: int) -> None:
        item: dict[str, Any] = {
            "pk": keys.PAUSES.pk,
            "sk": keys.PAUSES.sk,
            "version": version + 1,
            "resumed_at": to_ms(pauses.resumed_at) if pauses.resumed_at else None,
            "state": shrink(pack([codec.PAUSE.dump(pause) for pause in pauses.pauses])),
            "past": shrink(pack([codec.PAUSE.dump(pause) for pause in pauses.past])),
        }
        # Race: another operator changes it at the same time. One of the two is refused and reads it again.
        # Where the answer gets lost and botocore asks again, that second read finds what was wanted.
        when = "attribute_not_exists(#version) OR #version = :before"
        self._table.put(item, when, before=version)


def _pauses(record: Record | None) -> Pauses:
    if record is None:
        return Pauses()
    return Pauses(
        pauses=_listed(items.state_in(record)),
        past=_listed(record.get("past", "[]")),
        resumed_at=from_ms(int(record["resumed_at"])) if "resumed_at" in record else None,
    )


def _listed(stored: Value) -> tuple[Pause, ...]:
    assert not isinstance(stored, int)  # noqa: S101 - for the type checker: it is text or bytes
    return tuple(codec.PAUSE.load(pause) for pause in unpack(stored))
