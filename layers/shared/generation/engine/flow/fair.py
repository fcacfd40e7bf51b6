"""Fair: weighted fair queueing of jobs by owner, as pure arithmetic.

Each job that waits has a tag, its virtual finish time, and the lowest tag is begun first. An owner's next
tag lies one share of his plan after his last one, but not before the front, the tag that was begun last:
who was away has saved nothing up. So owners of one plan take turns, whoever has queued most, and a plan of
weight 4 gets four turns for one of weight 1 (Demers, Keshav, Shenker: Analysis and simulation of a fair
queueing algorithm, 1989; here a job is the packet, and all packets are of one size).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from generation.engine.model.checkpoint import Standing
from generation.engine.policy import FlowPolicy

SHARE = 1_000_000
"""Distance between two tags of an owner whose plan has the weight 1. Whole numbers, so that tags compare
exactly wherever they are kept; a millionth is fine enough for any weight up to `MOST_WEIGHT`."""

MOST_WEIGHT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """How far the order has got.

    tag        of the latest job that was begun
    per_s      pace: by how much the tag grows in a second while jobs wait; None: not known
    moved_at   when it was moved last
    """

    tag: int = 0
    per_s: float | None = None
    moved_at: datetime | None = None


def share_of(weight: int) -> int:
    """Distance between two tags of an owner whose plan has that weight."""
    return SHARE // weight


def next_tag(standing: Standing, weight: int) -> int:
    if standing.is_reserved and standing.last_tag is not None:
        return standing.last_tag
    return max(standing.last_tag or 0, standing.front) + share_of(weight)


def moved(front: Front, tag: int, now: datetime, policy: FlowPolicy, *, others_wait: bool) -> Front | None:
    """The front after a job of that tag was begun; None where it is not worth a write.

    `others_wait`: the pace is only that of a queue, if there is one.
    """
    if tag - front.tag < policy.front_step * SHARE:
        return None
    if not others_wait or front.moved_at is None or now - front.moved_at > policy.pace_kept:
        return Front(tag=tag, moved_at=now)
    seconds = max((now - front.moved_at).total_seconds(), 0.001)
    latest = (tag - front.tag) / seconds
    known = front.per_s
    share = 1 - math.exp(-seconds / policy.pace_memory_s)
    return Front(tag=tag, moved_at=now, per_s=latest if known is None else known + share * (latest - known))


def expected_start(front: Front, tag: int, now: datetime, policy: FlowPolicy) -> datetime | None:
    """When a job of that tag is likely to be begun; None where that is not known: no pace, or the time
    is over."""
    if not front.per_s or front.moved_at is None or now - front.moved_at > policy.pace_kept:
        return None
    at = front.moved_at + timedelta(seconds=max(0, tag - front.tag) / front.per_s)
    return at if at > now else None
