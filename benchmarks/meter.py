"""Meter: what is asked of DynamoDB and SQS, counted as AWS bills it, from the requests themselves.

The emulator does not say what reads cost, so sizes are counted here: a write unit for each KB of an item,
twice in a transaction, one more where the item enters or leaves the index; a read unit for each 4 KB,
half where the answer may be stale, the items of a query together and those of a batch each on its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel

from generation.stores.dynamodb.actions import item_bytes
from generation.stores.dynamodb.keys import ACTIVE_INDEX

Item = Mapping[str, Any]

KINDS = (
    ("job", re.compile(r"JOB#[^|]*\|JOB")),
    ("watch", re.compile(r"JOB#[^|]*\|JOB#WATCH")),
    ("input", re.compile(r"JOB#[^|]*\|INPUT")),
    ("result", re.compile(r"JOB#[^|]*\|RESULT")),
    ("tasks", re.compile(r"JOB#[^|]*\|TASKS#.*")),
    ("calls", re.compile(r"JOB#[^|]*\|CALL#.*")),
    ("feed", re.compile(r"JOB#[^|]*\|FEED#.*")),
    ("listings", re.compile(r"(OWNER|ORG)#[^|]*\|JOB#.*")),
    ("place", re.compile(r"OWNER#[^|]*\|ACTIVE")),
    ("order", re.compile(r"ORDER\|FRONT")),
    ("budget", re.compile(r"BUDGET#[^|]*\|STATE")),
    ("ledger", re.compile(r"(OWNER#[^|]*|LEDGER)\|(LEDGER|DAY)#.*")),
    ("answers", re.compile(r"OWNER#[^|]*\|REUSE#.*")),
    ("keys", re.compile(r"OWNER#[^|]*\|ONCE#.*")),
    ("heads", re.compile(r"OWNER#[^|]*\|[A-Z_]+#.*")),
    ("parts", re.compile(r"[A-Z_]+#.*\|PART#.*")),
)


@dataclass
class Tally:
    """What one piece of work asked for.

    requests  by operation, tries that were refused included
    writes    write units by kind of item, `index` being those of the index
    largest   bytes of the largest item written
    """

    requests: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    read_units: float = 0.0
    bytes_written: int = 0
    largest: int = 0

    @property
    def write_units(self) -> int:
        return self.writes.total()

    @property
    def dynamodb_requests(self) -> int:
        return sum(count for name, count in self.requests.items() if name not in SQS)

    @property
    def sqs_requests(self) -> int:
        return sum(count for name, count in self.requests.items() if name in SQS)


SQS = frozenset({"SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"})


class Meter:
    """Counts for the clients that it is registered with; `take` hands over what was counted so far."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._known: dict[tuple[str, str], tuple[int, bool]] = {}

    def take(self) -> Tally:
        taken, self.tally = self.tally, Tally()
        return taken

    @contextmanager
    def on(self, *clients: Any) -> Iterator[Meter]:
        hooks: list[tuple[str, Callable[..., None]]] = [
            ("provide-client-params.*", self._ask),
            ("after-call.*", self._answered),
        ]
        for client in clients:
            for event, hook in hooks:
                client.meta.events.register(event, hook)
        try:
            yield self
        finally:
            for client in clients:
                for event, hook in hooks:
                    client.meta.events.unregister(event, hook)

    def _ask(self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        context["coursemill.asked"] = params
        if model.name == "UpdateItem":
            params["ReturnValues"] = "ALL_NEW"  # its size is what is paid for

    def _answered(
        self, parsed: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any
    ) -> None:
        tally, asked = self.tally, context["coursemill.asked"]
        tally.requests[model.name] += 1
        match model.name:
            case "GetItem":
                tally.read_units += _reads([parsed.get("Item", {})], asked)
            case "Query":
                tally.read_units += _reads(parsed["Items"], asked)
            case "BatchGetItem":
                [(table, wanted)] = asked["RequestItems"].items()
                tally.read_units += sum(_reads([item], wanted) for item in parsed["Responses"][table])
            case "PutItem":
                self._write(asked["Item"], 1)
            case "UpdateItem":
                # A refused one costs what the item that is there does: at least a unit.
                self._write(parsed.get("Attributes") or {**asked["Key"]}, 1)
            case "TransactWriteItems":
                for member in asked["TransactItems"]:
                    self._member(member)

    def _member(self, member: Mapping[str, Any]) -> None:
        [(kind, request)] = member.items()
        # The items that a transaction updates are the counters of places, which are small.
        self._write(request["Item"] if kind == "Put" else request["Key"], 2)

    def _write(self, item: Item, times: int) -> None:
        size, key = item_bytes(item), (item["pk"]["S"], item["sk"]["S"])
        is_indexed = ACTIVE_INDEX in item
        _, was_indexed = self._known.get(key, (0, False))
        self._known[key] = (size, is_indexed)
        tally = self.tally
        tally.writes[kind_of(*key)] += times * max(1, math.ceil(size / 1024))
        tally.writes["index"] += is_indexed != was_indexed
        tally.bytes_written += size
        tally.largest = max(tally.largest, size)


def kind_of(pk: str, sk: str) -> str:
    """Kind of an item by its key; raises StopIteration for one that nobody has named here."""
    return next(kind for kind, pattern in KINDS if pattern.fullmatch(f"{pk}|{sk}"))


def _reads(items: list[Item], asked: Mapping[str, Any]) -> float:
    units = max(1, math.ceil(sum(map(item_bytes, items)) / 4096))
    return units if asked.get("ConsistentRead") else units / 2
