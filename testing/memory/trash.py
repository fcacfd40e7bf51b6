"""What was deleted, over a `MemoryWorld`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from generation.engine.ports import (
    BESIDE,
    JOB,
    OWNER,
    Deleted,
    is_beside,
)
from testing.memory.world import MemoryWorld


class MemoryTrash:
    """Trash over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def due(self, now: datetime, most: int) -> Sequence[Deleted]:
        with self.world.lock:
            due = [one for one in self.world.deleted.values() if one.until <= now]
        return sorted(due, key=lambda one: (one.until, one.kind, one.owner, one.id))[:most]

    def purge(self, deleted: Deleted, now: datetime) -> bool:
        place = (deleted.kind, deleted.owner, deleted.id)
        with self.world.lock:
            if self.world.deleted.get(place) != deleted or deleted.until > now:
                return False
            if deleted.kind == OWNER:
                for kept in [kept for kept in self.world.reusable if kept[0] == deleted.owner]:
                    del self.world.reusable[kept]
            if deleted.kind == JOB:
                self.world.jobs.pop(deleted.id, None)
            elif head := self.world.head(*place):
                self.world.links.pop(head.summary.get("slug", ""), None)
                del self.world.heads[head.kind, head.owner][head.document_id]
                if place in self.world.put_aside:
                    self.world.take_deleted_room([head], -1)
            for beside in [deleted, *self._beside(deleted)]:
                self.world.heads.get((beside.kind, beside.owner), {}).pop(beside.id, None)
                self.world.parts.pop((beside.kind, beside.owner, beside.id), None)
            self.world.edits.pop(place, None)
            self.world.put_aside.discard(place)
            del self.world.deleted[place]
            return True

    def _beside(self, deleted: Deleted) -> Sequence[Deleted]:
        return [
            replace(deleted, kind=kind, id=one)
            for kind in BESIDE.get(deleted.kind, ())
            for one in self.world.heads.get((kind, deleted.owner), {})
            if is_beside(one, deleted.id)
        ]
