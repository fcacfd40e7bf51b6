"""Place: what a job that waits for its turn is told of the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from generation.engine.flow.fair import Front, expected_start
from generation.engine.flow.order import JobOrder, Waiting, waiting_of
from generation.engine.model.job import Job
from generation.engine.policy import FlowPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """`position` counts from 1, the next to be begun; `ahead_of_own` are jobs of the same owner before it."""

    position: int
    ahead_of_own: int
    expected_start_at: datetime | None


@dataclass(slots=True)
class SeenLine:
    """The order as this process saw it last."""

    line: Sequence[Waiting] = ()
    front: Front = field(default_factory=Front)
    seen_at: datetime | None = None

    def look(self, order: JobOrder, now: datetime, policy: FlowPolicy) -> None:
        if self.seen_at is None or not self.seen_at <= now < self.seen_at + policy.fresh:
            self.line, self.front, self.seen_at = order.line(policy.counted), order.front(), now

    def add(self, job: Job) -> None:
        """A job that has just entered the order, so that who follows it at once stands behind it."""
        self.line = [*self.line, waiting_of(job)]

    def place_of(self, job: Job, now: datetime, policy: FlowPolicy) -> QueuePlace:
        """Of a job in the order."""
        tag = job.tag or 0
        before = [other for other in self.line if other.position < (tag, job.job_id)]
        return QueuePlace(
            position=len(before) + 1,
            ahead_of_own=sum(other.owner == job.owner for other in before),
            expected_start_at=expected_start(self.front, tag, now, policy),
        )
