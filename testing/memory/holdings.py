"""Holdings in memory; see `memory`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from generation.engine.model.delivery import DeliveryKey
from generation.engine.ports import ERASED, JOB, OWNER, Deleted
from generation.stores.codec import whole_ms
from testing.memory.world import MemoryWorld, job_of


class MemoryHoldings:
    """Holdings over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def count(self, owner: str, but: str) -> Mapping[str, int]:
        with self.world.lock:
            found = Counter(kind for kind, _ in self._things(owner, but))
            found["share"] = sum(link.owner == owner for link in self.world.links.values())
        return +found

    def erase(self, owner: str, but: str, most: int) -> bool:
        with self.world.lock:
            things = list(self._things(owner, but))
            for kind, name in things[:most]:
                self._erase(owner, kind, name)
            if things:
                return False
            for place in [place for place in self.world.room if place[1] == owner]:
                del self.world.room[place]
            for place in [place for place in self.world.deleted_room if place[1] == owner]:
                del self.world.deleted_room[place]
            return True

    def remember(self, owner: str, at: datetime, late: datetime) -> None:
        with self.world.lock:
            self.world.erased[owner] = whole_ms(at)
            place = (OWNER, owner, ERASED)
            self.world.deleted[place] = Deleted(kind=OWNER, owner=owner, id=ERASED, until=whole_ms(late))

    def _things(self, owner: str, but: str) -> Iterator[tuple[str, str]]:
        for (kind, whose), heads in self.world.heads.items():
            if whose == owner:
                yield from ((kind, document_id) for document_id in heads)
        yield from (("idempotency_key", key) for key in self.world.idempotency_keys(owner))
        for job_id, record in self.world.jobs.items():
            if job_of(record).owner == owner and job_id != but:
                yield JOB, job_id
        if owner in self.world.webhooks:
            yield "webhooks", ""
        yield from (
            ("delivery", f"{key.webhook_id}#{key.delivery_id}")
            for key in self.world.deliveries
            if key.owner == owner
        )
        yield from (("kept_answer", key) for whose, key in self.world.reusable if whose == owner)

    def _erase(self, owner: str, kind: str, name: str) -> None:
        place = (kind, owner, name)
        if kind == JOB and not job_of(self.world.jobs[name]).is_finished:
            return
        if kind == JOB:
            del self.world.jobs[name]
        elif kind == "webhooks":
            del self.world.webhooks[owner]
        elif kind == "delivery":
            webhook_id, delivery_id = name.split("#")
            key = DeliveryKey(owner=owner, webhook_id=webhook_id, delivery_id=delivery_id)
            del self.world.deliveries[key]
        elif kind == "kept_answer":
            del self.world.reusable[owner, name]
        elif kind == "idempotency_key":
            self.world.forget_idempotency(owner, name)
        else:
            self._erase_document(place)
        self.world.deleted.pop(place, None)

    def _erase_document(self, place: tuple[str, str, str]) -> None:
        kind, owner, document_id = place
        if head := self.world.head(*place):
            self.world.links.pop(head.summary.get("slug", ""), None)
            if place in self.world.put_aside:
                self.world.take_deleted_room([head], -1)
            elif place not in self.world.deleted:
                self.world.take_room([head], -1)
        del self.world.heads[kind, owner][document_id]
        self.world.parts.pop(place, None)
        self.world.edits.pop(place, None)
        self.world.put_aside.discard(place)
