"""Order: the port to the jobs that wait for their turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from generation.engine.flow.fair import Front
from generation.engine.model.checkpoint import Standing
from generation.engine.model.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job in the order. `is_ranked`: its owner uses priorities, so another of his jobs may be due in its
    place."""

    job_id: str
    owner: str
    pipeline: str
    tag: int
    is_ranked: bool = False

    @property
    def position(self) -> tuple[int, str]:
        """Lower ones are begun first."""
        return self.tag, self.job_id


def waiting_of(job: Job) -> Waiting:
    """Where a job with a tag stands."""
    return Waiting(
        job_id=job.job_id,
        owner=job.owner,
        pipeline=job.pipeline,
        tag=job.tag or 0,
        is_ranked=job.is_ranked,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What who begins a job writes into it: until when it is his, and when its deadline is."""

    now: datetime
    until: datetime
    deadline_at: datetime


class JobOrder(Protocol):
    """A job enters the order with the checkpoint that creates or reopens it (`Job.tag`), and leaves it when
    it is begun or ends."""

    def standing(self, owner: str) -> Standing:
        """The owner's part of it is up to date; a later change of it refuses the checkpoint that was made
        with this one (OrderMoved), but for one whose tag was reserved."""

    def reserve(self, owner: str, standing: Standing, share: int) -> Standing:
        """For whom another job of the owner was in the way: the owner's last tag is raised to the next one,
        which no other job gets. Of a job that is then not stored its owner has lost one turn."""

    def line(self, most: int) -> Sequence[Waiting]:
        """The jobs that wait, those with the lowest tags first, at least `most` of them if there are, and
        first among them all ranked ones that fit (eventually consistent)."""

    def waiting_of(self, owner: str) -> Sequence[Job]:
        """All jobs of the owner that wait. Up to date."""

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        """Take a job out of the order and become its writer; the job as it is then. None where it does not
        wait at that place any more, or somebody has its lease."""

    def begin_instead(self, job: Job, holder: Waiting, lease: Lease) -> Job | None:
        """Begin `job`, as `waiting_of` gave it, at the place of another of its owner's, which gets its place
        in exchange. None where either of the two is not as it was any more."""

    def front(self) -> Front:
        """Eventually consistent: who is behind favours somebody by a job or two."""

    def move_front(self, before: Front, after: Front) -> None:
        """Does nothing where it was moved by somebody else since `before` was read."""
