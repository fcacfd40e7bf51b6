"""Figures on DynamoDB. Keys, sizes and prices: docs/data-model.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from generation.engine.errors import Unavailable
from generation.engine.figures.attempt_end import AttemptEnd, owner_prefix
from generation.engine.figures.figures import DayFigures, Population, populations
from generation.engine.figures.policy import FIGURES_KEPT
from generation.engine.ports.figures import FoldState
from generation.stores import figures_form
from generation.stores.codec import compress, from_ms, pack, to_bytes, to_ms, unpack
from generation.stores.dynamodb import figure_keys, items
from generation.stores.dynamodb.actions import Record, Refused, Value, put
from generation.stores.dynamodb.keys import Range
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

Item = dict[str, Value | None]

WHOLE_BYTES = 600
"""Figures of a day and their parts share an item up to so many bytes: a write unit less for an owner who has
a few jobs a day, and a month of such items is read with three units."""

ID_BYTES = 8


def end_item(end: AttemptEnd) -> Item:
    """What the transaction that ends an attempt writes for the figures."""
    key = figure_keys.end_key(end.position)
    data = compress(to_bytes(pack(figures_form.dump_end(end))))
    return {"pk": key.pk, "sk": key.sk, "state": data, "ttl": _ttl(end.ended_at)}


class DynamoFigures:
    """FigureStore over the table of the jobs. Beside what the port names everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def ends(self) -> Iterable[AttemptEnd]:
        return chain.from_iterable(map(_ends_in, map(self._table.query, figure_keys.all_ends())))

    def recent_ends(self, population: Population, most: int) -> Sequence[AttemptEnd] | None:
        found: list[AttemptEnd] = []
        for where in _ends_of(population):
            is_own = population.owner is not None
            records = self._table.query(where, consistent=is_own, limit=most + 1)
            page = list(islice(records, most + 1))
            if len(page) > most:
                return None
            # Keys of an owner begin with a digest, which may be another one's too; those of an organization
            # are among all.
            found += (end for end in _ends_in(page) if population in populations(end))
        return found

    def drop(self, ends: Sequence[AttemptEnd]) -> None:
        # No condition: an end is written once, with its attempt, and comes never again.
        self._table.delete_all([figure_keys.end_key(end.position) for end in ends])

    def fold_state(self) -> FoldState:
        record = self._table.get(figure_keys.FOLD)
        return _fold_state_of(record) if record else FoldState()

    def keep_fold_state(self, state: FoldState) -> bool:
        # Race: another sweep, which this one was taken for dead by. One of the two goes on.
        when, values = "attribute_not_exists(#pk)", {}
        if state.number > 1:
            when, values = "#number = :before", {"before": state.number - 1}
        try:
            self._table.put(_fold_item(state), when, **values)
        except Refused:
            return False
        return True

    def day(self, population: Population, day: date) -> DayFigures:
        key = figure_keys.day_key(population, day.isoformat())
        record = self._table.get(key)
        if record is None:
            return DayFigures(population=population, day=day)
        beside = self._table.get(figure_keys.parts_key(key)) if "is_split" in record else None
        parts = _parts_in(record, beside)
        if parts is None:
            raise Unavailable("the figures of a day are just being written")
        return _day_of(record, population, parts)

    def keep_day(self, figures: DayFigures, *, after: int) -> bool:
        when, values = "attribute_not_exists(#pk)", {}
        if after:
            when, values = "#fold = :after", {"after": after}
        day, beside = _day_items(figures)
        try:
            if beside is None:
                self._table.put(day, when, **values)
            else:
                # Of one fold, or the next one would add to both what one of them has.
                self._table.transact([put(day, when, lambda _: Refused(None), **values), put(beside)])
        except Refused:
            return False
        return True

    def days(
        self, population: Population, first: date, last: date, *, parts: bool = False
    ) -> Sequence[DayFigures]:
        between = (population, first.isoformat(), last.isoformat())
        records = list(self._table.query(figure_keys.days(*between), consistent=False))
        if not parts:
            return [_day_of(record, population) for record in records]
        beside: dict[str, Record] = {}
        if any("is_split" in record for record in records):
            found = self._table.query(figure_keys.parts_of_days(*between), consistent=False)
            beside = {str(record["sk"]): record for record in found}
        return [
            self._with_parts(record, beside.get(figure_keys.parts_key(items.key_in(record)).sk), population)
            for record in records
        ]

    def _with_parts(self, record: Record, beside: Record | None, population: Population) -> DayFigures:
        parts = _parts_in(record, beside)
        if parts is None:
            # Race: a fold was written between the two reads, or one of them is older than the other.
            return self.day(population, _date_in(record))
        return _day_of(record, population, parts)


