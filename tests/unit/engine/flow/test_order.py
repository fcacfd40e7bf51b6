"""Order: where a job stands."""

from __future__ import annotations

import pytest

from generation.engine.flow.order import Waiting, waiting_of
from tests.unit.engine.flow.test_place import job


def test_a_job_with_a_tag_stands_at_it() -> None:
    assert waiting_of(job(7, "grace")) == Waiting(
        job_id="job_7", owner="grace", pipeline="exam_course", tag=7
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [((1, "job_b"), (2, "job_a")), ((2, "job_a"), (2, "job_b")), ((9, "job_a"), (10, "job_a"))],
)
def test_the_lower_tag_is_first_and_of_equal_ones_the_older_job(
    first: tuple[int, str], second: tuple[int, str]
) -> None:
    one, other = (
        Waiting(job_id=job_id, owner="ada", pipeline="p", tag=tag) for tag, job_id in (first, second)
    )
    assert one.position < other.position
