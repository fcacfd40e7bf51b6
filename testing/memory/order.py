"""The order of the jobs that wait for their turn, in memory; see `memory`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generation.engine.errors import OrderMoved
from generation.engine.flow.fair import Front
from generation.engine.flow.order import Lease, Waiting
from generation.engine.model.checkpoint import Checkpoint, Standing
from generation.engine.model.job import Job
from generation.stores import codec
from generation.stores.codec import pack
from testing.memory.world import MemoryWorld, job_of


class MemoryJobOrder:
    """JobOrder over a `MemoryWorld`."""

    def __init__(self, world: MemoryWorld) -> None:
        self.world = world

    def standing(self, owner: str) -> Standing:
        with self.world.lock:
            return Standing(
                last_tag=self.world.last_tags.get(owner),
                front=self.world.front.tag if self.world.front else 0,
                uses_priorities=owner in self.world.uses_priorities,
            )

    def reserve(self, owner: str, standing: Standing, share: int) -> Standing:
        with self.world.lock:
            tag = max(self.world.last_tags.get(owner, 0), standing.front) + share
            self.world.last_tags[owner] = tag
            uses_priorities = owner in self.world.uses_priorities
        return replace(standing, last_tag=tag, uses_priorities=uses_priorities, is_reserved=True)

    def check_standing(self, checkpoint: Checkpoint) -> None:
        standing = checkpoint.standing
        if standing is None or standing.is_reserved:
            return
        if standing.last_tag != self.world.last_tags.get(checkpoint.job.owner):
            raise OrderMoved

    def keep_standing(self, checkpoint: Checkpoint) -> None:
        job = checkpoint.job
        if checkpoint.standing and job.tag is not None:
            if not checkpoint.standing.is_reserved:
                self.world.last_tags[job.owner] = job.tag
            if job.is_ranked:
                self.world.uses_priorities[job.owner] = True

    def line(self, most: int) -> Sequence[Waiting]:
        with self.world.lock:
            waiting = sorted(self.world.waiting.values(), key=lambda place: place.position)
        ranked = [place for place in waiting if place.is_ranked][:most]
        unranked = [place for place in waiting if not place.is_ranked][:most]
        return sorted([*ranked, *unranked], key=lambda place: place.position)

    def waiting_of(self, owner: str) -> Sequence[Job]:
        with self.world.lock:
            waiting = [place for place in self.world.waiting.values() if place.owner == owner]
            return [job_of(self.world.jobs[place.job_id]) for place in waiting]

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        with self.world.lock:
            job = self._at(waiting, lease)
            return self._begun(job, lease) if job else None

    def begin_instead(self, job: Job, holder: Waiting, lease: Lease) -> Job | None:
        with self.world.lock:
            mine, other = self._at(self.world.waiting.get(job.job_id), lease), self._at(holder, lease)
            if mine is None or other is None or mine.token != job.token:
                return None
            self._write(replace(other, tag=mine.tag, is_ranked=True, token=other.token + 1))
            return self._begun(mine, lease)

    def front(self) -> Front:
        with self.world.lock:
            return self.world.front or Front()

    def move_front(self, before: Front, after: Front) -> None:
        with self.world.lock:
            if (self.world.front or Front()).tag == before.tag:
                self.world.front = after

    def _at(self, waiting: Waiting | None, lease: Lease) -> Job | None:
        """The job, if it waits there and nobody has its lease."""
        if waiting is None or self.world.waiting.get(waiting.job_id) != waiting:
            return None
        job = job_of(self.world.jobs[waiting.job_id])
        return None if job.lease_until and job.lease_until > lease.now else job

    def _begun(self, job: Job, lease: Lease) -> Job:
        begun = replace(
            job,
            token=job.token + 1,
            lease_until=lease.until,
            deadline_at=lease.deadline_at,
            deadline_from=lease.now,
            begun_at=lease.now,
            tag=None,
            is_ranked=False,
        )
        self._write(begun)
        return begun

    def _write(self, job: Job) -> None:
        self.world.jobs[job.job_id].job = pack(codec.JOB.dump(job))
        self.world.place(job)
