"""Control on DynamoDB: all pauses in one item, those that are over in another; each is changed by whoever has
read its latest version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from generation.engine.errors import Unavailable
from generation.engine.model.audit import Act, following
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope
from generation.engine.policy import MOST_PAUSES
from generation.engine.ports import Clearance
from generation.stores import codec, refusals
from generation.stores.codec import pack, shrink, unpack
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Action, Record, Refused, put
from generation.stores.dynamodb.audit import EntryTaken, entry_action, last_entry
from generation.stores.dynamodb.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

TRIES = 10
"""Tries of a change. Each refusal means that another operator's change was written meanwhile, so ten
of them would have to come while this one is at work: more than the operators of a deployment do at once."""

IN_THE_WAY = "other changes of what is paused stay in the way"


class DynamoControl:
    """Control over the table of the jobs. Beside what the port names everything raises Unavailable."""

    def __init__(self, client: DynamoDBClient, table_name: str) -> None:
        self._table = Table(client, table_name)

    def pauses(self) -> Pauses:
        return Pauses(pauses=_pauses_in(self._table.get(keys.PAUSES)))

    def clearance(self, job_ids: Sequence[str]) -> Clearance:
        found = self._table.batch_get(
            [keys.PAUSES, *chain.from_iterable((keys.job_key(one), keys.watch_key(one)) for one in job_ids)]
        )
        pulses = {
            one: items.pulse_of(job, found.get(keys.watch_key(one)))
            for one in job_ids
            if (job := found.get(keys.job_key(one))) is not None
        }
        return Clearance(Pauses(pauses=_pauses_in(found.get(keys.PAUSES))), pulses)

    def pause(self, pause: Pause, act: Act | None = None) -> Pauses:
        return self._change(lambda pauses: pauses.with_pause(pause), act)

    def resume(self, scope: Scope, value: str, now: datetime, act: Act | None = None) -> Pauses:
        return self._change(lambda pauses: pauses.without(scope, value), act, over_at=now)

    def past(self) -> PastPauses:
        return PastPauses(pauses=_pauses_in(self._table.get(keys.PAST_PAUSES)))

    def _change(
        self, change: Callable[[Pauses], Pauses], act: Act | None, over_at: datetime | None = None
    ) -> Pauses:
        """`over_at`: what the change leaves out is over then."""
        kept: tuple[Pause, ...] = ()
        for _ in range(TRIES):
            record = self._table.get(keys.PAUSES)
            before = Pauses(pauses=_pauses_in(record))
            after = change(before)
            if after == before:
                return after
            if len(after.pauses) > max(MOST_PAUSES, len(before.pauses)):
                raise refusals.too_many_pauses()
            over = tuple(one for one in before.pauses if one not in after.pauses)
            if over_at is not None and over != kept:
                self._add_past(over, over_at)
                kept = over
            # With the change or not at all: nobody pauses untold.
            told = [entry_action(following(last_entry(self._table), act))] if act else []
            try:
                self._write(keys.PAUSES, after.pauses, record, *told)
            except (Refused, EntryTaken):
                continue
            return after
        raise Unavailable(IN_THE_WAY)

    def _add_past(self, over: tuple[Pause, ...], now: datetime) -> None:
        # Before the pauses are without them. Dying in between leaves them in both, which the sweep counts
        # once; the operator, who had no answer, resumes again.
        for _ in range(TRIES):
            record = self._table.get(keys.PAST_PAUSES)
            past = PastPauses(pauses=_pauses_in(record)).with_over(over, now)
            try:
                self._write(keys.PAST_PAUSES, past.pauses, record)
            except Refused:
                continue
            return
        raise Unavailable(IN_THE_WAY)

    def _write(self, key: keys.Key, pauses: Iterable[Pause], before: Record | None, *beside: Action) -> None:
        version = int(before["version"]) if before else 0
        item: Record = {
            "pk": key.pk,
            "sk": key.sk,
            "version": version + 1,
            "state": shrink(pack([codec.PAUSE.dump(pause) for pause in pauses])),
        }
        # Race: another operator changes it at the same time. One of the two is refused and reads it again.
        # Where the answer gets lost and botocore asks again, that second read finds what was wanted.
        when = "attribute_not_exists(#version) OR #version = :before"
        if not beside:
            self._table.put(item, when, before=version)
            return
        self._table.transact([put(item, when, Refused, before=version), *beside])


def _pauses_in(record: Record | None) -> tuple[Pause, ...]:
    if record is None:
        return ()
    return tuple(codec.PAUSE.load(pause) for pause in unpack(items.state_in(record)))
