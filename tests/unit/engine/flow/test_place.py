"""Place: what a waiting job is told, and how seldom the order is looked at for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from generation.engine.flow.fair import Front
from generation.engine.flow.order import Waiting
from generation.engine.flow.place import QueuePlace, SeenLine
from generation.engine.model.job import Job, JobStatus
from generation.engine.policy import FlowPolicy

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Order:
    """The two reads that a look is made of."""

    def __init__(self) -> None:
        self.waiting = [
            Waiting(job_id=f"job_{n}", owner="ada" if n % 3 else "grace", pipeline="p", tag=n)
            for n in range(9)
        ]
        self.looks = 0

    def line(self, most: int) -> Sequence[Waiting]:
        self.looks += 1
        return self.waiting[:most]

    def front(self) -> Front:
        return Front(tag=0, moved_at=NOW, per_s=0.1)


def job(number: int, owner: str = "ada") -> Job:
    return Job(
        job_id=f"job_{number}",
        owner=owner,
        org_id=None,
        pipeline="exam_course",
        subject="s",
        title="t",
        status=JobStatus.PENDING,
        steps=(),
        created_at=NOW,
        tag=number,
    )


def test_a_place_counts_the_jobs_before_it_and_among_them_ones_own() -> None:
    seen = SeenLine()
    seen.look(Order(), NOW, FlowPolicy())  # type: ignore[arg-type]

    assert seen.place_of(job(5), NOW, FlowPolicy()) == QueuePlace(
        position=6, ahead_of_own=3, expected_start_at=NOW + timedelta(seconds=50)
    )
    assert seen.place_of(job(0, "grace"), NOW, FlowPolicy()).position == 1


def test_a_job_that_the_index_does_not_show_yet_has_a_place() -> None:
    seen = SeenLine()
    seen.look(Order(), NOW, FlowPolicy())  # type: ignore[arg-type]
    assert seen.place_of(job(100), NOW, FlowPolicy()).position == 10


def test_one_look_answers_all_who_ask_within_two_seconds() -> None:
    order, seen = Order(), SeenLine()
    for milliseconds in range(0, 4000, 100):
        seen.look(order, NOW + timedelta(milliseconds=milliseconds), FlowPolicy())  # type: ignore[arg-type]
    assert order.looks == 2