def _ends_of(population: Population) -> list[Range]:
    return (
        figure_keys.all_ends()
        if population.owner is None
        else [figure_keys.ends_of(owner_prefix(population.owner))]
    )


def _ends_in(records: Iterable[Record]) -> Iterator[AttemptEnd]:
    return (figures_form.load_end(unpack(items.state_in(record))) for record in records)


def _fold_item(state: FoldState) -> Item:
    return {
        "pk": figure_keys.FOLD.pk,
        "sk": figure_keys.FOLD.sk,
        "number": state.number,
        "ids": b"".join(sorted(state.ids)) or None,
        "before": b"".join(sorted(state.before)) or None,
        "reaches": state.reaches or None,
        "covers": to_ms(state.covers) if state.covers else None,
        "complete_at": to_ms(state.complete_at) if state.complete_at else None,
    }


def _fold_state_of(record: Record) -> FoldState:
    moments = {name: from_ms(int(record[name])) for name in ("covers", "complete_at") if name in record}
    return FoldState(
        number=int(record["number"]),
        ids=_ids_in(record, "ids"),
        before=_ids_in(record, "before"),
        reaches=str(record.get("reaches", "")),
        **moments,
    )


def _ids_in(record: Record, name: str) -> frozenset[bytes]:
    data = record.get(name, b"")
    assert isinstance(data, bytes)  # noqa: S101 - for the type checker
    return frozenset(data[start : start + ID_BYTES] for start in range(0, len(data), ID_BYTES))


def _day_items(figures: DayFigures) -> tuple[Item, Item | None]:
    """The item of the day and, where the two are too large for one, that of its parts."""
    key = figure_keys.day_key(figures.population, figures.day.isoformat())
    end = datetime.combine(figures.day, datetime.min.time(), UTC)
    total = _packed(figures_form.dump_figures(figures.total))
    parts = _packed(figures_form.dump_parts(figures.parts or {}))
    item: Item = {
        "pk": key.pk,
        "sk": key.sk,
        "fold": figures.fold,
        "state": total,
        "ttl": _ttl(end),
    }
    if len(total) + len(parts) <= WHOLE_BYTES:
        return {**item, "parts": parts}, None
    beside = figure_keys.parts_key(key)
    return {**item, "is_split": 1}, {**item, "pk": beside.pk, "sk": beside.sk, "state": parts}


def _parts_in(record: Record, beside: Record | None) -> Value | None:
    """Parts of a day as they are stored, in its item or beside it; None where those beside are of another
    fold."""
    if "is_split" not in record:
        return record["parts"]
    if beside is None or beside["fold"] != record["fold"]:
        return None
    return beside["state"]


def _day_of(record: Record, population: Population, parts: Value | None = None) -> DayFigures:
    """Without `parts` it is not told apart."""
    assert not isinstance(parts, int)  # noqa: S101 - for the type checker
    return DayFigures(
        population=population,
        day=_date_in(record),
        fold=int(record["fold"]),
        total=figures_form.load_figures(unpack(items.state_in(record))),
        parts=None if parts is None else figures_form.load_parts(unpack(parts)),
    )


def _date_in(record: Record) -> date:
    return date.fromisoformat(figure_keys.day_in(str(record["sk"])))


def _packed(data: Any) -> bytes:
    return compress(to_bytes(pack(data)))


def _ttl(begin: datetime) -> int:
    return to_ms(begin + FIGURES_KEPT) // 1000
