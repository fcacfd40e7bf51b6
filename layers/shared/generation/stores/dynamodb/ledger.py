"""Ledger on DynamoDB: two items, changed in the transactions of the jobs' checkpoints.

One holds an owner's month with all of its days, so that both cost one write; the other the deployment's
day. Amounts are whole numbers of 1e-12 USD. `total` is what is used and what is reserved: a condition can
compare one attribute, not a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from generation.engine.errors import LedgerFull
from generation.engine.model.ledger import EXACT, Account, Ceiling, LedgerEntry, Spend, day_of
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import Action, Record, Value, expressions, key_of, update
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table

KEPT = timedelta(days=62)
"""After the first of its month, or its day: whoever looks back at the end of a month finds the one before. A
job that settles later than that, which no deadline allows, would begin the item anew."""


def read(table: Table, owner: str, now: datetime) -> Spend:
    places = _places(owner, day_of(now))
    found = table.batch_get(list({place.key: None for place in places.values()}))
    return Spend(
        accounts={c: _account(found.get(place.key, {}), place.prefix) for c, place in places.items()}
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an account stands: its item, and what the names of its attributes there begin with."""

    key: Key
    prefix: str


@dataclass(slots=True)
class _Change:
    """Of one item; several entries of a checkpoint may meet there."""

    ends_at: int
    add: dict[str, int] = field(default_factory=dict)
    put: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, tuple[Ceiling, Decimal]] = field(default_factory=dict)


def actions_of(entries: Iterable[LedgerEntry]) -> Iterator[Action]:
    """One for each item."""
    changes: dict[Key, _Change] = {}
    for entry in entries:
        for ceiling, place in _places(entry.owner, entry.day).items():
            change = changes.setdefault(place.key, _Change(_end_of(entry.day)))
            _add(change, place.prefix, ceiling, entry)
    for key, change in changes.items():
        yield _action(key, change)


def _add(change: _Change, prefix: str, ceiling: Ceiling, entry: LedgerEntry) -> None:
    for name, usd in (("used", entry.used_usd), ("total", entry.total_usd)):
        change.add[prefix + name] = change.add.get(prefix + name, 0) + _whole(usd)
    if ceiling in entry.closed:
        change.put[prefix + "closed"] = _whole(entry.closed[ceiling])
    limit = entry.ceilings.usd.get(ceiling) if entry.ceilings else None
    if limit is not None:
        change.left[prefix + "total"] = _whole(limit)
        change.accounts[prefix] = (ceiling, limit)


def _action(key: Key, change: _Change) -> Action:
    names = [*change.add, *change.put]
    values: dict[str, Value] = {name: change.add.get(name, change.put.get(name, 0)) for name in names}
    adds = ", ".join(f"#{name} :{name}" for name in change.add)
    puts = "".join(f", #{name} = :{name}" for name in change.put)
    text = f"ADD {adds} SET #ttl = :ttl{puts}"
    values["ttl"] = change.ends_at
    if not change.accounts:
        return Action("Update", {"Key": key_of(key), **expressions(values, text)})
    # Race: other jobs reserve at the same time. Together they could pass the ceiling, so the item itself
    # refuses what does not fit.
    conditions = []
    for name, limit in change.left.items():
        values[f"left_{name}"] = limit - change.add[name]
        conditions.append(
            f"(#{name} <= :left_{name} OR (attribute_not_exists(#{name}) AND :none <= :left_{name}))"
        )
    values["none"] = 0
    return update(key, text, " AND ".join(conditions), _full(change), **values)


def _full(change: _Change) -> Callable[[Record | None], LedgerFull]:
    def refusal(found: Record | None) -> LedgerFull:
        for prefix, (ceiling, limit) in change.accounts.items():
            account = _account(found or {}, prefix)
            if _whole(account.total_usd) + change.add[prefix + "total"] > _whole(limit):
                return LedgerFull(ceiling, account, limit)
        raise AssertionError("a reservation was refused that fits")

    return refusal


def _places(owner: str, day: str) -> Mapping[Ceiling, _Place]:
    mine = keys.owner_ledger_key(owner, day[:7])
    return {
        Ceiling.OWNER_DAY: _Place(mine, f"d{day[8:]}_"),
        Ceiling.OWNER_MONTH: _Place(mine, ""),
        Ceiling.DEPLOYMENT_DAY: _Place(keys.deployment_ledger_key(day), ""),
    }


def _account(record: Mapping[str, Value], prefix: str) -> Account:
    used, total = (int(record.get(prefix + name, 0)) for name in ("used", "total"))
    closed = record.get(prefix + "closed")
    return Account(
        used_usd=used * EXACT,
        reserved_usd=(total - used) * EXACT,
        closed_at_usd=None if closed is None else int(closed) * EXACT,
    )


def _whole(usd: Decimal) -> int:
    return int(usd / EXACT)


def _end_of(day: str) -> int:
    first = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return int((first + KEPT).timestamp())
