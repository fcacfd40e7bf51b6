"""Sums of usage, open calls and caps, as tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.engine.model.job import JobStatus, OpenCalls, Options, Usage
from tests.unit.engine.examples import job

CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("left", "right", "cost"),
    [
        (Usage(), Usage(), None),
        (Usage(model_calls=1, cost_usd=CENT), Usage(), CENT),
        (Usage(), Usage(model_calls=1, cost_usd=CENT), CENT),
        (Usage(model_calls=1, cost_usd=CENT), Usage(model_calls=1, cost_usd=CENT), 2 * CENT),
        (Usage(model_calls=1, cost_usd=CENT), Usage(model_calls=1), None),
    ],
)
def test_one_unknown_price_makes_the_sum_unknown(left: Usage, right: Usage, cost: Decimal | None) -> None:
    assert (left + right).cost_usd == cost
    assert (left + right).model_calls == left.model_calls + right.model_calls


@pytest.mark.parametrize(
    ("usage", "begun", "most", "is_priced"),
    [
        (Usage(), 0, Decimal(0), True),
        (Usage(model_calls=2, cost_usd=CENT), 2, CENT, True),
        (Usage(model_calls=2), 2, Decimal(0), False),
        (Usage(aborted_calls=1), 1, Decimal(0), False),
        (
            Usage(model_calls=1, cost_usd=CENT, aborted_calls=1, uncertain_cost_usd=CENT),
            2,
            2 * CENT,
            True,
        ),
    ],
)
def test_usage_knows_the_most_that_was_spent(
    usage: Usage, begun: int, most: Decimal, is_priced: bool
) -> None:
    assert (usage.begun_calls, usage.most_usd, usage.is_priced) == (begun, most, is_priced)


def test_open_calls_add_up_and_are_booked_at_their_bound() -> None:
    both = OpenCalls.one(CENT) + OpenCalls.one(None)
    assert both == OpenCalls(calls=2, most_usd=CENT, unpriced=1)
    assert both - OpenCalls.one(None) == OpenCalls.one(CENT)
    assert OpenCalls.one(CENT).aborted() == Usage(aborted_calls=1, uncertain_cost_usd=CENT)
    assert both.aborted() == Usage(aborted_calls=2)


@pytest.mark.parametrize(
    ("asked", "most", "cap"), [(None, None, None), (2, None, 2), (None, 3, 3), (2, 3, 2), (4, 3, 3)]
)
def test_of_two_caps_the_lower_one_holds(asked: int | None, most: int | None, cap: int | None) -> None:
    def usd(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    assert Options(max_cost_usd=usd(asked)).capped(usd(most)) == Options(max_cost_usd=usd(cap))


@pytest.mark.parametrize(
    ("status", "is_finished", "can_resume"),
    [
        (JobStatus.PENDING, False, False),
        (JobStatus.RUNNING, False, False),
        (JobStatus.WAITING, False, False),
        (JobStatus.COMPLETED, True, False),
        (JobStatus.FAILED, True, True),
        (JobStatus.CANCELLED, True, True),
    ],
)
def test_a_status_says_whether_the_job_has_ended_and_can_be_retried(
    status: JobStatus, is_finished: bool, can_resume: bool
) -> None:
    shown = job(status=status)
    assert (shown.is_finished, shown.can_resume) == (is_finished, can_resume)


def test_a_job_works_with_all_that_it_needs_and_what_it_writes() -> None:
    needs = (("course", "c1"), ("exam", "old"), ("exam", "new"))
    assert job(needs=needs, artifact={"course_id": "c1"}).documents == needs
    assert job(needs=needs[1:], artifact={"course_id": "c2"}).documents == (*needs[1:], ("course", "c2"))
    assert job().documents == ()
