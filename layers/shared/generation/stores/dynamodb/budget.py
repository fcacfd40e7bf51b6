"""Model budget: one item for each class of models, moved on by conditional updates.

What a reservation needs to know of the item is only on which side of a moment it is, so no update has to
have read it before, and none of two that meet is lost. Moments are microseconds of the epoch. An update that
is made twice because its answer got lost takes the time of a call that is never made: it goes by unused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from generation.engine.flow.gcra import (
    BudgetState,
    ModelLimits,
    Opening,
    RateLimits,
    filled_at,
    is_news,
)
from generation.engine.policy import ModelLimitPolicy
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import Record, Refused
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_IS_FREE = "attribute_not_exists(#free_at) OR #free_at <= :past OR #free_at > :farthest"
_IS_NEWS = "(attribute_not_exists(#held_until) OR #held_until <= :begun OR #held_until > :farthest)"


class DynamoModelBudget:
    """See ModelBudget. `class_of` maps a model's id to the class that shares its limits."""

    def __init__(
        self,
        client: DynamoDBClient,
        table: str,
        policy: ModelLimitPolicy | None = None,
        *,
        class_of: Callable[[str], str],
    ) -> None:
        self._table = Table(client, table)
        self._class_of = class_of
        self._policy = policy or ModelLimitPolicy()

    def reserve(
        self, model: str, cost: timedelta, *, now: datetime, owed: timedelta, ahead: timedelta
    ) -> Opening:
        key = keys.budget_key(self._class_of(model))
        burst, farthest = self._policy.burst, now + self._policy.farthest
        past, latest = now - owed, min(now + ahead + burst - owed, farthest)
        # Race: another reservation of the class. Each moves the time on from where it finds it, so none is
        # lost. The likelier update goes first: under a limit that holds, time is taken.
        try:
            taken = self._table.update(
                key,
                "SET #free_at = #free_at + :step",
                "#free_at > :past AND #free_at <= :latest",
                step=_span(owed + cost),
                past=_us(past),
                latest=_us(latest),
            )
        except Refused as refused:
            state = _state(refused.found or {})
        else:
            state = _state(taken)
            free_at = state.free_at or now
            begins_at = max(now, free_at - cost - burst)
            return Opening(begins_at=begins_at, is_reserved=True, state=state)
        if state.free_at is not None and past < state.free_at <= farthest:
            return Opening(begins_at=state.free_at + owed - burst, is_reserved=False, state=state)
        # Race: another reservation between the two updates. The time is taken then, and the first one fits.
        try:
            freed = self._table.update(
                key,
                "SET #free_at = :free_at",
                _IS_FREE,
                free_at=_us(now + cost),
                past=_us(past),
                farthest=_us(farthest),
            )
        except Refused:
            return self.reserve(model, cost, now=now, owed=owed, ahead=ahead)
        return Opening(begins_at=now, is_reserved=True, state=_state(freed))

    def refused(self, model: str, *, begun_at: datetime, now: datetime, wait: timedelta) -> BudgetState:
        key = keys.budget_key(self._class_of(model))
        wait = min(wait, self._policy.longest_hold)
        soon, farthest = now + self._policy.burst, now + self._policy.farthest
        news = {"begun": _us(begun_at), "farthest": _us(farthest), "held": _us(now + wait), "soon": _us(soon)}
        # Race: other callers who were refused as well. The first one moves the time on, for all of them.
        try:
            return _state(
                self._table.update(
                    key,
                    "SET #free_at = #free_at + :step, #held_until = :held",
                    f"#free_at > :soon AND #free_at <= :farthest AND {_IS_NEWS}",
                    step=_span(wait),
                    **news,
                )
            )
        except Refused as refused:
            state = _state(refused.found or {})
        if not is_news(state, begun_at, now, self._policy):
            return state
        del news["soon"]
        try:
            return _state(
                self._table.update(
                    key,
                    "SET #free_at = :free_at, #held_until = :held",
                    f"({_IS_FREE}) AND {_IS_NEWS}",
                    free_at=_us(soon + wait),
                    past=_us(soon),
                    **news,
                )
            )
        except Refused:
            # Something came between: by now the time is taken, or another refusal was first.
            return self.refused(model, begun_at=begun_at, now=now, wait=wait)

    def learn(self, model: str, told: RateLimits, *, now: datetime) -> BudgetState:
        key = keys.budget_key(self._class_of(model))
        limits = {
            "requests": told.limits.requests,
            "input": told.limits.input_tokens,
            "output": told.limits.output_tokens,
        }
        state = BudgetState()
        if told.limits.is_set:
            differs = " OR ".join(f"attribute_not_exists(#{name}) OR #{name} <> :{name}" for name in limits)
            sets = "SET " + ", ".join(f"#{name} = :{name}" for name in limits)
            try:
                state = _state(self._table.update(key, sets, differs, **limits))
            except Refused as refused:
                state = _state(refused.found or {})
        until = filled_at(told, now, self._policy)
        if until is None:
            return state
        # Race: another answer that told of a later moment. The time is never moved back.
        try:
            return _state(
                self._table.update(
                    key,
                    "SET #free_at = :free_at",
                    "attribute_not_exists(#free_at) OR #free_at < :free_at OR #free_at > :farthest",
                    free_at=_us(until),
                    farthest=_us(now + self._policy.farthest),
                )
            )
        except Refused as refused:
            return _state(refused.found or {})

    def state(self, model: str) -> BudgetState:
        found = self._table.get(keys.budget_key(self._class_of(model)), consistent=False)
        return _state(found or {})


def _state(record: Record) -> BudgetState:
    def moment(name: str) -> datetime | None:
        return _EPOCH + int(record[name]) * _MICROSECOND if name in record else None

    told = ModelLimits(
        requests=int(record.get("requests", 0)),
        input_tokens=int(record.get("input", 0)),
        output_tokens=int(record.get("output", 0)),
    )
    return BudgetState(free_at=moment("free_at"), held_until=moment("held_until"), told=told)


def _us(moment: datetime) -> int:
    return _span(moment - _EPOCH)


def _span(time: timedelta) -> int:
    return time // _MICROSECOND
