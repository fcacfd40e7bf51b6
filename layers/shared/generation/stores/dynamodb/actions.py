"""Actions: single writes with their conditions, as requests of DynamoDB; items as plain records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.stores.dynamodb.keys import Key

Value = str | int | bytes
Record = dict[str, Value]
"""An item: texts, whole numbers and bytes are all that the stores keep."""

MOST_ACTIONS = 100
MOST_BYTES = 4_000_000
"""DynamoDB's limits of a transaction. It adds an overhead for each item, for which 4 MB (2^22) leave room."""


class Refused(Exception):
    """A condition does not hold. `found` is the item as it is, where it was asked for."""

    def __init__(self, found: Record | None) -> None:
        super().__init__("the condition of a write does not hold")
        self.found = found


@dataclass(frozen=True, slots=True)
class Action:
    """One member of a transaction.

    refusal  what to raise when the condition does not hold; gets the item as it is, None where
             there is none. None: the action has no condition
    """

    kind: str
    request: dict[str, Any]
    refusal: Callable[[Record | None], Exception] | None = None

    @property
    def key(self) -> tuple[str, str]:
        key = self.request.get("Item") or self.request["Key"]
        return key["pk"]["S"], key["sk"]["S"]


def put(
    record: Mapping[str, Value | None],
    when: str | None = None,
    refusal: Callable[[Record | None], Exception] | None = None,
    **values: Value,
) -> Action:
    """`when` is a condition with names as `#name` and values as `:name`. None members are left out."""
    return Action("Put", {"Item": attributes(record), **expressions(values, when=when)}, refusal)


def update(
    key: Key, change: str, when: str, refusal: Callable[[Record | None], Exception], **values: Value
) -> Action:
    return Action("Update", {"Key": key_of(key), **expressions(values, change, when)}, refusal)


def change(key: Key, expression: str, **values: Value) -> Action:
    """An update without a condition of its own."""
    return Action("Update", {"Key": key_of(key), **expressions(values, expression)})


def delete(
    key: Key,
    when: str | None = None,
    refusal: Callable[[Record | None], Exception] | None = None,
    **values: Value,
) -> Action:
    return Action("Delete", {"Key": key_of(key), **expressions(values, when=when)}, refusal)


def check(key: Key, when: str, refusal: Callable[[Record | None], Exception], **values: Value) -> Action:
    """A condition without a write. Like a write it conflicts with other transactions on the same item."""
    return Action("ConditionCheck", {"Key": key_of(key), **expressions(values, when=when)}, refusal)


def attributes(record: Mapping[str, Value | None]) -> dict[str, Any]:
    return {name: _attribute(value) for name, value in record.items() if value is not None}


def _attribute(value: Value) -> dict[str, Any]:
    if isinstance(value, str):
        return {"S": value}
    return {"B": value} if isinstance(value, bytes) else {"N": str(value)}


def record_of(item: Mapping[str, Any]) -> Record:
    return {
        name: int(value["N"]) if "N" in value else next(iter(value.values())) for name, value in item.items()
    }


def key_of(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def expressions(
    values: Mapping[str, Value], change: str | None = None, when: str | None = None
) -> dict[str, Any]:
    """Every name stands as `#name`: half of the plain words are reserved."""
    named = {"UpdateExpression": change, "ConditionExpression": when}
    request: dict[str, Any] = {member: text for member, text in named.items() if text}
    names = set(re.findall(r"#\w+", f"{change} {when}"))
    if names:
        request["ExpressionAttributeNames"] = {name: name[1:] for name in names}
    if values:
        request["ExpressionAttributeValues"] = {f":{name}": _attribute(v) for name, v in values.items()}
    return request


def check_size(actions: Sequence[Action]) -> None:
    if len(actions) > MOST_ACTIONS:
        raise ValueError(f"{len(actions)} items in one write; a transaction takes {MOST_ACTIONS}.")
    size = sum(item_bytes(action.request.get("Item", {})) for action in actions)
    if size > MOST_BYTES:
        raise ValueError(f"{size} bytes in one write; a transaction takes {MOST_BYTES}.")


def item_bytes(item: Mapping[str, Any]) -> int:
    """Size of an item as DynamoDB counts it (numbers: two digits a byte, plus one)."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(attribute: Mapping[str, Any]) -> int:
    kind, value = next(iter(attribute.items()))
    if kind == "N":
        return (len(value) + 1) // 2 + 1
    return len(value) if kind == "B" else len(value.encode())
