"""Resend: deliveries whose message is lost are queued again, and those whose time has come."""

from __future__ import annotations

from datetime import timedelta

from generation.engine.telling.resend import RESERVE, Resend
from generation.engine.telling.schedule import DeliveryPolicy
from tests.unit.engine.telling.examples import NOW, Town, delivery, webhook

MINUTE = timedelta(minutes=1)


def test_a_lost_message_is_sent_a_minute_later() -> None:
    town = Town()
    town.listen(webhook())
    town.outbox.add(delivery())
    town.time += MINUTE - timedelta(seconds=1)
    assert town.resend.run() == 0
    town.time += timedelta(seconds=1)
    assert town.resend.run() == 1
    assert town.serve() == 1
    assert town.receiver.ids == ["job_1-1-completed"]


def test_while_the_queue_is_long_it_is_not_queued_each_minute() -> None:
    town = Town()
    town.outbox.add(delivery())
    for _ in range(10):
        town.time += MINUTE
        town.resend.run()
    assert len(town.queue.messages) == 1
    town.time += MINUTE
    assert town.resend.run() == 1


def test_no_more_than_one_sweep_can_send_and_the_longest_due_first() -> None:
    town = Town()
    for number in (3, 1, 2):
        town.outbox.add(delivery(number, at=NOW + timedelta(seconds=number)))
    few = Resend(outbox=town.outbox, queue=town.queue, clock=town, policy=DeliveryPolicy(swept_at_once=2))
    town.time += 2 * MINUTE
    assert [few.run(), few.run(), few.run()] == [2, 1, 0]
    names = [message.content.delivery_id.partition("-")[2] for message in town.queue.messages]
    assert names == ["job_1-1-completed", "job_2-1-completed", "job_3-1-completed"]


def test_near_the_end_of_its_time_it_begins_nothing() -> None:
    town = Town()
    town.outbox.add(delivery())
    town.time += MINUTE
    assert town.resend.run(until=town.time + RESERVE) == 0
    assert town.resend.run(until=town.time + RESERVE + timedelta(seconds=1)) == 1
