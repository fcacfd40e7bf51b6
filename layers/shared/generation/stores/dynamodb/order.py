"""The order of the jobs that wait for their turn: an index over them, and the front."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import chain

from generation.engine.errors import LeaseLost, Unavailable
from generation.engine.flow.fair import Front
from generation.engine.flow.order import Lease, Waiting, waiting_of
from generation.engine.model.checkpoint import Standing
from generation.engine.model.job import Job, JobStatus
from generation.stores.codec import to_ms
from generation.stores.dynamodb import items, keys
from generation.stores.dynamodb.actions import Action, Record, Refused, Value, update
from generation.stores.dynamodb.table import Table
from generation.stores.dynamodb.unreadable import readable

PENDING = JobStatus.PENDING.value

FREE = "(attribute_not_exists(#lease_until) OR #lease_until <= :now)"
"""Condition: nobody holds the job's lease."""


@cache
def _asking() -> ThreadPoolExecutor:
    """All shards are asked at the same time, one of them by the caller's own thread."""
    return ThreadPoolExecutor(len(keys.SHARDS) - 1, thread_name_prefix="order")


class DynamoJobOrder:
    """JobOrder over the table of the jobs."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def standing(self, owner: str) -> Standing:
        key = keys.active_key(owner)
        found = self._table.batch_get([key, keys.FRONT])
        mine, front = found.get(key, {}), found.get(keys.FRONT)
        return Standing(
            last_tag=int(mine["last_tag"]) if "last_tag" in mine else None,
            front=int(front["tag"]) if front else 0,
            uses_priorities="ranked" in mine,
        )

    def reserve(self, owner: str, standing: Standing, share: int) -> Standing:
        # Races: other starts of the owner. Where one raises the tag to the front after the first refusal,
        # the second write is refused as well, and the third one finds a tag that it can add to.
        add = ("ADD #last_tag :share", "#last_tag >= :front", {"share": share, "front": standing.front})
        behind = "attribute_not_exists(#last_tag) OR #last_tag < :front"
        begin = ("SET #last_tag = :tag", behind, {"tag": standing.front + share, "front": standing.front})
        for change, when, values in (add, begin, add):
            try:
                mine = self._table.update(keys.active_key(owner), change, when, **values)
            except Refused:
                continue
            tag = int(mine["last_tag"])
            return replace(standing, last_tag=tag, uses_priorities="ranked" in mine, is_reserved=True)
        raise Unavailable("the owner's place in the order cannot be had")

    def line(self, most: int) -> Sequence[Waiting]:
        first, *others = keys.SHARDS
        asked = [_asking().submit(self._shard, shard, most) for shard in others]
        found = chain(self._shard(first, most), *(one.result() for one in asked))
        return sorted(found, key=lambda waiting: waiting.position)

    def _shard(self, shard: str, most: int) -> list[Waiting]:
        """Ranked jobs stand first there: where they fill the page, the others are asked for as well."""
        page = self._page(shard, keys.RANKED, most)
        if len(page) == most and page[-1].is_ranked:
            page += self._page(shard, keys.UNRANKED, most)
        return page

    def _page(self, shard: str, first: str, most: int) -> list[Waiting]:
        found = self._table.index_page(
            keys.ORDER_INDEX, most=most, partition={"shard": shard}, first={"turn": first}
        )
        return [items.waiting_in(record) for record in found]

    def waiting_of(self, owner: str) -> Sequence[Job]:
        slots = self._table.get(keys.active_key(owner)) or {}
        job_ids = [str(holder) for name, holder in slots.items() if keys.is_claim(name)]
        records = self._table.batch_get([keys.job_key(job_id) for job_id in job_ids])
        jobs = (readable(record) for record in records.values())
        return [job for job in jobs if job is not None and job.tag is not None]

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        # Two workers who see the same front, a cancel or a sweep that has the job in its hands, an index
        # that is behind: one of them begins it, the others find it gone or held.
        key = keys.job_key(waiting.job_id)
        try:
            begun = self._table.update(key, _BEGIN, _WAITS, **_values(waiting, lease))
        except Refused:
            return None
        return items.job_of(begun)

    def begin_instead(self, job: Job, holder: Waiting, lease: Lease) -> Job | None:
        mine = waiting_of(job)
        try:
            self._table.transact([_begin(job, mine, lease), _exchange(holder, mine, lease)])
        except LeaseLost:
            return None
        return replace(
            job,
            token=job.token + 1,
            lease_until=lease.until,
            deadline_at=lease.deadline_at,
            deadline_from=lease.now,
            begun_at=lease.now,
            tag=None,
            is_ranked=False,
        )

    def front(self) -> Front:
        record = self._table.get(keys.FRONT, consistent=False)
        return items.front_of(record) if record else Front()

    def move_front(self, before: Front, after: Front) -> None:
        # Race: another worker moves the front. Wherever that one has put it, it is near enough, and this
        # move is dropped.
        when, values = "attribute_not_exists(#pk)", {}
        if before.moved_at is not None:
            when, values = "#tag = :before", {"before": before.tag}
        try:
            self._table.put(items.front_item(after), when, **values)
        except Refused:
            return


_BEGIN = (
    "SET #token = #token + :one, #lease_until = :until, #deadline_at = :deadline_at, #deadline_from = :now,"
    " #begun_at = :now REMOVE #shard, #turn"
)
_WAITS = f"#status = :pending AND #turn = :turn AND {FREE}"


def _values(waiting: Waiting, lease: Lease) -> dict[str, Value]:
    return {
        "one": 1,
        "now": to_ms(lease.now),
        "until": to_ms(lease.until),
        "deadline_at": to_ms(lease.deadline_at),
        "pending": PENDING,
        "turn": keys.turn(waiting.tag, waiting.job_id, is_ranked=waiting.is_ranked),
    }


def _begin(job: Job, mine: Waiting, lease: Lease) -> Action:
    # As for a begin of its own; and nobody has written the job since it was read.
    values = {**_values(mine, lease), "token": job.token}
    return update(keys.job_key(job.job_id), _BEGIN, f"{_WAITS} AND #token = :token", _lost, **values)


def _exchange(holder: Waiting, mine: Waiting, lease: Lease) -> Action:
    # The token rises: who has taken the holder over (a sweep whose lease ran out) and writes it whole would
    # put it back to its old place.
    values: dict[str, Value] = {
        "one": 1,
        "now": to_ms(lease.now),
        "pending": PENDING,
        "turn": keys.turn(holder.tag, holder.job_id, is_ranked=holder.is_ranked),
        "place": keys.turn(mine.tag, holder.job_id, is_ranked=True),
    }
    return update(
        keys.job_key(holder.job_id), "SET #token = #token + :one, #turn = :place", _WAITS, _lost, **values
    )


def _lost(_: Record | None) -> Exception:
    return LeaseLost("the job does not wait at that place any more")
