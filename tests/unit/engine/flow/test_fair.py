"""Weighted fair queueing: tags, the front, its pace, and what a job is told of its place."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from generation.engine.flow.fair import (
    MOST_WEIGHT,
    SHARE,
    Front,
    expected_start,
    moved,
    next_tag,
)
from generation.engine.model.checkpoint import Standing
from generation.engine.policy import FlowPolicy

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
POLICY = FlowPolicy()
STEP = POLICY.front_step * SHARE
IDLE = POLICY.pace_kept


@pytest.mark.parametrize(
    ("standing", "weight", "tag"),
    [
        (Standing(), 1, SHARE),
        (Standing(), 4, SHARE // 4),
        (Standing(last_tag=5 * SHARE), 1, 6 * SHARE),
        (Standing(last_tag=5 * SHARE, front=2 * SHARE), 4, 5 * SHARE + SHARE // 4),
        (Standing(last_tag=2 * SHARE, front=5 * SHARE), 1, 6 * SHARE),
        (Standing(front=7), MOST_WEIGHT, 7 + SHARE // MOST_WEIGHT),
        (Standing(last_tag=3 * SHARE, front=5 * SHARE, is_reserved=True), 1, 3 * SHARE),
    ],
)
def test_a_tag_lies_one_share_after_the_owners_last_one_or_the_front_unless_it_is_reserved(
    standing: Standing, weight: int, tag: int
) -> None:
    assert next_tag(standing, weight) == tag


class Queue:
    """Jobs of owners, begun in the order of their tags; the front is moved as workers move it."""

    def __init__(self) -> None:
        self.front = Front()
        self.last: dict[str, int] = {}
        self.waiting: list[tuple[int, int, str]] = []
        self.count = 0

    def start(self, owner: str, weight: int = 1, jobs: int = 1) -> None:
        for _ in range(jobs):
            tag = next_tag(Standing(last_tag=self.last.get(owner), front=self.front.tag), weight)
            self.last[owner] = tag
            self.count += 1
            heapq.heappush(self.waiting, (tag, self.count, owner))

    def begin(self, jobs: int) -> list[str]:
        begun = []
        for _ in range(jobs):
            tag, _, owner = heapq.heappop(self.waiting)
            begun.append(owner)
            self.front = moved(self.front, tag, NOW, POLICY, others_wait=bool(self.waiting)) or self.front
        return begun


def test_who_brings_one_job_does_not_stand_behind_a_flood() -> None:
    queue = Queue()
    queue.start("flood", jobs=500)
    queue.begin(10)
    for owner in ("ada", "grace", "edsger"):
        queue.start(owner)
    assert {"ada", "grace", "edsger"} <= set(queue.begin(10 + POLICY.front_step))


@pytest.mark.parametrize("weights", [(1, 4), (1, 1), (2, 3), (1, 10)])
def test_two_backlogged_plans_share_by_their_weights(weights: tuple[int, int]) -> None:
    queue = Queue()
    queue.start("a", weights[0], 1000)
    queue.start("b", weights[1], 1000)
    begun = Counter(queue.begin(600))
    assert begun["b"] / begun["a"] == pytest.approx(weights[1] / weights[0], rel=0.02)


def test_who_was_away_has_saved_nothing_up() -> None:
    queue = Queue()
    queue.start("away")
    queue.start("busy", jobs=300)
    queue.begin(200)
    queue.start("away", jobs=100)
    begun = queue.begin(50)
    assert begun.count("away") <= 25 + POLICY.front_step


def test_many_jobs_in_the_past_are_not_held_against_an_owner() -> None:
    queue = Queue()
    queue.start("busy", jobs=300)
    queue.begin(300)
    queue.start("busy", jobs=20)
    queue.start("new", jobs=20)
    assert 8 <= queue.begin(20).count("busy") <= 12


def test_the_front_is_written_once_for_at_least_four_jobs() -> None:
    front, writes = Front(), 0
    for number in range(1, 401):
        after = moved(front, number * SHARE, NOW + number * SECOND, POLICY, others_wait=True)
        writes += after is not None
        front = after or front
        assert number * SHARE - front.tag < STEP
    assert writes == 100


def test_the_front_never_goes_back() -> None:
    assert moved(Front(tag=10 * SHARE), 3 * SHARE, NOW, POLICY, others_wait=True) is None


def test_the_pace_is_that_of_the_last_minutes() -> None:
    front, now = Front(), NOW
    for seconds, jobs in ((1.0, 1000), (10.0, 200)):
        for _ in range(jobs):
            now += timedelta(seconds=4 * seconds)
            front = moved(front, front.tag + STEP, now, POLICY, others_wait=True) or front
        assert front.per_s == pytest.approx(SHARE / seconds, rel=0.01)


@pytest.mark.parametrize(
    ("before", "others_wait"),
    [
        (Front(), True),
        (Front(moved_at=NOW - SECOND, per_s=5.0), False),
        (Front(moved_at=NOW - IDLE - SECOND, per_s=5.0), True),
    ],
    ids=["first", "nobody waits", "idle"],
)
def test_no_pace_is_known(before: Front, others_wait: bool) -> None:
    assert moved(before, STEP, NOW, POLICY, others_wait=others_wait) == Front(tag=STEP, moved_at=NOW)


def test_a_clock_that_goes_back_does_no_harm() -> None:
    before = Front(tag=0, moved_at=NOW + SECOND, per_s=1.0)
    after = moved(before, STEP, NOW, POLICY, others_wait=True)
    assert after is not None
    assert after.per_s is not None
    assert after.per_s > 0


@pytest.mark.parametrize(
    ("front", "tag", "start"),
    [
        (Front(tag=0, moved_at=NOW, per_s=10.0), 100, NOW + 10 * SECOND),
        (Front(tag=50, moved_at=NOW - 2 * SECOND, per_s=10.0), 100, NOW + 3 * SECOND),
        (Front(tag=0, moved_at=NOW), 100, None),
        (Front(), 100, None),
        (Front(tag=90, moved_at=NOW - 2 * SECOND, per_s=10.0), 100, None),
        (Front(tag=200, moved_at=NOW, per_s=10.0), 100, None),
        (Front(tag=0, moved_at=NOW - IDLE - SECOND, per_s=0.001), 100, None),
    ],
    ids=["ahead", "later", "no pace", "nothing", "overdue", "passed", "stands still"],
)
def test_a_start_is_expected_where_the_pace_says_so(front: Front, tag: int, start: datetime | None) -> None:
    assert expected_start(front, tag, NOW, POLICY) == start


@pytest.mark.parametrize(
    ("policy", "jobs", "seconds", "share"),
    [
        (FlowPolicy(), 4, 120, 0.632),  # 1 - 1/e of what is new
        (FlowPolicy(pace_memory_s=60.0), 4, 120, 0.865),
        (FlowPolicy(), 4, 300, 0.918),
        (FlowPolicy(), 4, 301, None),
        (FlowPolicy(pace_kept=timedelta(minutes=6)), 4, 301, 0.919),
        (FlowPolicy(front_step=3), 3, 120, 0.632),
    ],
)
def test_how_much_of_its_latest_pace_the_front_takes_over(
    policy: FlowPolicy, jobs: int, seconds: int, share: float | None
) -> None:
    before = Front(tag=0, moved_at=NOW - seconds * SECOND, per_s=0.0)
    after = moved(before, jobs * SHARE, NOW, policy, others_wait=True)
    assert after is not None
    latest = jobs * SHARE / seconds
    assert after.per_s == (None if share is None else pytest.approx(share * latest, rel=0.001))
    assert moved(before, jobs * SHARE - 1, NOW, policy, others_wait=True) is None
