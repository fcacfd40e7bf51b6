"""Deliveries: ids that sort by time, and what a try says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generation.engine.model.delivery import DeliveryKey, DeliveryStatus, Try
from tests.unit.engine.telling.examples import NOW, delivery


def test_its_id_is_made_of_the_moment_and_of_what_it_tells() -> None:
    first, second = delivery(2), delivery(1, at=NOW + timedelta(milliseconds=1))
    assert first.key == DeliveryKey(owner="ada", webhook_id="crm", delivery_id=first.delivery_id)
    assert first.delivery_id.endswith("-job_2-1-completed")
    assert first.delivery_id < second.delivery_id
    assert delivery(2) == first, "written twice it is the same"


@pytest.mark.parametrize(
    ("status", "is_received"),
    [
        (None, False),
        (199, False),
        (200, True),
        (204, True),
        (299, True),
        (301, False),
        (410, False),
        (500, False),
    ],
)
def test_only_a_2xx_is_received(status: int | None, is_received: bool) -> None:
    assert Try(at=NOW, took_ms=1, status_code=status).is_received == is_received


def test_what_ends_keeps_its_tries() -> None:
    one, two = Try(at=NOW, took_ms=1, error="timed-out"), Try(at=NOW, took_ms=2, status_code=200)
    later = NOW + timedelta(seconds=5)
    ended = delivery().put_off(later, later, one).ended(DeliveryStatus.DELIVERED, two)
    assert (ended.tries, ended.due_at, ended.is_pending) == ((one, two), later, False)
