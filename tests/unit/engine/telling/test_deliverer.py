"""Deliverer: each try, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.model.delivery import Delivery, DeliveryStatus
from generation.engine.model.webhook import Disabled, Occasion
from generation.engine.telling.deliverer import Deliverer
from testing.lives import Died, Life
from tests.unit.engine.telling.examples import NOW, Town, delivery, webhook

DAY = timedelta(days=1)


def _told(town: Town, made: Delivery | None = None) -> Delivery:
    """A delivery that is written, and whose message is sent."""
    made = made or delivery()
    town.outbox.add(made)
    town.queue.send([made.key])
    return made


def test_what_is_received_is_tried_no_more() -> None:
    town = Town()
    town.listen(webhook())
    made = _told(town)
    town.queue.send([made.key])  # it comes twice
    town.serve()
    town.pass_by(DAY)
    assert town.receiver.ids == ["job_1-1-completed"]
    ended = town.delivery(made)
    assert (ended.status, [one.status_code for one in ended.tries]) == (DeliveryStatus.DELIVERED, [204])


@pytest.mark.parametrize("answer", [500, 503, 404, 301, 307, "timed-out", "not-reachable"])
def test_anything_else_is_tried_again_five_seconds_later(answer: int | str) -> None:
    town = Town()
    town.listen(webhook())
    town.receiver.answers = [answer]
    made = _told(town)
    town.serve()
    assert town.delivery(made).due_at == NOW + timedelta(seconds=5)
    assert town.webhook().failing_since == NOW
    town.time += timedelta(seconds=5)
    assert town.serve() == 1
    assert town.delivery(made).status == DeliveryStatus.DELIVERED
    assert town.webhook().failing_since is None


def test_three_days_of_tries_by_the_schedule_and_the_webhook_is_given_up() -> None:
    town = Town()
    town.listen(webhook())
    town.receiver.answers = [500] * 100
    made = _told(town)
    town.serve()
    for _ in range(60):
        town.time += timedelta(seconds=5)
        town.serve()
    town.pass_by(timedelta(days=4))
    ended = town.delivery(made)
    waits = [(b.at - a.at).total_seconds() for a, b in zip(ended.tries, ended.tries[1:], strict=False)]
    wanted = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert len(waits) == len(wanted)
    assert all(0 <= wait - delay <= 60 for wait, delay in zip(waits, wanted, strict=True)), waits
    assert (ended.status, town.webhook().disabled_by) == (DeliveryStatus.FAILED, Disabled.FAILING)
    assert set(town.receiver.ids) == {"job_1-1-completed"}
    assert town.queue.receive() is None


def test_410_disables_the_webhook_and_what_was_to_follow_is_dropped() -> None:
    town = Town()
    town.listen(webhook())
    town.receiver.answers = [410]
    first, second = _told(town), _told(town, delivery(2))
    town.serve()
    assert town.delivery(first).status == DeliveryStatus.FAILED
    assert town.delivery(second).status == DeliveryStatus.DROPPED
    assert town.webhook().disabled_by == Disabled.GONE
    assert len(town.receiver.received) == 1


def test_what_a_deleted_webhook_was_to_be_told_is_dropped() -> None:
    town = Town()
    made = _told(town)
    town.serve()
    assert (town.delivery(made).status, town.receiver.received) == (DeliveryStatus.DROPPED, [])


def test_a_test_is_tried_once_whatever_the_webhook_is_and_does_it_no_harm() -> None:
    town = Town()
    town.listen(webhook(disabled_by=Disabled.OWNER))
    town.receiver.answers = [410, 204]
    first = _told(town, delivery(1, occasion=Occasion.TEST))
    second = _told(town, delivery(2, occasion=Occasion.TEST))
    town.serve()
    town.pass_by(DAY)
    assert town.delivery(first).status == DeliveryStatus.FAILED
    assert town.delivery(second).status == DeliveryStatus.DELIVERED
    assert town.webhook().disabled_by == Disabled.OWNER
    assert len(town.receiver.received) == 2


def test_address_and_secrets_are_those_of_the_try() -> None:
    town = Town()
    town.listen(webhook())
    town.receiver.answers = [500]
    _told(town)
    town.serve()
    changed = replace(town.webhook().rotated("whsec_bmV3", town.time), url="https://new.example.org/")
    town.listen(changed)
    town.time += timedelta(seconds=5)
    town.serve()
    first, second = town.receiver.received
    assert (first.url, second.url) == ("https://hooks.example.org/crm", "https://new.example.org/")
    assert [len(sent.headers["webhook-signature"].split()) for sent in (first, second)] == [1, 2]


def test_tries_that_each_died_come_to_an_end() -> None:
    town = Town()
    town.listen(webhook())
    made = _told(town, replace(delivery(), begun=town.deliverer.policy.most_tries))
    town.serve()
    assert (town.delivery(made).status, town.receiver.received) == (DeliveryStatus.FAILED, [])


def _lives(scenario: Callable[[Life], object]) -> int:
    life = Life()
    scenario(life)
    return life.calls


@pytest.mark.parametrize("answer", [204, 500, 410])
def test_wherever_a_try_dies_the_receiver_is_told_and_the_delivery_ends(answer: int) -> None:
    def town_of(life: Life) -> tuple[Town, Deliverer]:
        town = Town()
        town.listen(webhook())
        town.receiver.answers = [answer] * (3 if answer == 410 else 1)
        dying = Deliverer(
            outbox=life.through(town.outbox),
            queue=life.through(town.queue),
            post=life.through(town.receiver),
            clock=town,
            ids=town,
        )
        return town, dying

    def deliver(life: Life) -> None:
        town, dying = town_of(life)
        dying.deliver(_told(town).key)

    calls = _lives(deliver)
    assert calls >= 4
    for point in range(1, calls + 1):
        for after in (False, True):
            life = Life(point, after)
            town, dying = town_of(life)
            made = _told(town)
            key = town.queue.receive()
            assert key is not None
            with pytest.raises(Died):
                dying.deliver(key)
            town.pass_by(timedelta(hours=1))
            ended = town.delivery(made)
            assert set(town.receiver.ids) == {"job_1-1-completed"}
            if answer == 410:
                assert ended.status in (DeliveryStatus.FAILED, DeliveryStatus.DROPPED)
                assert town.webhook().disabled_by == Disabled.GONE
            else:
                assert ended.status == DeliveryStatus.DELIVERED
